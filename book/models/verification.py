"""What the worker found when it verified what waits to be published."""

from django.db import models


class Verification(models.Model):
    """The worker's verdict on one paper, by the digest of its Part 1: sound, or what is wrong with what was signed.

    Written by the worker's role alone (database/roles.py). Only what is sound is published, where that is asked of it
    (`Waiting.to_verify`).
    """

    payload_sha256 = models.CharField(max_length=64, primary_key=True)
    problem = models.TextField(blank=True)
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["looked_at"]

    def __str__(self) -> str:
        return self.problem or f"{self.payload_sha256[:12]} is sound"
