"""How somebody proved who they are when they certified, closed or corrected."""

from django.db import models


class Confirmed(models.Model):
    """A row that may be confirmed with a fresh proof; blank where none was asked for.

    `passkey_answer` is the assertion over the digest of what the page showed, whole (accounts/passkeys.py).
    """

    confirmed_how = models.CharField(max_length=20, blank=True, default="", db_default="")
    passkey_answer = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True
