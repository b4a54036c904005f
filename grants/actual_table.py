"""A grant's entries as a table: the list of the page, the CSV and the spreadsheet have the same rows."""

from django.db.models import QuerySet

from components.downloads import Table
from grants.models import Actual, Grant

COLUMNS = (
    "entry", "grant", "financialYear", "fund", "kind", "amount", "day", "costCategory", "unit", "evidence", "source",
    "corrects", "correctedBy", "reason", "recordedBy", "recordedAt",
)  # fmt: skip


def actuals_of(grant: Grant) -> QuerySet[Actual]:
    """Every entry of a grant, the latest day first, those that were corrected among them."""
    related = ("tranche__fund", "tranche__grant", "recorded_by", "corrects", "correction")
    return Actual.objects.filter(tranche__grant=grant).select_related(*related)


def actual_table(grant: Grant) -> Table:
    """The entries of a grant for downloading; those with `correctedBy` count for nothing."""
    rows = [_row(entry) for entry in actuals_of(grant)]
    return Table(f"{grant.code}-money", "Money in and out", COLUMNS, rows, frozenset({"amount"}))


def _row(entry: Actual) -> list[object]:
    tranche = entry.tranche
    return [
        entry.number, tranche.grant.code, str(tranche.year), tranche.fund.name, entry.kind, entry.amount,
        entry.happened_on.isoformat(), entry.cost_category, entry.unit, entry.evidence, entry.source,
        entry.corrects.number if entry.corrects else "", "" if entry.counts else entry.correction.number,
        entry.reason, entry.recorded_by.name, entry.recorded_at.isoformat(),
    ]  # fmt: skip
