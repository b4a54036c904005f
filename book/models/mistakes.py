"""Reports of mistakes by the public, who cannot read them back; answered at the desk."""

from datetime import date

from django.conf import settings
from django.db import models

from figures.dates import add_working_days, london_day

#: Within how many working days somebody looks into it and answers.
LOOKED_INTO_WITHIN = 10


class MistakeReport(models.Model):
    """What somebody says is wrong with a decision. Made by `book.tell_mistake()` alone; the desk notes its answer.

    `credited` says that the reporter wishes to be named in a correction. `is_right` is None until it is answered.
    `sender` is a keyed digest of the network address, for throttling, emptied with the personal data on answering.
    """

    receipt = models.CharField(max_length=20, unique=True)
    reference = models.CharField(max_length=60)
    wrong = models.TextField()
    source = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    credited = models.BooleanField(default=False)
    sender = models.CharField(max_length=64)
    told_at = models.DateTimeField()
    is_right = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["told_at", "id"]
        indexes = [
            models.Index(fields=["told_at"], condition=models.Q(answered_at=None), name="mistake_report_open"),
            models.Index(fields=["sender", "told_at"], name="mistake_report_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                name="mistake_report_answered_by_somebody",
                condition=models.Q(answered_at=None, answered_by=None, is_right=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False, is_right__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def due_on(self) -> date:
        """The day by which it is to be answered."""
        return add_working_days(london_day(self.told_at), LOOKED_INTO_WITHIN)
