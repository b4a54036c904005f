"""Figures that others publish of our money, and what a person said of each beside ours."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from figures.fields import MoneyColumn, YearColumn
from grants.models.organisations import Fund, Organisation

#: The kinds of money that a published figure can state; those of `grants.promised.KINDS`.
_KINDS = ["bid", "offered", "accepted", "received", "spent", "returned"]


class OutsideSource(models.Model):
    """A table that a funder published: allocations, awards, payments. Only ever added.

    The file itself is not kept; its digest, and where it was published, are.
    """

    class Kind(models.TextChoices):
        """What its figures are, so that they are set beside the same of ours."""

        BID = "bid", "Bid for"
        OFFERED = "offered", "Allocated or offered"
        ACCEPTED = "accepted", "Awarded and accepted"
        RECEIVED = "received", "Paid to us"
        SPENT = "spent", "Spent by us"
        RETURNED = "returned", "Returned by us"

    title = models.CharField(max_length=300)
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500, blank=True)
    published_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    recipients = models.CharField(max_length=500)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    others = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "kind"], name="outside_source_once"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="outside_source_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title


class OutsideFigure(models.Model):
    """What a table says of our money of one fund in one year: the sum of its lines. Only ever added."""

    source = models.ForeignKey(OutsideSource, on_delete=models.PROTECT, related_name="figures")
    fund = models.CharField(max_length=300)
    year = YearColumn("Financial year")
    amount = MoneyColumn()
    #: The numbers of its lines in the file: "12", or "12, 14".
    lines = models.CharField(max_length=500)

    class Meta:
        ordering = ["-year", "fund", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "fund", "year"], name="outside_figure_once"),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2198), name="outside_figure_year_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.fund}, {self.year}"


class OutsideRuling(models.Model):
    """What a person said of a published figure beside ours, and why. Only ever added: the newest counts.

    `ours` is what stood at the desk on the day: when that changes, somebody has to look again.
    """

    class Ruling(models.TextChoices):
        """What the person said."""

        SAME = "same", "It is the same money"
        EXPLAINED = "explained", "The difference is explained"
        NOT_OURS = "not_ours", "It is not our money"
        WRONG = "wrong", "The published figure is wrong"

    figure = models.ForeignKey(OutsideFigure, on_delete=models.PROTECT, related_name="rulings")
    ruling = models.CharField(max_length=20, choices=Ruling)
    #: The fund that is meant where the table names it otherwise.
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, related_name="+")
    ours = MoneyColumn(null=True)
    reason = models.TextField()
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling__in=["same", "explained", "not_ours", "wrong"]), name="outside_ruling_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="outside_ruling_says_why"),
        ]

    def __str__(self) -> str:
        return self.get_ruling_display()
