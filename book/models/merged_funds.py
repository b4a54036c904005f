"""Funds that staff merged: one is another name of the other."""

from django.db import models


class MergedFund(models.Model):
    """Fund `id` (an identifier) was merged into the fund `kept`; written by `book.merge_fund()` alone.

    It lies outside the book, since either may be in no published paper yet.
    """

    id = models.TextField(primary_key=True)
    kept = models.TextField()
    merged_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "book_mergedfund"
        ordering = ["kept", "id"]

    def __str__(self) -> str:
        return f"{self.id}: {self.kept}"
