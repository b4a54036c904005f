"""What was promised against what came: by funder, fund and financial year, each kind of money apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from components.downloads import Table
from figures.years import FinancialYear
from grants.models import Actual, Direction, Fund, Tranche
from grants.reports import Report

#: The kinds in the order in which money comes and goes, with the words of their columns.
KINDS = {
    "bid": "Bid", "offered": "Offered", "accepted": "Accepted", "received": "Received", "spent": "Spent",
    "returned": "Returned",
}  # fmt: skip
#: What tranches state; the others are sums of entries.
STATED = frozenset({"bid", "offered", "accepted"})
COLUMNS = ("funder", "fund", "financialYear", "grants", *KINDS)


@dataclass(slots=True)
class PromisedRow:
    """One fund and financial year, in pounds by kind of money; None where nothing is known, because blank is not nil.

    Each amount is a flow: what was asked, promised, or moved for the year; none is what stands on an account.
    """

    fund: Fund
    year: FinancialYear
    grants: list[str] = field(default_factory=list)
    amounts: dict[str, Decimal | None] = field(default_factory=lambda: dict.fromkeys(KINDS))

    def add(self, tranche: Tranche, entered_sums: dict[str, Decimal]) -> None:
        """Count a tranche, with the sums of its entries by kind."""
        if tranche.grant.code not in self.grants:
            self.grants.append(tranche.grant.code)
        for kind in KINDS:
            amount = getattr(tranche, kind) if kind in STATED else entered_sums.get(kind)
            if amount is not None:
                self.amounts[kind] = (self.amounts[kind] or Decimal(0)) + amount

    def labelled(self) -> list[tuple[str, Decimal | None]]:
        """The amounts with the words of their columns."""
        return [(label, self.amounts[kind]) for kind, label in KINDS.items()]

    def cells(self) -> list[object]:
        """The row of the CSV and the spreadsheet."""
        return [self.fund.funder.name, self.fund.name, str(self.year), self.grants, *self.amounts.values()]


def promised_rows(year: FinancialYear | None = None) -> list[PromisedRow]:
    """Every fund of which something was bid for or promised, the newest year first; of one year where it is given."""
    tranches = Tranche.objects.filter(grant__direction=Direction.RECEIVED)
    if year is not None:
        tranches = tranches.filter(year=year.start)
    rows = list(tranches.select_related("grant", "fund__funder").order_by("grant_id"))
    entered_sums = Actual.objects.sums([tranche.pk for tranche in rows])
    by_fund: dict[tuple[int, int], PromisedRow] = {}
    for tranche in rows:
        row = by_fund.setdefault((tranche.year.start, tranche.fund_id), PromisedRow(tranche.fund, tranche.year))
        row.add(tranche, entered_sums.get(tranche.pk, {}))
    return sorted(by_fund.values(), key=_place)


def _place(row: PromisedRow) -> tuple[int, str, str, int]:
    return -row.year.start, row.fund.funder.name.casefold(), row.fund.name.casefold(), row.fund.pk


def promised_totals(rows: Iterable[PromisedRow]) -> list[tuple[str, Decimal | None]]:
    """The sum of each kind over some rows, with its words; kinds are never added to one another."""
    row_list = list(rows)
    totals: list[tuple[str, Decimal | None]] = []
    for kind, label in KINDS.items():
        known_amounts = [amount for row in row_list if (amount := row.amounts[kind]) is not None]
        totals.append((label, sum(known_amounts, Decimal(0)) if known_amounts else None))
    return totals


def promised_report(rows: Iterable[PromisedRow], year: FinancialYear | None) -> Report:
    """The rows as a paper."""
    columns = {"funder": "Funder", "fund": "Fund", "financialYear": "Year", **KINDS}
    title = f"Promised and came, {year or 'all years'}"
    caption = "What was asked for, promised and moved for each year; a blank is not known, and £0 is nil."
    return Report(title, "Report of the desk", promised_table(rows, year), columns, [caption])


def promised_table(rows: Iterable[PromisedRow], year: FinancialYear | None) -> Table:
    """The rows for downloading, without totals: each row is a fund and year, and can be added again."""
    name = f"promised-{year.slug}" if year else "promised"
    return Table(name, "Promised and came", COLUMNS, [row.cells() for row in rows], frozenset(KINDS))
