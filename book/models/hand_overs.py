"""Hand-overs from one key of the log to the next."""

from django.db import models


class HandOver(models.Model):
    """A statement (a signed note, text) by which the old key names the new one; both signed it."""

    id = models.BigIntegerField(primary_key=True)
    old_verifier = models.TextField()
    new_verifier = models.TextField()
    statement = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"book"."hand_over"'
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old_verifier} to {self.new_verifier}"
