"""Other names of bodies and funds, as administrators keep them."""

from django.db import models


class OtherName(models.Model):
    """Another name of what is usually called `name`; written by `book.keep_other_name()` alone.

    A row that is not in use takes back what the profile ships, or what was kept before.
    """

    id = models.BigIntegerField(primary_key=True)
    other = models.TextField()
    name = models.TextField()
    in_use = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"book"."other_name"'
        ordering = ["name", "other"]

    def __str__(self) -> str:
        return f"{self.other}: {self.name}"
