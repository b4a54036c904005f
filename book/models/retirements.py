"""The statement by which the keys of a closed register retire."""

from django.db import models


class Retirement(models.Model):
    """A statement (a signed note, text) that a key signed as its last; see book/log/retirement.py."""

    verifier = models.TextField(primary_key=True)
    statement = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"book"."retirement"'

    def __str__(self) -> str:
        return f"{self.verifier} retired"
