"""What became of bids and offers."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class GrantOutcome(models.Model):
    """That a bid was sent, and what became of a bid or an offer: only ever added, the newest one counts.

    The decision is a reference as text, empty where the record is of the whole grant.
    """

    class Result(models.TextChoices):
        """What became of it."""

        SUBMITTED = "submitted", "Sent to the funder"
        WON = "won", "Won in full"
        IN_PART = "in_part", "Won in part"
        LOST = "lost", "Lost"
        WITHDRAWN = "withdrawn", "Withdrawn by us"
        ACCEPTED = "accepted", "Accepted"
        NO_MORE = "no_more", "The rest does not come"

    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, related_name="outcomes")
    reference = models.CharField(max_length=40, blank=True)
    recommendation = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=Result)
    happened_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["submitted", "won", "in_part", "lost", "withdrawn", "accepted", "no_more"]),
                name="grant_outcome_known",
            ),
            models.CheckConstraint(condition=~Q(result="no_more") | ~Q(note=""), name="grant_outcome_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.grant.code}: {self.get_result_display()}"
