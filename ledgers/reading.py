"""What the lines of a ledger mean for our grants: entries, faults with row, column, value and reason, and questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from figures.dates import format_date
from figures.money import format_signed_money
from figures.text import one_line
from figures.years import FinancialYear
from grants.models import Actual, ClosedYear, LedgerCode, LedgerMap, Tranche
from ledgers.total_lines import total_words
from spreadsheets.cells import read_amount, read_day
from spreadsheets.sheets import Line, Sheet, cell_text, heading


@dataclass(frozen=True, slots=True)
class Fault:
    """What stops the file: the number of the row, the column's heading, the cell as it stands, and why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """Lines of one code and year that fit several tranches: which one is meant?"""

    code: str
    year: FinancialYear
    choices: tuple[Tranche, ...]
    rows: int
    total: Decimal

    @property
    def key(self) -> str:
        """What the answer is kept under."""
        return f"{self.code} {self.year}"


@dataclass(slots=True)
class LedgerReading:
    """What a file comes to. Only without faults and questions are its entries added."""

    rows: int = 0
    entries: list[Actual] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    already: int = 0
    nil: int = 0
    sums: int = 0  # lines that only add up the lines above them

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against entering it."""
        return not self.faults and not self.questions

    def totals(self) -> list[tuple[Tranche, str, int, Decimal]]:
        """Of each tranche and kind of the new entries: how many, and their sum in pounds."""
        counts: Counter[tuple[int, str]] = Counter()
        sums: dict[tuple[int, str], Decimal] = {}
        tranches = {}
        for entry in self.entries:
            key = (entry.tranche.pk, entry.kind)
            tranches[entry.tranche.pk] = entry.tranche
            counts[key] += 1
            sums[key] = sums.get(key, Decimal(0)) + entry.amount
        return [(tranches[pk], Actual.Kind(kind).label, counts[pk, kind], sums[pk, kind]) for pk, kind in sums]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "rows": self.rows,
            "new": len(self.entries),
            "already": self.already,
            "nil": self.nil,
            "sums": self.sums,
            "faults": [{"row": f.row, "column": f.column, "value": f.value, "reason": f.reason} for f in self.faults],
            "questions": [
                {
                    "code": q.code, "year": str(q.year), "rows": q.rows, "total": f"{q.total:.2f}",
                    "choices": [f"{t.grant.code} {t.fund.name}" for t in q.choices],
                }
                for q in self.questions
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _ReadLine:
    """A line that could be read: which tranches it fits comes next."""

    line: Line
    key: str
    day: date
    amount: Decimal
    code: str
    year: FinancialYear


class _CellFault(Exception):
    """A cell that cannot be read: column, cell and reason."""


def read_ledger(
    sheet: Sheet, columns: LedgerMap, *, answers: Mapping[str, int] | None = None, today: date
) -> LedgerReading:
    """Read a file with its column map.

    Args:
        answers: for each question's key the number of the tranche that is meant.
        today: later days are refused.
    """
    reading = LedgerReading(rows=len(sheet.lines))
    rows = _new_rows(_read_lines(sheet, columns, today, reading), columns, reading)
    fitting = _tranches_by_code(rows)
    closed_years = set(ClosedYear.objects.values_list("grant_id", "year"))
    unclear: dict[str, list[_ReadLine]] = {}
    for row in rows:
        choices = fitting.get((heading(row.code), row.year), ())
        answer = (answers or {}).get(f"{row.code} {row.year}")
        choices = tuple(t for t in choices if t.pk == answer) or choices
        if not choices:
            reading.faults.append(Fault(row.line.number, columns.code, row.code, _no_grant(row)))
        elif any((t.grant_id, t.year) in closed_years for t in choices):
            reason = f"{row.year} of {choices[0].grant.code} is closed: nothing is entered for it any more."
            reading.faults.append(Fault(row.line.number, columns.day, format_date(row.day), reason))
        elif len(choices) > 1:
            unclear.setdefault(f"{row.code} {row.year}", []).append(row)
        else:
            reading.entries.append(_entry(row, choices[0], columns))
    for same in unclear.values():
        first, total = same[0], sum((row.amount for row in same), Decimal(0))
        choices = fitting[heading(first.code), first.year]
        reading.questions.append(Question(first.code, first.year, choices, len(same), total))
    reading.faults.sort(key=lambda fault: fault.row)
    return reading


def _read_lines(sheet: Sheet, columns: LedgerMap, today: date, reading: LedgerReading) -> list[_ReadLine]:
    """The lines that can be read, without those that only add up others: their money would be counted twice."""
    rows = []
    whole, part, above, is_certain = Decimal(0), Decimal(0), 0, True
    for line in sheet.lines:
        total_label, amount = total_words(line), _amount_or_none(line, columns)
        is_booking = all(cell_text(_cell(line, name)) for name in (columns.day, columns.code))
        if total_label and (not is_booking or (above > 1 and amount in (whole, part))):
            if amount not in (None, whole, part) and is_certain:
                come_to = format_signed_money(whole)
                reason = (
                    f"This line says “{total_label}”, and the lines above it come to {come_to}: some may be missing."
                )
                reading.faults.append(Fault(line.number, columns.amount or columns.debit, f"{amount:.2f}", reason))
            reading.sums, part = reading.sums + 1, Decimal(0)
            continue
        above += 1
        whole, part, is_certain = whole + (amount or 0), part + (amount or 0), is_certain and amount is not None
        if row := _read_line(line, sheet, columns, today, reading):
            rows.append(row)
    return rows


def _read_line(line: Line, sheet: Sheet, columns: LedgerMap, today: date, reading: LedgerReading) -> _ReadLine | None:
    faults, day, amount = [], None, None
    try:
        day = read_day(_cell(line, columns.day), from_1904=sheet.from_1904)
        if day > today:
            raise ValueError(f"{format_date(day)} is still to come.")
    except ValueError as error:
        faults.append(Fault(line.number, columns.day, cell_text(_cell(line, columns.day)), str(error)))
    try:
        amount = _amount(line, columns)
    except _CellFault as fault:
        column, cell, reason = fault.args
        faults.append(Fault(line.number, column, cell_text(cell), reason))
    code = cell_text(_cell(line, columns.code))
    if not code:
        faults.append(Fault(line.number, columns.code, "", "There is no code that tells whose money it is."))
    category = heading(_cell(line, columns.category)) if columns.category else ""
    if category and _category(category, columns) is None:
        reason = "This word has no cost category in the column map."
        faults.append(Fault(line.number, columns.category, cell_text(_cell(line, columns.category)), reason))
    reading.faults += faults
    if faults or day is None or amount is None:
        return None
    if not amount:
        reading.nil += 1
        return None
    return _ReadLine(line, _key(line, columns), day, amount, code, FinancialYear.of(day))


def _cell(line: Line, column: str) -> Any:
    return line.cells.get(heading(column))


def _amount(line: Line, columns: LedgerMap) -> Decimal:
    def read(column: str) -> Decimal:
        cell = _cell(line, column)
        try:
            return read_amount(cell)
        except ValueError as error:
            raise _CellFault(column, cell, str(error)) from None

    names = [columns.amount] if columns.amount else [columns.debit, columns.credit]
    if not any(cell_text(_cell(line, name)) for name in names):
        # A formula whose value the file does not keep looks the same.
        raise _CellFault(names[0], None, "There is no amount. Enter 0 if there is none; save a formula with its value.")
    amount = read(columns.amount) if columns.amount else read(columns.debit) - read(columns.credit)
    return -amount if columns.turned else amount


def _amount_or_none(line: Line, columns: LedgerMap) -> Decimal | None:
    try:
        return _amount(line, columns)
    except _CellFault:
        return None


def _category(word: str, columns: LedgerMap) -> str | None:
    category = columns.category_of().get(word, word)
    return category if category in Actual.CostCategory.values else None


def _key(line: Line, columns: LedgerMap) -> str:
    """What tells the line from others of this ledger; without key columns that is all that stands in it."""
    names = [heading(name) for name in columns.key_columns] or sorted(line.cells)
    return "\x1f".join(cell_text(line.cells.get(name)) for name in names)


def _new_rows(rows: Sequence[_ReadLine], columns: LedgerMap, reading: LedgerReading) -> list[_ReadLine]:
    """The lines that are new; a line that is in already with other figures is a fault, for a ledger never changes."""
    seen: dict[str, _ReadLine] = {}
    copies: Counter[str] = Counter()
    for row in rows:
        key = row.key
        if not columns.key_columns:
            # Two lines alike in every cell are two lines: the first, the second … of their kind.
            copies[key] += 1
            key += f"\x1f{copies[key]}"
        elif (first := seen.get(_digest(columns, key))) is not None:
            if (first.amount, first.day) != (row.amount, row.day):
                reason = f"Row {first.line.number} has the same key and another amount or day."
                reading.faults.append(Fault(row.line.number, columns.key, row.key.replace("\x1f", ", "), reason))
            else:
                reading.already += 1
            continue
        seen[_digest(columns, key)] = row
    entries_by_key = {entry.ledger_key: entry for entry in Actual.objects.filter(ledger_key__in=list(seen))}
    new = []
    for digest, row in seen.items():
        entry = entries_by_key.get(digest)
        if entry is None:
            new.append(_ReadLine(row.line, digest, row.day, row.amount, row.code, row.year))
        elif (entry.amount, entry.happened_on) != (row.amount, row.day):
            reason = (
                f"This line was entered as {entry.number} with {format_signed_money(entry.amount)} on "
                f"{format_date(entry.happened_on)}. If the ledger was changed, correct that entry."
            )
            key_heading = columns.key if columns.key_columns else columns.amount or columns.debit
            reading.faults.append(Fault(row.line.number, key_heading, row.key.replace("\x1f", ", "), reason))
        else:
            reading.already += 1
    return new


def _digest(columns: LedgerMap, key: str) -> str:
    return sha256(f"{columns.pk}\x1f{key}".encode()).hexdigest()


def _tranches_by_code(rows: Sequence[_ReadLine]) -> dict[tuple[str, FinancialYear], tuple[Tranche, ...]]:
    """The tranches that each code and year of the file fits: by the codes of grants, or by a grant's own number."""
    codes = {heading(row.code) for row in rows}
    years = {row.year for row in rows}
    grants: dict[int, set[str]] = {}
    for code, grant in LedgerCode.objects.values_list("code", "grant_id"):
        if heading(code) in codes:
            grants.setdefault(grant, set()).add(heading(code))
    for code in codes:
        number = code.removeprefix("g-")
        if number != code and number.isascii() and number.isdecimal() and len(number) < 10:
            grants.setdefault(int(number), set()).add(code)
    by_code_and_year: dict[tuple[str, FinancialYear], list[Tranche]] = {}
    tranches = Tranche.objects.filter(grant__in=grants, year__in=[year.start for year in years])
    for tranche in tranches.select_related("grant", "fund").order_by("grant", "fund__name"):
        for code in grants[tranche.grant_id]:
            by_code_and_year.setdefault((code, tranche.year), []).append(tranche)
    return {key: tuple(rows) for key, rows in by_code_and_year.items()}


def _no_grant(row: _ReadLine) -> str:
    return f"No grant with this code has money for {row.year}. Enter the code at the grant, or its money for that year."


def _entry(row: _ReadLine, tranche: Tranche, columns: LedgerMap) -> Actual:
    word = heading(_cell(row.line, columns.category)) if columns.category else ""
    evidence = "; ".join(filter(None, (cell_text(_cell(row.line, name)) for name in columns.evidence_columns)))
    return Actual(
        tranche=tranche,
        kind=columns.kind,
        amount=row.amount,
        happened_on=row.day,
        cost_category=(_category(word, columns) or "") if word else "",
        unit=one_line(cell_text(_cell(row.line, columns.unit)))[:200] if columns.unit else "",
        evidence=one_line(evidence)[:500],
        source=Actual.Source.LEDGER,
        ledger_line=row.line.number,
        ledger_key=row.key,
    )
