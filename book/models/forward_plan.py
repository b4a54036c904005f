"""The forward plan: decisions that are expected, as staff publish them."""

from django.db import models

from book.models.projections import PublishedDecision


class Planned(models.Model):
    """One expected decision. `expected_on` is the first day of its month; written by `book.plan()` alone."""

    class Kind(models.TextChoices):
        """What is to be decided on, as in the filter of the list."""

        BID = "bid", "Bid"
        OFFER = "offer", "Offer"
        AWARD = "award", "Award"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        """What has become of it."""

        PLANNED = "planned", "Planned"
        DROPPED = "dropped", "Dropped"
        DECIDED = "decided", "Decided"

    id = models.BigIntegerField(primary_key=True)
    title = models.TextField()
    kind = models.TextField(choices=Kind)
    expected_on = models.DateField()
    office = models.TextField()
    state = models.TextField(choices=State)
    decision = models.ForeignKey(
        PublishedDecision, models.DO_NOTHING, db_column="decision", null=True, related_name="planned"
    )
    note = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"book"."planned"'
        ordering = ["expected_on", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def month(self) -> str:
        """“March 2027”."""
        return f"{self.expected_on:%B %Y}"
