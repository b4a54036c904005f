"""Requests for papers in an accessible format: the public sends them in and cannot read them back."""

from datetime import date

from django.conf import settings
from django.db import models

from figures.dates import add_working_days, london_day

#: Working days within which a request is answered.
ANSWERED_WITHIN = 5


#: The formats that can be asked for: key and label.
FORMATS = [
    ("html", "A web page or plain text"),
    ("word", "A Word document"),
    ("large-print", "Large print"),
    ("easy-read", "Easy Read"),
    ("audio", "Audio"),
    ("braille", "Braille"),
    ("other", "Another format"),
]


class FormatRequest(models.Model):
    """One request, as sent. Made by `book.ask_for_format()` alone; the desk may only add the answer.

    `receipt` is the reference that whoever asked was given. `sender` is a keyed digest of the network address, for
    throttling; it is emptied with the personal data once the request is answered.
    """

    receipt = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=300)
    wanted = models.CharField(max_length=40)
    details = models.TextField(blank=True)
    technology = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254)
    sender = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(answered_at=None), name="format_request_open"),
            models.Index(fields=["sender", "asked_at"], name="format_request_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                name="format_request_answered_by_somebody",
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def due_on(self) -> date:
        """The day by which it is to be answered."""
        return add_working_days(london_day(self.asked_at), ANSWERED_WITHIN)
