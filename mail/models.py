"""Letters to be sent by e-mail: queued in the transaction of the change that causes them, sent by the worker."""

from django.db import models


class Letter(models.Model):
    """One letter. `sent_at` is set once the mail server accepted it; `problem` says why the last attempt failed.

    `unsubscribe` is the address that ends such letters with one click (RFC 8058); empty for letters of the work.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    unsubscribe = models.URLField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["try_at", "id"]
        indexes = [
            models.Index(fields=["try_at", "id"], condition=models.Q(sent_at__isnull=True), name="letter_unsent"),
        ]

    def __str__(self) -> str:
        return f"to {self.to}: {self.subject}"
