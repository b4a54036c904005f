"""The end of a grant's financial year: what was ticked off before it was closed, and that it is closed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from figures.fields import YearColumn
from grants.models.confirming import Confirmed
from grants.models.grants import Grant


class ClosingTick(models.Model):
    """A line of the closing checklist that somebody ticked off: only ever added."""

    class Item(models.TextChoices):
        """What a person has to have done before a year is closed; the rest is read from the entries."""

        LEDGER = "ledger", "Every line of the ledger for the year is entered"
        UNDERSPEND = "underspend", "The funder knows what was not spent, or nothing was left"
        ADVANCE = "advance", "Money in hand is returned, carried over with consent, or stands as received in advance"
        EVIDENCE = "evidence", "The evidence for what was spent is filed"

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="closing_ticks")
    year = YearColumn()
    item = models.CharField(max_length=20, choices=Item)
    note = models.CharField(max_length=500, blank=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "year", "item"], name="closing_tick_once"),
            models.CheckConstraint(
                condition=Q(item__in=["ledger", "underspend", "advance", "evidence"]), name="closing_item_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_item_display()


class ClosedYear(Confirmed):
    """A grant's financial year that the chief finance officer closed: from then on entries of it are only corrected.

    A trigger holds that: an entry must name the one it corrects, with a reason, and be the chief finance officer’s.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="closed_years")
    year = YearColumn()
    note = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["grant", "year"], name="closed_year_once")]

    def __str__(self) -> str:
        return f"{self.grant.code} {self.year}"
