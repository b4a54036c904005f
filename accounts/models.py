"""People and the offices they hold. Changes are made by accounts/actions/ alone."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accounts.offices import Office, offices_that_may
from accounts.proposals.model import Proposal

__all__ = ["Holding", "HoldingQuerySet", "KnownPasskey", "Person", "PersonManager", "Proposal", "UsedAssertion"]


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this e-mail address, however its letters are written."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody with an account at the desk. What they may do comes from the offices they hold, from nothing else."""

    email = models.EmailField(unique=True, help_text="Signs in with it; kept in small letters.")
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_trial = models.BooleanField(default=False, help_text="An invented person of the demonstration.")
    session_version = models.PositiveIntegerField(default=1, help_text="Raised to end every session of this person.")
    created_at = models.DateTimeField()
    #: The cooling time after a change of address or factor (accounts/actions/cooling.py).
    signing_barred_until = models.DateTimeField(null=True, blank=True)
    #: When a second factor was first set up, by invitation: that one starts no cooling time.
    factor_since = models.DateTimeField(null=True, blank=True)

    #: A day and the offices on it, where whoever asked for a page has been asked them already (accounts/middleware.py).
    known_offices: tuple[date, frozenset[str]] | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_is_lower_case"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(email=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as it is printed."""
        return self.name

    def get_short_name(self) -> str:
        """The whole name: people are called by it everywhere in this service."""
        return self.name

    def offices_on(self, day: date) -> frozenset[str]:
        """The offices that this person holds, or stands in for, on a day."""
        if self.known_offices and self.known_offices[0] == day:
            return self.known_offices[1]
        return frozenset(self.holdings.on(day).values_list("office", flat=True))

    def may(self, ability: str, day: date) -> bool:
        """Whether an office that this person has on a day gives an ability, such as "publish"."""
        return bool(self.offices_on(day) & offices_that_may(ability))

    def holds(self, office: str, day: date) -> bool:
        """Whether this person holds, or stands in for, an office on a day."""
        return self.holdings.on(day).filter(office=office).exists()

    def holding_of(self, office: str, day: date) -> "Holding | None":
        """The holding by which this person has an office on a day; their own before one lent to them."""
        own_first = F("delegated_by").asc(nulls_first=True)
        return self.holdings.on(day).filter(office=office).order_by(own_first, "id").first()

    def get_session_auth_hash(self) -> str:
        """What every session of this person carries: it changes with the password and with the session version."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        """The session hashes under earlier secret keys, so that sessions outlive a change of SECRET_KEY."""
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        value = f"{self.session_version}:{self.password}"
        return salted_hmac("accounts.Person.session", value, secret=secret, algorithm="sha256").hexdigest()


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Questions about many holdings."""

    def on(self, day: date) -> "HoldingQuerySet":
        """Holdings that count on a day: confirmed, not taken back, and for a lent office the lender's too."""
        own_covers = _covers(day, "")
        lender_covers = Q(delegated_by__isnull=True) | _covers(day, "delegated_by__")
        return self.filter(own_covers & lender_covers & Q(person__is_active=True))

    def unconfirmed(self) -> "HoldingQuerySet":
        """Holdings that wait for a second administrator."""
        return self.filter(confirmed_by__isnull=True, ended_by__isnull=True)

    def overlapping(self, from_on: date, until_on: date | None) -> "HoldingQuerySet":
        """Holdings, confirmed or not, that have a day in common with a period."""
        holdings = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on), is_void=False)
        return holdings if until_on is None else holdings.filter(from_on__lte=until_on)


def _covers(day: date, path: str) -> Q:
    return (
        Q(**{f"{path}from_on__lte": day, f"{path}confirmed_by__isnull": False, f"{path}is_void": False})
        & (Q(**{f"{path}until_on__isnull": True}) | Q(**{f"{path}until_on__gte": day}))
    )  # fmt: skip


class Holding(models.Model):
    """One person's having one office from a day to a day, both included. It counts once somebody else has confirmed it.

    A delegation is a holding that names the holding it is lent from.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    #: One of accounts.offices.Office; its label comes from the profile, so no choices stand here.
    office = models.CharField(max_length=30)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="The last day.")
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    reason = models.TextField(blank=True, help_text="Why it begins on a day before it was given.")
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_void = models.BooleanField(default=False, help_text="Taken back: counts on no day.")
    delegated_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-from_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(office__in=Office.values), name="holding_of_a_known_office"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="holding_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="holding_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, is_void=False)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="holding_ended_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("given_by")) & ~Q(confirmed_by=F("person"))),
                name="holding_confirmed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(delegated_by__isnull=True)
                | (Q(until_on__isnull=False) & ~Q(given_by=F("person"))),
                name="delegation_has_an_end_and_another_person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}, {self.office_label}"

    @property
    def office_label(self) -> str:
        """The office as it is printed."""
        return Office(self.office).label

    def described(self) -> str:
        """The office as people see it: "Chief Executive (for Clare Chamberlain)" where it is lent."""
        return f"{self.office_label} (for {self.delegated_by.person})" if self.delegated_by else self.office_label

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody else has confirmed it."""
        return self.confirmed_by_id is not None


class UsedAssertion(models.Model):
    """A proof that has served once and never serves again, by its SHA-256.

    Of a passkey's answer it is that of its client data; of a code, of its person and step (actions/one_time_codes.py).
    """

    digest = models.BinaryField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class KnownPasskey(models.Model):
    """A passkey's public key, as the worker first saw it with a person.

    Written by the worker's role alone: a key that somebody slips in with the desk's role is told of, and does not count
    at once (actions/known_passkeys.py).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    public_key = models.TextField(help_text="COSE, in base64url, as in the evidence of a signature.")
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "public_key"], name="known_passkey_once"),
        ]

    def __str__(self) -> str:
        return f"A passkey of {self.person_id}"
