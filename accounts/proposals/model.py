"""A proposal: what somebody wants changed and a second person must confirm. Rows are written by actions.py alone."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from accounts.models import Person

#: How long a proposal waits before it lapses.
WAITS = timedelta(days=14)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about many proposals."""

    def open(self, at: datetime) -> "ProposalQuerySet":
        """Proposals that still wait for a second person at a moment."""
        return self.filter(confirmed_at=None, dropped_at=None, lapses_at__gt=at)

    def about(self, *subjects: str) -> "ProposalQuerySet":
        """Proposals about a subject under any of its names, such as "decision:12"."""
        return self.filter(subject__in=subjects)


class Proposal(models.Model):
    """One change that waits for a second person, was confirmed, dropped, or has lapsed."""

    verb = models.CharField(max_length=60, help_text="The name of the change in accounts/proposals/registry.py.")
    subject = models.CharField(max_length=100, help_text='What it is about, as the history names it: "person:3".')
    target = models.CharField(max_length=100, blank=True, help_text="Which part of the subject, if it has several.")
    sentence = models.TextField(help_text="What is proposed, in a sentence for people.")
    arguments = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=20, blank=True, help_text="The kind of proof that was given.")
    evidence = models.JSONField(null=True, blank=True, help_text="Of a passkey: its answer, whole.")
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sentence="") & ~Q(subject=""), name="account_proposal_says_what"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, confirmed_how="")
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_how="")),
                name="account_proposal_confirmed_by_at_and_how",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(dropped_at__isnull=True),
                name="account_proposal_is_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="account_proposal_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(lapses_at__gt=F("proposed_at")) & Q(lapses_at__lte=F("proposed_at") + WAITS),
                name="account_proposal_lapses",
            ),
            models.UniqueConstraint(
                fields=["verb", "subject", "target"],
                condition=Q(confirmed_at__isnull=True, dropped_at__isnull=True),
                name="account_proposal_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    def is_open(self, at: datetime) -> bool:
        """Whether it still waits for a second person at a moment."""
        return self.confirmed_at is None and self.dropped_at is None and self.lapses_at > at

    def number_of(self, kind: str) -> int:
        """The number of what it is about: 12 of "decision:12". Raises ValueError where that is of another kind."""
        return int(self.subject.removeprefix(f"{kind}:"))

    def facts(self) -> tuple[object, ...]:
        """What a confirmation covers: the digest of a passkey's challenge is made of it."""
        return ("proposal", self.pk, self.verb, self.subject, self.target, sorted(self.arguments.items()), self.reason)

    def other_of(self, person: "Person") -> bool:
        """Whether somebody else than this person proposed it."""
        return self.proposed_by_id != person.pk
