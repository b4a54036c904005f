"""What was expected of a tranche month by month, kept as it was expected on a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from figures.fields import MoneyColumn
from grants.models.tranches import Tranche


class Forecast(models.Model):
    """A budget, what is committed, or the spend still expected, by month, as made on a day: only ever added.

    The newest of its kind counts; earlier ones stay, so that what October expected can be set beside the outturn.
    """

    class Kind(models.TextChoices):
        """What the months say."""

        BUDGET = "budget", "Budget"
        COMMITTED = "committed", "Committed: ordered and not yet paid"
        SPEND = "spend", "Forecast of spend"

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="forecasts")
    kind = models.CharField(max_length=20, choices=Kind)
    made_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["budget", "committed", "spend"]), name="forecast_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.tranche}, made on {self.made_on}"


class ForecastMonth(models.Model):
    """One month of a forecast, by its first day; nothing is expected of a month that is not there."""

    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="months")
    month = models.DateField()
    amount = MoneyColumn()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["forecast", "month"], name="forecast_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="forecast_month_by_first_day"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="forecast_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"
