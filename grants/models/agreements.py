"""What a funder and the body agreed about a grant, version by version."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from figures.fields import MoneyColumn
from figures.money import format_money
from grants.models.grants import CarryOver, Grant


class NonWorkingDays(models.TextChoices):
    """What becomes of a due day on which nobody works."""

    AS_PRINTED = "as_printed", "It stays as printed"
    PREVIOUS = "previous", "The working day before counts"
    NEXT = "next", "The working day after counts"


class CostCategory(models.TextChoices):
    """What money is for, as funders split it; the keys are those of `Actual.CostCategory`."""

    STAFF = "staff", "Staff"
    REVENUE = "revenue", "Other revenue"
    CAPITAL = "capital", "Capital"
    MATCH = "match", "Match funding"


class Agreement(models.Model):
    """One version of a grant's agreement, from a day on. A change is a new version: versions are only ever added.

    Its timetables (by their keys in grants/timetables.py) say what the grant owes from `begins_on`.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    carry_over = models.CharField(max_length=20, choices=CarryOver)
    consent_on = models.DateField(null=True, blank=True)
    consent = models.TextField(blank=True)
    match_percentage = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    timetables = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    non_working_days = models.CharField(max_length=20, choices=NonWorkingDays, default=NonWorkingDays.AS_PRINTED)
    days_after = models.PositiveSmallIntegerField(null=True, blank=True)
    kept_at = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "version"], name="agreement_version_once"),
            models.CheckConstraint(condition=Q(carry_over__in=CarryOver.values), name="agreement_carry_over_known"),
            models.CheckConstraint(
                condition=Q(non_working_days__in=NonWorkingDays.values), name="agreement_non_working_days_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_by="")
                | (Q(accepted_on__isnull=False) & ~Q(accepted_by="")),
                name="agreement_acceptance_names_who",
            ),
            models.CheckConstraint(
                condition=Q(consent_on__isnull=True, consent="")
                | (Q(consent_on__isnull=False, carry_over=CarryOver.WITH_CONSENT) & ~Q(consent="")),
                name="agreement_consent_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(match_percentage__isnull=True) | Q(match_percentage__gte=0, match_percentage__lte=100),
                name="agreement_match_percentage_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant.code}, agreement version {self.version}"


class AgreementCost(models.Model):
    """How much of an agreement's money is for one category of cost, in pounds."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="costs")
    category = models.CharField(max_length=20, choices=CostCategory)
    amount = MoneyColumn()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "category"], name="agreement_cost_once"),
            models.CheckConstraint(condition=Q(category__in=CostCategory.values), name="agreement_cost_category_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="agreement_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {format_money(self.amount)}"
