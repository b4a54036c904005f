"""What decisions allow to be accepted."""

from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum

from figures.fields import MoneyColumn
from figures.money import format_money
from grants.models.conditions import GrantCondition
from grants.models.grants import Grant


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Questions about many authorities."""

    def in_force(self) -> "AuthorityQuerySet":
        """Authorities that no later decision has replaced."""
        return self.filter(ended_at__isnull=True)

    def acceptable(self) -> "AuthorityQuerySet":
        """Authorities in force whose acceptance no open condition forbids."""
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
