"""What a grant owes its funder by a day, and each step that was taken with it."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from figures.fields import MoneyColumn
from grants.models.agreements import Agreement
from grants.models.confirming import Confirmed
from grants.models.grants import Direction, Grant

if TYPE_CHECKING:
    from accounts.models import Person


class Kind(models.TextChoices):
    """What is owed."""

    MONTHLY_RETURN = "monthly_return", "Monthly return"
    QUARTERLY_CLAIM = "quarterly_claim", "Quarterly claim"
    HALF_YEARLY_CLAIM = "half_yearly_claim", "Half-yearly claim"
    INTERIM_CLAIM = "interim_claim", "Interim claim"
    FINAL_CLAIM = "final_claim", "Final claim"
    PROGRESS_REPORT = "progress_report", "Progress report"
    FORECAST_OUTTURN = "forecast_outturn", "Forecast outturn"
    UNDERSPEND_NOTICE = "underspend_notice", "Underspend notice"
    OUTTURN_STATEMENT = "outturn_statement", "Outturn statement"
    USAGE_STATEMENT = "usage_statement", "Statement of grant usage"
    AUDITORS_CERTIFICATE = "auditors_certificate", "Auditor’s certificate"
    ANNUAL_REVIEW = "annual_review", "Annual review"
    SUBSIDY_NOTICE = "subsidy_notice", "Subsidy-database notice"


class Status(models.TextChoices):
    """Where an obligation stands."""

    DUE = "due", "Due"
    PREPARED = "prepared", "Prepared"
    CERTIFIED = "certified", "Certified"
    SENT = "sent", "Sent"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    PAID = "paid", "Paid"
    PAID_LESS = "paid_less", "Paid less"
    RECOVERED = "recovered", "Recovered"


#: Where the next move is the body's own, and where it is the funder's. All else is done.
OURS = frozenset({Status.DUE, Status.PREPARED, Status.CERTIFIED, Status.QUERIED})
FUNDERS = frozenset({Status.SENT})
#: The steps by which what is owed has gone out: ours to the funder, a recipient’s to us.
SENDING = ("send", "receive")


def is_owed_to_us(grant: Grant, kind: str) -> bool:
    """Whether a recipient owes it to us: what a grant made asks for, but for the notice that we give ourselves."""
    return grant.direction == Direction.MADE and kind != Kind.SUBSIDY_NOTICE


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Questions about many obligations."""

    def in_force(self) -> "ObligationQuerySet":
        """Those that no later agreement has cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def visible_to(self, person: "Person", day: date) -> "ObligationQuerySet":
        """Those of grants that a person may open at the desk."""
        return self.filter(grant__in=Grant.objects.visible_to(person, day))

    def of_person(self, person: "Person", day: date) -> "ObligationQuerySet":
        """A person's own: those of grants that they look after, and what asks for the certificate that they give."""
        own = Q(grant__in=Grant.objects.owned_by(person))
        return self.filter(own | Q(needs_certificate=True) if person.may("certify", day) else own)

    def with_status(self) -> "ObligationQuerySet":
        """Each with where it stands (`status`), how much its last step named, and when it was first sent."""
        steps = ObligationStep.objects.filter(obligation=OuterRef("pk")).order_by("-number")
        sending_steps = steps.filter(step__in=SENDING).order_by("number")
        with_amount = steps.filter(amount__isnull=False)
        return self.annotate(
            status=Coalesce(Subquery(steps.values("to_status")[:1]), Value(str(Status.DUE))),
            amount=Subquery(with_amount.values("amount")[:1]),
            sent_on=Subquery(sending_steps.values("happened_on")[:1]),
        )

    def owed_to_funders(self) -> "ObligationQuerySet":
        """Those of grants received."""
        return self.filter(grant__direction=Direction.RECEIVED)

    def late(self, day: date) -> "ObligationQuerySet":
        """Those not sent although they were due before a day, of rows `with_status`."""
        return self.filter(sent_on__isnull=True, due_on__lt=day)

    def punctuality(self, day: date) -> tuple[int, int]:
        """How many were sent on time, of how many that were due before a day or have been sent; rows `with_status`."""
        is_counted = Q(due_on__lt=day) | Q(sent_on__isnull=False)
        numbers = self.aggregate(
            in_time=Count("pk", filter=is_counted & Q(sent_on__lte=F("due_on"))), counted=Count("pk", filter=is_counted)
        )
        return numbers["in_time"], numbers["counted"]


class Obligation(models.Model):
    """One return, claim, report or notice that a grant owes by a day.

    Made from a timetable of the agreement, or (without one) entered by hand. `printed_on` is the day as the agreement
    prints it, `due_on` the one that counts. While no step has been taken a later agreement may move or cancel it;
    `sequence` rises with each such change. A trigger holds what may change.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="obligations")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="obligations")
    kind = models.CharField(max_length=40, choices=Kind)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    printed_on = models.DateField()
    due_on = models.DateField()
    note = models.TextField(blank=True)
    needs_certificate = models.BooleanField()
    sequence = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "kind", "period_from", "period_to"],
                condition=Q(cancelled_at__isnull=True, agreement__isnull=False),
                nulls_distinct=False,
                name="obligation_once_per_period",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="obligation_kind_known"),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True, period_to__isnull=True) | Q(period_from__lte=F("period_to")),
                name="obligation_period_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant.code}: {self.get_kind_display()}"

    @property
    def is_owed_to_us(self) -> bool:
        """Whether the recipient of a grant made owes it to us, not we to a funder."""
        return is_owed_to_us(self.grant, self.kind)

    @property
    def subject(self) -> str:
        """What events about an obligation name it by: its grant, whose history they belong to."""
        return f"grant:{self.grant_id}"


class ObligationStep(Confirmed):
    """A dated step of an obligation: only ever added. Triggers hold their order, and who certifies with what proof."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, choices=Status)
    to_status = models.CharField(max_length=20, choices=Status)
    happened_on = models.DateField()
    amount = MoneyColumn(null=True, blank=True)
    forecast = MoneyColumn(null=True, blank=True)
    note = models.TextField(blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_by_name = models.CharField(max_length=200)
    office = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="obligation_step_number_once"),
            models.CheckConstraint(
                condition=Q(from_status__in=Status.values, to_status__in=Status.values),
                name="obligation_step_status_known",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="obligation_step_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(forecast__isnull=True) | Q(forecast__gte=0), name="obligation_step_forecast_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation}: {self.step}"
