"""Invented papers for a trial: what they say, and how far each has come. No such grants exist."""

import os
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from figures.years import FinancialYear
from profiles import current
from profiles.reading import DEFAULT


@dataclass(frozen=True)
class Money:
    """One row of a grant: financial year, fund, and the amounts in pounds that are known ("" is not at that stage)."""

    year: str
    fund: str
    bid: str = ""
    offered: str = ""


@dataclass(frozen=True)
class Ask:
    """One recommendation: its words, kind of step and amount in pounds."""

    text: str
    action: str
    amount: str
    up_to: bool = False
    welsh: str = ""


@dataclass(frozen=True)
class Partner:
    """A partner to whom money of the paper's grant is passed on: its name, the amount in pounds, what for and why."""

    recipient: str
    amount: str
    purpose: str
    reason: str
    conditions: str = ""


@dataclass(frozen=True)
class SamplePaper:
    """One invented paper. `until` is the last step that is taken; `days_ago` when it was begun.

    `condition` has those of its approval, one a line; `urgent` is why a shorter route is taken; `attachment` a table
    among its background papers, as CSV.
    """

    key: str
    title: str
    purpose: str
    funder: str
    unit: str
    route: str
    money: tuple[Money, ...]
    asks: tuple[Ask, ...]
    summary: str
    introduction: str
    issues: str
    financial: str
    report: str
    author: tuple[str, str]
    until: str
    days_ago: int
    needed_in: int
    continues: str = ""
    assessment: tuple[str, str] = ("done", "")
    deferral: str = ""
    #: When the deferral ends, in days from now.
    deferred_for: int = 60
    confidential: str = ""
    refusal: str = ""
    condition: str = ""
    urgent: str = ""
    attachment: str = ""
    #: Title and summary as a body with Welsh has them beside the English.
    welsh_title: str = ""
    welsh_summary: str = ""
    accepted: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    savers: tuple[str, ...] = field(default=("fatima",))


def _sample_paper(row: dict[str, Any]) -> SamplePaper:
    """A paper as the file has it: its rows of money and what it asks for are tables of their own."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    money, asks = tuple(Money(**entry) for entry in row["money"]), tuple(Ask(**entry) for entry in row["asks"])
    partners = tuple(Partner(**entry) for entry in row.get("partners", ()))
    return SamplePaper(**values | {"money": money, "asks": asks, "partners": partners})


#: The sample of the body whose profile is in use, or the one that fits any body.
FOLDER = Path(__file__).with_name(Path(os.environ.get("BODY", DEFAULT)).stem)
if not FOLDER.is_dir():
    FOLDER = Path(__file__).with_name("any_body")


def sample_papers(day: date) -> tuple[SamplePaper, ...]:
    """The papers of the file, as they are on a day."""
    return tuple(_sample_paper(row) for row in tomllib.loads(_text(day))["paper"])


def _text(day: date) -> str:
    """The file, with the body's own names where it has {force} and {area}, and the years that follow the day's."""
    body, year = current().body, FinancialYear.of(day)
    text = (FOLDER / "papers.toml").read_text().replace("{force}", body.force).replace("{area}", body.area.name)
    for later in range(1, 4):
        coming = FinancialYear(year.start + later)
        text = text.replace(f"{{year+{later}}}", str(coming)).replace(f"{{end+{later}}}", str(coming.start + 1))
    return text
