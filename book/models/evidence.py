"""When the seal of each paper needs an evidence record, or the record another time stamp. Kept at the desk."""

from django.db import models


class EvidenceDue(models.Model):
    """By which day something must be done for a sealed paper; made anew from the papers wherever a row is missing.

    `entry` is the number of the entry that brought the paper. `tried_at` is when the authority was last asked in vain.
    """

    pdf_sha256 = models.CharField(max_length=64, primary_key=True)
    entry = models.BigIntegerField()
    due_on = models.DateField(db_index=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pdf_sha256} by {self.due_on}"
