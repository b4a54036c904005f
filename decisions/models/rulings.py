"""What was decided on each recommendation, and the conditions of the decision with what shows that they were met.

They are written while the paper waits for whoever decides; afterwards the database keeps them as they were signed.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from decisions.models.decision import Decision
from figures.fields import MoneyColumn


class Ruling(models.Model):
    """The decision on one recommendation in one round; its amount, in pounds, is what may be accepted."""

    class Outcome(models.TextChoices):
        """What was decided, in the words of Part 1."""

        APPROVED = "approved", "Approve as recommended"
        CHANGED = "approved_with_changes", "Approve with changes"
        REFUSED = "refused", "Refuse"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="rulings")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField("Recommendation")
    outcome = models.CharField(max_length=30, choices=Outcome)
    text = models.TextField("The decision where it differs", blank=True)
    amount = MoneyColumn(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "round", "number"], name="ruling_once_per_recommendation"),
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "approved_with_changes", "refused"]), name="ruling_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | Q(amount__isnull=True), name="ruling_refused_allows_nothing"
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="ruling_not_negative"),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number}: {self.get_outcome_display()}"


class Condition(models.Model):
    """A condition of the decision: what must be done, by when, by whom, and whether money waits for it."""

    class Before(models.TextChoices):
        """What must not happen until the condition is met, in the words of Part 1."""

        NOTHING = "nothing", "Nothing waits for it"
        ACCEPTANCE = "acceptance", "No money is accepted before it is met"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    recommendation = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    by_when = models.DateField("By when", null=True, blank=True)
    whose = models.CharField("Whose task it is", max_length=200, blank=True)
    before = models.CharField(max_length=20, choices=Before, default=Before.NOTHING)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "round", "number"], name="condition_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="condition_says_what"),
            models.CheckConstraint(condition=Q(before__in=["nothing", "acceptance"]), name="condition_before_known"),
        ]

    def __str__(self) -> str:
        return f"Condition {self.number}: {self.text[:60]}"


class ConditionMet(models.Model):
    """That a condition was met, what shows it, who says so and who agreed. Only ever added."""

    condition = models.OneToOneField(Condition, on_delete=models.PROTECT, related_name="met")
    on = models.DateField("Met on")
    evidence = models.TextField("What shows it")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    agreed_by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(evidence=""), name="condition_met_has_evidence")]

    def __str__(self) -> str:
        return f"{self.condition} met on {self.on}"
