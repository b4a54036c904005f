"""Read a pasted table of awards: one a line, under headings; every fault with its row, column, value and reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from figures.dates import format_date
from figures.text import one_line, plain_text
from figures.years import FinancialYear
from grants.actions import Award, OnwardFacts
from grants.models import Grant, Subsidy
from grants.register_numbers import identifier_of
from spreadsheets.cells import read_amount, read_day
from spreadsheets.sheets import Line, UnreadableTable, cell_text, heading, read_sheet

#: The headings, and whether a table must have them.
HEADINGS = {
    "Recipient": True, "Number": False, "Amount": True, "Year": True, "Purpose": True, "Reason": True,
    "Conditions": False, "Subsidy": False, "Why": False, "Assessed on": False,
}  # fmt: skip
_SUBSIDIES = {"yes": Subsidy.YES, "no": Subsidy.NO, "": Subsidy.NOT_ASSESSED}


@dataclass(frozen=True, slots=True)
class AwardTable:
    """The awards of a table, and what cannot be read, in sentences: with a fault nothing is entered."""

    awards: list[Award]
    faults: list[str]


def read_awards(text: str, parent: Grant, day: date) -> AwardTable:
    """The awards of a pasted table, out of a grant; `day` is taken as that of an assessment that names none.

    Raises UnreadableTable with a sentence when a heading that is needed is missing.
    """
    needed = [name for name, must in HEADINGS.items() if must]
    awards: list[Award] = []
    faults: list[str] = []
    for line in read_sheet(text.encode(), needed).lines:
        problems: list[str] = []
        award = _read_line(line, parent, day, problems)
        faults += [f"Row {line.number}, {problem}" for problem in problems]
        if award and not problems:
            awards.append(award)
    return AwardTable(awards, faults + _duplicates(awards))


def _duplicates(awards: Sequence[Award]) -> list[str]:
    """Awards to one recipient for the same year and purpose: more often a slip than not."""
    seen: set[tuple[str, int, str]] = set()
    sentences = []
    for award in awards:
        key = (award.recipient.casefold(), award.year.start, award.purpose.casefold())
        if key in seen:
            sentences.append(
                f"{award.recipient} stands twice for {award.year} with the same purpose. Keep one of them."
            )
        seen.add(key)
    return sentences


def _read_line(line: Line, parent: Grant, day: date, problems: list[str]) -> Award | None:
    """One award; what cannot be read is added to `problems`."""
    text = {name: plain_text(cell_text(_cell(line, name))).strip() for name in HEADINGS}
    for name, must in HEADINGS.items():
        if must and not text[name]:
            problems.append(f"{name}: it is empty.")
    amount = _read(read_amount, line, "Amount", problems) if text["Amount"] else None
    year = _read(lambda cell: FinancialYear.parse(cell_text(cell)), line, "Year", problems) if text["Year"] else None
    identifier = _read(lambda cell: identifier_of(cell_text(cell)), line, "Number", problems)
    subsidy = _SUBSIDIES.get(text["Subsidy"].casefold())
    if subsidy is None:
        problems.append(f"Subsidy, “{text['Subsidy']}”: write yes or no, or leave it empty.")
    elif subsidy != Subsidy.NOT_ASSESSED and not text["Why"]:
        problems.append("Why: say why the award is a subsidy, or why it is none.")
    assessed = _read(read_day, line, "Assessed on", problems) if text["Assessed on"] else day
    if assessed and assessed > day:
        problems.append(f"Assessed on: {format_date(assessed)} is still to come.")
    if amount is not None and amount <= 0:
        problems.append(f"Amount, “{text['Amount']}”: an award is more than nil.")
    if problems or amount is None or year is None or subsidy is None:
        return None
    is_assessed = subsidy != Subsidy.NOT_ASSESSED
    return Award(
        recipient=one_line(text["Recipient"]),
        identifier=identifier or "",
        amount=Decimal(amount),
        year=year,
        purpose=text["Purpose"],
        facts=OnwardFacts(
            parent=parent,
            reason=text["Reason"],
            conditions=text["Conditions"],
            subsidy=subsidy,
            subsidy_reason=text["Why"] if is_assessed else "",
            assessed_on=assessed if is_assessed else None,
        ),
    )


def _cell(line: Line, name: str) -> Any:
    return line.cells.get(heading(name))


def _read(reader: Any, line: Line, name: str, problems: list[str]) -> Any:
    """A cell as its type; a fault with column and value where it cannot be read."""
    try:
        return reader(_cell(line, name))
    except ValueError as error:
        problems.append(f"{name}, “{cell_text(_cell(line, name))}”: {error}")
        return None


__all__ = ["HEADINGS", "AwardTable", "UnreadableTable", "read_awards"]
