"""A grant's money by financial year and fund."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from figures.fields import MoneyColumn, YearColumn
from grants.models.grants import Grant
from grants.models.organisations import Fund


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

    @property
    def promised(self) -> Decimal | None:
        """What it comes to in pounds: what was accepted, or what was offered where no acceptance is."""
        return self.offered if self.accepted is None else self.accepted
