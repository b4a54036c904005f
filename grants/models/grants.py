"""A grant: who gives money, to whom, for what, and how much of it may be and is accepted."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from figures.references import grant_code
from grants.models.organisations import Organisation
from grants.models.outcomes import GrantOutcome
from grants.models.totals import Totals

if TYPE_CHECKING:
    from accounts.models import Person


class Direction(models.TextChoices):
    """Whether the body receives the grant or makes it."""

    RECEIVED = "received", "Received by us"
    MADE = "made", "Made by us"


class Route(models.TextChoices):
    """How the grant comes about."""

    BID = "bid", "Bid"
    OFFER = "offer", "Direct offer"
    CONTINUATION = "continuation", "Continuation of an earlier grant"


class CarryOver(models.TextChoices):
    """What happens to money that is not spent in its year."""

    NONE = "none", "Not carried over"
    WITH_CONSENT = "with_consent", "Carried over with the funder’s consent"
    AUTOMATIC = "automatic", "Carried over automatically"
    NOT_STATED = "not_stated", "Not stated"


class GrantQuerySet(models.QuerySet["Grant"]):
    """Questions about many grants."""

    def visible_to(self, person: "Person", day: date) -> "GrantQuerySet":
        """The grants a person may open at the desk: every one for holders of any office, none for others."""
        return self if person.offices_on(day) else self.none()

    def owned_by(self, person: "Person") -> "GrantQuerySet":
        """The grants that a person looks after."""
        return self.filter(Q(given_to=person) | Q(given_to=None, created_by=person))

    def with_passed_on(self) -> "GrantQuerySet":
        """Each with how many awards are made out of it (`awards`), and what they come to in pounds (`given`)."""
        awards = self.model.objects.filter(onward__parent=models.OuterRef("pk")).order_by().values("onward__parent")
        money = Coalesce("tranches__accepted", "tranches__offered", Decimal(0))
        return self.annotate(
            awards=models.Subquery(awards.annotate(count=Count("pk", distinct=True)).values("count")),
            given=models.Subquery(awards.annotate(total=Sum(money)).values("total")),
        )

    def with_other_bodies(self) -> "GrantQuerySet":
        """Each with the names of the bodies that it passes through, in order, and of those that it is joint with."""
        bodies = self.model.objects.filter(pk=models.OuterRef("pk")).order_by("bodies__position")
        name = "bodies__organisation__name"
        return self.annotate(
            through=ArraySubquery(bodies.filter(bodies__role="through").values(name)),
            joint=ArraySubquery(bodies.filter(bodies__role="joint").values(name)),
        )

    def matching(self, words: str) -> "GrantQuerySet":
        """Grants in whose number, title, purpose, funder, fund or recipient every one of the words stands."""
        grants = self
        for word in words.split():
            hit = Q(title__icontains=word) | Q(purpose__icontains=word) | Q(recipient_unit__icontains=word)
            hit |= Q(funder__name__icontains=word) | Q(recipient__name__icontains=word)
            hit |= Q(pk__in=self.model.objects.filter(tranches__fund__name__icontains=word).values("pk"))
            hit |= Q(pk__in=self.model.objects.filter(bodies__organisation__name__icontains=word).values("pk"))
            number = word.upper().removeprefix("G-").lstrip("0")
            if number.isdecimal() and len(number) < 10:
                hit |= Q(pk=int(number))
            grants = grants.filter(hit)
        return grants


class Grant(models.Model):
    """One grant. Its number never changes and is never reused."""

    title = models.CharField(max_length=300)
    purpose = models.TextField(help_text="What the money is for, in one or two sentences.")
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants_given")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants_received")
    recipient_unit = models.CharField("Recipient’s unit", max_length=200, blank=True)
    direction = models.CharField(max_length=20, choices=Direction)
    route = models.CharField(max_length=20, choices=Route)
    carry_over = models.CharField("Carry-over rule", max_length=20, choices=CarryOver, default=CarryOver.NOT_STATED)
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="continuations")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    #: The colleague who looks after it since; without one, whoever entered it does.
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(funder=F("recipient")), name="grant_funder_is_not_recipient"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="grant_direction_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="grant_route_known"),
            models.CheckConstraint(condition=Q(carry_over__in=CarryOver.values), name="grant_carry_over_known"),
            # Entered before it, so that no circle can arise.
            models.CheckConstraint(condition=Q(continues__lt=F("pk")), name="grant_continues_an_earlier_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The grant's own number as it is printed and published: G-0001."""
        return grant_code(self.pk)

    @property
    def owner(self) -> "Person":
        """Who looks after it: whoever entered it, or the colleague it was given to since."""
        return self.given_to or self.created_by

    def authority(self) -> Decimal:
        """How much the decisions in force allow to be accepted, in pounds."""
        return self.authorities.in_force().total()

    def acceptable(self) -> Decimal:
        """How much of that may be accepted now, in pounds: without what open conditions forbid."""
        return self.authorities.acceptable().total()

    def is_acceptance_open(self) -> bool:
        """Whether more may still be accepted: not all is, and nobody has said since that the rest does not come."""
        newest = self.authorities.in_force().order_by("-from_at").first()
        if newest is None or self.accepted() >= self.authority():
            return False
        return not self.outcomes.filter(result=GrantOutcome.Result.NO_MORE, recorded_at__gte=newest.from_at).exists()

    def accepted(self) -> Decimal:
        """How much has been accepted over all years, in pounds."""
        total: Decimal | None = self.tranches.aggregate(total=Sum("accepted"))["total"]
        return total or Decimal(0)

    def totals(self) -> Totals:
        """Totals by year and by kind; bids, offers and acceptances are never added together."""
        return Totals(list(self.tranches.select_related("fund").order_by("year", "fund__name")))
