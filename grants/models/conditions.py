"""What decisions make the acceptance or the use of money depend on."""

from datetime import date

from django.db import models
from django.db.models import Q


class GrantCondition(models.Model):
    """A condition that a decision put on a grant, as the app `decisions`, which this app does not know, says it.

    With `before_acceptance` nothing that its recommendation (or, without a number, its decision) allows is accepted
    until the condition is met: a trigger holds it.
    """

    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, related_name="conditions")
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
