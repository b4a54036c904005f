"""Who gives money, to whom, for what, in which financial year. Rows are written by grants/actions.py alone."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum

from figures.fields import MoneyColumn, YearColumn
from figures.money import format_money

if TYPE_CHECKING:
    from accounts.models import Person


class Organisation(models.Model):
    """A body that gives or receives grants."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    identifier = models.CharField(
        max_length=80, unique=True, help_text="A published identifier such as GB-GOR-D16, or the register’s own."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Fund(models.Model):
    """A pot of money of one funder, under its usual name."""

    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(max_length=200)
    identifier = models.SlugField(max_length=120, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["funder", "name"], name="fund_name_once_per_funder")]

    def __str__(self) -> str:
        return f"{self.name} ({self.funder})"


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

    def matching(self, words: str) -> "GrantQuerySet":
        """Grants in whose number, title, purpose, funder, fund or recipient every one of the words stands."""
        found = self
        for word in words.split():
            hit = Q(title__icontains=word) | Q(purpose__icontains=word) | Q(recipient_unit__icontains=word)
            hit |= Q(funder__name__icontains=word) | Q(recipient__name__icontains=word)
            hit |= Q(pk__in=Tranche.objects.filter(fund__name__icontains=word).values("grant_id"))
            number = word.upper().removeprefix("G-").lstrip("0")
            if number.isdecimal() and len(number) < 10:
                hit |= Q(pk=int(number))
            found = found.filter(hit)
        return found


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
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(funder=F("recipient")), name="grant_funder_is_not_recipient"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="grant_direction_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="grant_route_known"),
            models.CheckConstraint(condition=Q(carry_over__in=CarryOver.values), name="grant_carry_over_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The grant's own number as it is printed and published: G-0001."""
        return f"G-{self.pk:04d}"

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

    def totals(self) -> "Totals":
        """Totals by year and by kind; bids, offers and acceptances are never added together."""
        return Totals(list(self.tranches.select_related("fund").order_by("year", "fund__name")))


def _add(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum of what is there; blank when nothing is, because blank is not nil."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


class Totals:
    """Tranches with their sums by financial year and over all, each kind of money apart."""

    kinds = ("bid", "offered", "accepted")

    def __init__(self, tranches: list["Tranche"]) -> None:
        self.tranches = tranches

    def by_year(self) -> list[dict[str, Any]]:
        """A row a year, in order: year, bid, offered, accepted."""
        years = sorted({t.year for t in self.tranches})
        return [{"year": year, **self._sums([t for t in self.tranches if t.year == year])} for year in years]

    def shown_by_year(self) -> list[dict[str, Any]]:
        """The rows of `by_year` where they say more than the tranches themselves: some year has more than one."""
        by_year = self.by_year()
        return by_year if 1 < len(by_year) < len(self.tranches) else []

    def overall(self) -> dict[str, Decimal | None]:
        """The sums of each kind over all years."""
        return self._sums(self.tranches)

    def _sums(self, tranches: list["Tranche"]) -> dict[str, Decimal | None]:
        return {kind: _add([getattr(t, kind) for t in tranches]) for kind in self.kinds}


class Tranche(models.Model):
    """One grant's money for one financial year and fund. Blank is "not at that stage"; 0 is nil."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="tranches")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="tranches")
    fund_as_written = models.CharField(
        "Fund’s name in the paper", max_length=200, blank=True, help_text="Only if the paper calls it otherwise."
    )
    year = YearColumn("Financial year")
    bid = MoneyColumn(null=True, blank=True)
    offered = MoneyColumn(null=True, blank=True)
    accepted = MoneyColumn(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year", "fund__name"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "fund", "year"], name="tranche_once_per_grant_fund_year"),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2198), name="tranche_year_possible"),
            models.CheckConstraint(condition=Q(bid__isnull=True) | Q(bid__gte=0), name="tranche_bid_not_negative"),
            models.CheckConstraint(
                condition=Q(offered__isnull=True) | Q(offered__gte=0), name="tranche_offered_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(accepted__gte=0), name="tranche_accepted_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.fund.name}"

    @property
    def written_fund(self) -> str:
        """The fund's name as the paper has it."""
        return self.fund_as_written or self.fund.name


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Questions about many authorities."""

    def in_force(self) -> "AuthorityQuerySet":
        """Those that no later decision has supplanted."""
        return self.filter(ended_at__isnull=True)

    def acceptable(self) -> "AuthorityQuerySet":
        """Those in force of which no open condition forbids the acceptance."""
        forbidding = GrantCondition.objects.filter(
            Q(recommendation__isnull=True) | Q(recommendation=models.OuterRef("recommendation")),
            grant=models.OuterRef("grant"),
            reference=models.OuterRef("reference"),
            before_acceptance=True,
            met_on__isnull=True,
        )
        return self.in_force().exclude(models.Exists(forbidding))

    def total(self) -> Decimal:
        """Their sum in pounds."""
        total: Decimal | None = self.aggregate(total=Sum("amount"))["total"]
        return total or Decimal(0)


class Authority(models.Model):
    """What an approved recommendation allows to be accepted (or awarded) for a grant.

    Written at approval by the app `decisions`, which this app does not know: the decision is a
    reference as text. A trigger holds accepted money within the authorities in force.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="authorities")
    reference = models.CharField(max_length=40)
    recommendation = models.PositiveSmallIntegerField()
    amount = MoneyColumn()
    up_to = models.BooleanField()
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_reference = models.CharField(max_length=40, blank=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "authorities"
        constraints = [
            models.UniqueConstraint(fields=["grant", "reference", "recommendation"], name="authority_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="authority_not_negative"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by_reference="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by_reference="")),
                name="authority_end_is_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} allows {format_money(self.amount)}"


class GrantOutcome(models.Model):
    """What became of a bid or an offer, as it was recorded: only ever added, the newest of a recommendation counts.

    The decision is a reference as text, empty where the record is of the whole grant.
    """

    class Result(models.TextChoices):
        """What became of it."""

        WON = "won", "Won in full"
        IN_PART = "in_part", "Won in part"
        LOST = "lost", "Lost"
        WITHDRAWN = "withdrawn", "Withdrawn by us"
        ACCEPTED = "accepted", "Accepted"
        NO_MORE = "no_more", "The rest does not come"

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="outcomes")
    reference = models.CharField(max_length=40, blank=True)
    recommendation = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=Result)
    happened_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["won", "in_part", "lost", "withdrawn", "accepted", "no_more"]),
                name="grant_outcome_known",
            ),
            models.CheckConstraint(condition=~Q(result="no_more") | ~Q(note=""), name="grant_outcome_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.grant.code}: {self.get_result_display()}"


class GrantCondition(models.Model):
    """A condition that a decision put on a grant, as the app `decisions`, which this app does not know, says it.

    With `before_acceptance` nothing that its recommendation (or, without a number, its decision) allows is accepted
    until the condition is met: a trigger holds it.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="conditions")
    reference = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    recommendation = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    by_when = models.DateField(null=True, blank=True)
    whose = models.CharField(max_length=200, blank=True)
    before_acceptance = models.BooleanField()
    met_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["reference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "reference", "number"], name="grant_condition_once"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, evidence="") | (Q(met_on__isnull=False) & ~Q(evidence="")),
                name="grant_condition_met_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, condition {self.number}"

    def is_late(self, day: date) -> bool:
        """Whether the condition should have been met before this day and is not."""
        return bool(self.met_on is None and self.by_when and self.by_when < day)


class SpendReturn(models.Model):
    """What was spent of a tranche, as reported on a day; the latest return counts, earlier ones stay."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="returns")
    spent = MoneyColumn(help_text="Spent so far in this financial year.")
    until_on = models.DateField("Spent up to")
    note = models.CharField(max_length=500, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["-until_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(spent__gte=0), name="spend_not_negative")]

    def __str__(self) -> str:
        return f"{format_money(self.spent)} until {self.until_on}"
