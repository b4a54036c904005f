"""What administrators keep: standing statements of the form, dated, and powers by kind of recommendation."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q

from decisions.models.content import Action


class StandingTextQuerySet(models.QuerySet["StandingText"]):
    """Questions about many standing texts."""

    def on(self, day: date) -> dict[str, "StandingText"]:
        """The text in force on a day, for each key."""
        return texts_on(day, self.filter(from_on__lte=day))


def texts_on(day: date, texts: Iterable["StandingText"]) -> dict[str, "StandingText"]:
    """Of texts, the one in force on a day for each key."""
    begun = [text for text in texts if text.from_on <= day]
    return {text.key: text for text in sorted(begun, key=lambda text: (text.from_on, text.pk))}


class StandingText(models.Model):
    """A standing statement of the form in the words in force from a day."""

    key = models.CharField(max_length=60)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    from_on = models.DateField("In force from")

    objects = StandingTextQuerySet.as_manager()

    class Meta:
        ordering = ["key", "from_on"]
        constraints = [models.UniqueConstraint(fields=["key", "from_on"], name="standing_text_once_per_day")]

    def __str__(self) -> str:
        return f"{self.key} from {self.from_on}"


class PowerQuerySet(models.QuerySet["Power"]):
    """Questions about many powers."""

    def on(self, day: date) -> "PowerQuerySet":
        """Powers in force on a day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


class Power(models.Model):
    """A delegated power: the kind of recommendation it covers, where it stands, from when until when."""

    action = models.CharField(max_length=20, choices=Action)
    citation = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = PowerQuerySet.as_manager()

    class Meta:
        ordering = ["action", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")), name="power_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.citation
