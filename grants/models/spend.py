"""What was reported as spent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from figures.fields import MoneyColumn
from figures.money import format_money
from grants.models.tranches import Tranche


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
