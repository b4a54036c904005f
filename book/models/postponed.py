"""Publications that were postponed, kept beyond the row that waits."""

from django.db import models


class Postponed(models.Model):
    """When a decision was last to be published, if its day was moved; written by a trigger of `book_waiting` alone."""

    key = models.TextField(primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "book_postponed"

    def __str__(self) -> str:
        return f"{self.key}: {self.due_at}"
