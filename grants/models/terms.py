"""What an agreement makes the money depend on, and what it may be used for alone."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from grants.models.agreements import Agreement


class AgreementTerm(models.Model):
    """A condition or a restriction of an agreement, as it was agreed: only ever added.

    CIPFA's code tells them apart: money is repaid when a condition is not met; a restriction says what the money may
    be used for.
    """

    class Kind(models.TextChoices):
        """Whether money is repaid when it is not kept."""

        CONDITION = "condition", "Condition"
        RESTRICTION = "restriction", "Restriction"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["condition", "restriction"]), name="agreement_term_known"),
            models.CheckConstraint(condition=~Q(text=""), name="agreement_term_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"

    def is_late(self, day: date) -> bool:
        """Whether the term should have been met before this day and is not."""
        return not hasattr(self, "met") and self.due_on is not None and self.due_on < day


class TermMet(models.Model):
    """That a term was met, on which day and by what that is seen: only ever added."""

    term = models.OneToOneField(AgreementTerm, on_delete=models.PROTECT, related_name="met")
    met_on = models.DateField()
    evidence = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "terms met"
        constraints = [models.CheckConstraint(condition=~Q(evidence=""), name="term_met_has_evidence")]

    def __str__(self) -> str:
        return f"{self.term}, met on {self.met_on}"
