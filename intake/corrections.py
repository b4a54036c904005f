"""A reading as people put it right: what they corrected takes the place of what was read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from figures.references import Reference
from intake.models import ReadingCorrection, Upload
from intake.parsing import ReadPaper
from intake.reading.client import Reading

Fact = ReadingCorrection.Fact

#: How the text of a correction becomes the value of the reading; an empty one takes the value away.
_VALUES: Mapping[str, Callable[[str], Any]] = {
    Fact.REFERENCE: Reference.parse,
    Fact.TITLE: str,
    Fact.DECIDED_ON: date.fromisoformat,
    Fact.DECIDED_BY: str,
    Fact.SUMMARY: str,
}
#: What the reader said of a fact that it did not understand is answered once a person says it.
_ANSWERED: Mapping[str, frozenset[str]] = {
    Fact.REFERENCE: frozenset({"reference-missing", "reference-unreadable", "reference-differs"}),
    Fact.TITLE: frozenset({"title-missing"}),
    Fact.DECIDED_ON: frozenset({"date-missing", "date-unreadable", "several-dates"}),
}


def known_facts(paper: ReadPaper) -> dict[str, str]:
    """The facts that can be put right as they stand, in the writing of a correction: days as 2019-03-14."""
    return {
        Fact.REFERENCE: str(paper.reference or ""),
        Fact.TITLE: paper.title or "",
        Fact.DECIDED_ON: paper.decided_on.isoformat() if paper.decided_on else "",
        Fact.DECIDED_BY: paper.decided_by or "",
        Fact.SUMMARY: paper.executive_summary or "",
    }


def corrected_reading(upload: Upload, reading: Reading) -> Reading:
    """The reading with the newest correction of each fact in place of what was read."""
    corrections = {row.fact: row.after for row in upload.corrections.order_by("pk")}
    if not corrections:
        return reading
    values = {fact: _VALUES[fact](text) if text else None for fact, text in corrections.items()}
    answered_codes = frozenset().union(
        *(_ANSWERED.get(fact, frozenset()) for fact, text in corrections.items() if text)
    )
    warnings = [warning for warning in reading.paper.warnings if warning.code not in answered_codes]
    paper = replace(reading.paper, warnings=warnings)
    for fact, value in values.items():
        setattr(paper, fact, value)
    return replace(reading, paper=paper)
