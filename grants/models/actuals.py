"""What really happened to a tranche's money: dated entries that are only ever added."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum

from figures.fields import MoneyColumn
from figures.money import format_signed_money
from grants.models.confirming import Confirmed
from grants.models.tranches import Tranche

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.models.grants import Grant


class ActualQuerySet(models.QuerySet["Actual"]):
    """Questions about many entries."""

    def counting(self) -> "ActualQuerySet":
        """Those that no later entry corrects; the others are kept and count for nothing."""
        return self.filter(correction__isnull=True)

    def sums(self, tranches: "Iterable[int] | None" = None) -> dict[int, dict[str, Decimal]]:
        """The sums in pounds of what counts, by number of the tranche and kind; nothing where nothing was entered."""
        rows = self.counting() if tranches is None else self.counting().filter(tranche__in=tranches)
        sums_by_tranche: dict[int, dict[str, Decimal]] = {}
        for row in rows.order_by().values("tranche_id", "kind").annotate(total=Sum("amount")):
            sums_by_tranche.setdefault(row["tranche_id"], {})[row["kind"]] = row["total"]
        return sums_by_tranche

    def spent_between(self, grant: "Grant", first: date, last: date) -> Decimal | None:
        """What counts as spent of a grant from a day to a day, in pounds; None where nothing was entered."""
        rows = self.counting().filter(tranche__grant=grant, kind="spent", happened_on__range=(first, last))
        total: Decimal | None = rows.aggregate(total=Sum("amount"))["total"]
        return total

    def by_day(self, tranches: "Iterable[int]") -> dict[int, dict[str, dict[date, Decimal]]]:
        """The sums in pounds of what counts, by number of the tranche, kind and day."""
        rows = self.counting().filter(tranche__in=tranches).order_by().values("tranche_id", "kind", "happened_on")
        sums_by_tranche: dict[int, dict[str, dict[date, Decimal]]] = {}
        for row in rows.annotate(total=Sum("amount")):
            sums_by_tranche.setdefault(row["tranche_id"], {}).setdefault(row["kind"], {})[row["happened_on"]] = row[
                "total"
            ]
        return sums_by_tranche


class Actual(Confirmed):
    """One amount of a tranche that was received, spent, returned or carried between years.

    Entries are only ever added (a trigger holds it). A mistake is put right by a new entry, which names the old one and
    stands in its place. A negative amount is a credit note, or money that was taken back. What is spent of a grant is
    the sum of these entries and nothing else: a `SpendReturn` is what was told to somebody, and is set beside it.
    """

    class Kind(models.TextChoices):
        """What happened to the money."""

        RECEIVED = "received", "Received"
        SPENT = "spent", "Spent"
        RETURNED = "returned", "Returned to the funder"
        CARRIED_IN = "carried_in", "Carried in from the year before"
        CARRIED_OUT = "carried_out", "Carried out to the next year"

    class CostCategory(models.TextChoices):
        """What the money was spent on, as funders ask for it."""

        NONE = "", "Not stated"
        STAFF = "staff", "Staff"
        REVENUE = "revenue", "Other revenue"
        CAPITAL = "capital", "Capital"
        MATCH = "match", "Match funding"

    class Source(models.TextChoices):
        """How the entry came in."""

        TYPED = "typed", "Typed"
        RETURN = "return", "From a return"
        LEDGER = "ledger", "Ledger"

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="actuals")
    kind = models.CharField(max_length=20, choices=Kind)
    amount = MoneyColumn()
    happened_on = models.DateField()
    cost_category = models.CharField(max_length=20, choices=CostCategory, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=20, choices=Source, default=Source.TYPED)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction")
    reason = models.TextField(blank=True)
    #: The file of a ledger and the number of its line; the key tells the line from every other of that ledger.
    ledger_file = models.ForeignKey(
        "grants.LedgerFile", on_delete=models.PROTECT, null=True, blank=True, related_name="actuals"
    )
    ledger_line = models.PositiveIntegerField(null=True, blank=True)
    ledger_key = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ActualQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["tranche", "kind", "happened_on"], name="actual_by_tranche")]
        constraints = [
            models.UniqueConstraint(fields=["ledger_key"], condition=~Q(ledger_key=""), name="actual_ledger_line_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["received", "spent", "returned", "carried_in", "carried_out"]),
                name="actual_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(cost_category__in=["", "staff", "revenue", "capital", "match"]),
                name="actual_category_known",
            ),
            models.CheckConstraint(condition=Q(source__in=["typed", "return", "ledger"]), name="actual_source_known"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="actual_correction_says_why"
            ),
            models.CheckConstraint(condition=~Q(amount=0) | Q(corrects__isnull=False), name="actual_nil_only_corrects"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {format_signed_money(self.amount)}"

    @property
    def number(self) -> str:
        """The entry's own number as it is printed: E-12."""
        return f"E-{self.pk}"

    @property
    def counts(self) -> bool:
        """Whether no later entry stands in its place."""
        return not hasattr(self, "correction")
