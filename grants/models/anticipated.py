"""Money that a paper or a funder said would come, before anybody offered it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from figures.fields import MoneyColumn, YearColumn
from figures.money import format_money
from grants.models.grants import Grant
from grants.models.tranches import Tranche


class AnticipatedMoney(models.Model):
    """An amount that was said to be coming, as it was first said: only ever added, whatever becomes of it."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="anticipated")
    year = YearColumn("Financial year")
    amount = MoneyColumn()
    said_in = models.CharField(max_length=200)
    said_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["said_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="anticipated_is_some"),
            models.CheckConstraint(condition=~Q(said_in=""), name="anticipated_says_where"),
        ]

    def __str__(self) -> str:
        return f"{format_money(self.amount)} for {self.year}, said in {self.said_in}"


class AnticipationOutcome(models.Model):
    """What became of anticipated money: the tranche that it came as, or that it did not come, and why."""

    anticipated = models.OneToOneField(AnticipatedMoney, on_delete=models.PROTECT, related_name="outcome")
    came_as = models.ForeignKey(Tranche, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    happened_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(came_as__isnull=False) | ~Q(note=""), name="anticipation_not_come_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"Came as {self.came_as}" if self.came_as else "Did not come"
