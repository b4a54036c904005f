"""Read a published table of allocations, awards or payments: the lines that are ours, by fund and year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from figures.money import format_money
from figures.years import FinancialYear
from spreadsheets.cells import read_amount
from spreadsheets.sheets import Line, UnreadableTable, cell_text, heading, read_sheet

#: "2023 to 2024", as GOV.UK writes a financial year.
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class TableColumns:
    """Which column says what, by its heading; where one has no column, what all of the table is of."""

    recipient: str
    amount: str
    fund: str = ""
    year: str = ""
    whole_fund: str = ""
    whole_year: FinancialYear | None = None

    def needed(self) -> list[str]:
        """Every heading that the file must have."""
        return [name for name in (self.recipient, self.amount, self.fund, self.year) if name]


@dataclass(slots=True)
class PublishedSum:
    """What the table says of one fund and year, in pounds, with the numbers of the lines."""

    fund: str
    year: FinancialYear
    amount: Decimal = Decimal(0)
    lines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TableReading:
    """The sums of our lines, how many lines are of others, and what cannot be read, in sentences."""

    sums: list[PublishedSum]
    others: int
    faults: list[str]


def read_table(data: bytes, columns: TableColumns, recipients: Sequence[str]) -> TableReading:
    """The lines whose recipient is one of `recipients` (spaces and capitals do not count), added by fund and year.

    Raises UnreadableTable with a sentence when the file is no table, or a heading is missing.
    """
    our_names = {heading(name) for name in recipients}
    sums: dict[tuple[str, int], PublishedSum] = {}
    faults: list[str] = []
    other_lines = 0
    for line in read_sheet(data, columns.needed()).lines:
        if heading(line.cells.get(heading(columns.recipient))) not in our_names:
            other_lines += 1
            continue
        try:
            fund, year, amount = _read_line(line, columns)
        except ValueError as error:
            faults.append(f"Row {line.number}, {error}")
            continue
        row = sums.setdefault((heading(fund), year.start), PublishedSum(fund, year))
        row.amount += amount
        row.lines.append(line.number)
    return TableReading(list(sums.values()), other_lines, faults)


def _read_line(line: Line, columns: TableColumns) -> tuple[str, FinancialYear, Decimal]:
    """Fund, year and amount of a line; raises ValueError with column, value and sentence."""

    def cell(name: str) -> object:
        return line.cells.get(heading(name))

    fund = cell_text(cell(columns.fund)) if columns.fund else columns.whole_fund
    if not fund:
        raise ValueError(f"{columns.fund or 'fund'}: there is no fund.")
    try:
        year = columns.whole_year or FinancialYear.parse(_TO.sub("-", cell_text(cell(columns.year))))
    except ValueError as error:
        raise ValueError(f"{columns.year}, “{cell_text(cell(columns.year))}”: {error}") from None
    if not cell_text(cell(columns.amount)):
        # A formula whose value the file does not keep looks the same.
        raise ValueError(
            f"{columns.amount}: there is no amount. Write 0 if there is none; save a formula with its value."
        )
    try:
        amount = read_amount(cell(columns.amount))
    except ValueError as error:
        raise ValueError(f"{columns.amount}, “{cell_text(cell(columns.amount))}”: {error}") from None
    if amount < 0:
        raise ValueError(f"{columns.amount}: {format_money(-amount)} is negative.")
    return fund, year, amount


__all__ = ["PublishedSum", "TableColumns", "TableReading", "UnreadableTable", "read_table"]
