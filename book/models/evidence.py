"""When the seal of each paper needs an evidence record, or the record another time stamp. Kept at the desk."""

from django.db import models


class EvidenceDue(models.Model):
    """By which day something must be done for a sealed paper; made from the papers in the order of their entries.

    `entry` is the number of the newest entry that brought the paper. `algorithm` is the hash algorithm of its record's
    newest stamp, empty while it has none. `tried_at` is when a record was last asked for in vain.
    """

    pdf_sha256 = models.CharField(max_length=64, primary_key=True)
    entry = models.BigIntegerField(db_index=True)
    algorithm = models.CharField(max_length=20, blank=True, default="", db_default="")
    due_on = models.DateField(db_index=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pdf_sha256} by {self.due_on}"
