"""Alerts by e-mail: who follows what. Made, confirmed, changed and ended by the functions of `book/sql/alerts.sql`."""

from django.db import models


class Subscriber(models.Model):
    """An address, kept for its alerts alone; `secret` stands in its letters and lets its holder change them."""

    email = models.CharField(max_length=254)
    secret = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email"], name="one_subscriber_an_address")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class Alert(models.Model):
    """One thing that somebody follows.

    `query` is what `register.alerts.subjects` reads. `secret` stands in the letter that asks to confirm. Letters have
    covered the entries up to number `told_through`; `told_at` is when that was last brought up to date. `sender` is a
    keyed digest of a network address, for throttling, emptied on confirming.
    """

    class Often(models.TextChoices):
        """When letters are sent."""

        AT_ONCE = "at once", "At once"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts")
    query = models.CharField(max_length=1000)
    often = models.CharField(max_length=10, choices=Often)
    secret = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    letter_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    told_through = models.BigIntegerField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["sender", "asked_at"], name="alert_sender"),
            models.Index(fields=["asked_at"], condition=models.Q(confirmed_at=None), name="alert_unconfirmed"),
            models.Index(fields=["told_through"], condition=models.Q(confirmed_at__isnull=False), name="alert_told"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "query"], name="one_alert_of_each_kind"),
            models.CheckConstraint(
                name="confirmed_alert_knows_where_it_began",
                condition=models.Q(confirmed_at=None)
                | models.Q(confirmed_at__isnull=False, told_through__isnull=False, told_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}, {self.often}"
