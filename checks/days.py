"""Dates: missing, too late, after the money began, or of another board meeting."""

import re
from collections.abc import Iterator
from datetime import date

from checks.paper import CheckedPaper, Problem, Severity
from figures.dates import MONTHS, format_date
from figures.prose import find_periods, find_years


def date_missing(paper: CheckedPaper) -> Iterator[Problem]:
    """A decided paper that does not say when it was signed."""
    if paper.decided and paper.decided_on is None:
        yield Problem("date-missing", "warns", "The paper does not say when it was signed.", "decided_on")


def decided_late(paper: CheckedPaper) -> Iterator[Problem]:
    """Signed after the day by which the decision was needed (PCD 510: four days)."""
    if paper.decided_on and paper.required_by and paper.decided_on > paper.required_by:
        days = (paper.decided_on - paper.required_by).days
        late = f"{days} day{'s' if days > 1 else ''}"
        yield Problem(
            "decided-late",
            "warns",
            f"A decision was needed by {format_date(paper.required_by)} and was signed {late} later, on "
            f"{format_date(paper.decided_on)}.",
            "decided_on",
        )


def retrospective(paper: CheckedPaper) -> Iterator[Problem]:
    """The period of the money began before the signature; within its first financial year that is information only."""
    if not paper.decided_on:
        return
    begins = [tranche.year.starts_on for tranche in paper.tranches]
    exact = [
        period.first
        for recommendation in paper.recommendations
        for period in find_periods(recommendation.text)
        if not find_years(period.text)
    ]
    first = min(exact or begins, default=None)
    if first is None or paper.decided_on <= first:
        return
    severity: Severity = "warns" if exact or paper.decided_on > _year_later(first) else "informs"
    yield Problem(
        "retrospective",
        severity,
        f"The money's period began on {format_date(first)}, before the signature on {format_date(paper.decided_on)}.",
        "decided_on",
    )


def _year_later(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))


_BODY = r"(?:PIB|PIM|portfolio and investment|investment (?:advisory )?(?:and monitoring )?board|(?:the )?board)"
_MONTH_THEN_BODY = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})(?: (?P<year>20[0-9]{{2}}))?(?:'s|’s)? {_BODY}\b", re.IGNORECASE
)
_BODY_THEN_MONTH = re.compile(
    rf"\b{_BODY}(?: \(\w+\))?(?: (?:meeting|process|in|on|of|held|meets|met|at|its|the|[0-9]{{1,2}}(?:st|"
    rf"nd|rd|th)?))* (?P<month>{'|'.join(MONTHS)})\b(?: (?P<year>20[0-9]{{2}}))?",
    re.IGNORECASE,
)


def board_dates_disagree(paper: CheckedPaper) -> Iterator[Problem]:
    """The text speaks of a December board, the report is for a board in November."""
    if paper.board_on is None:
        return
    for passage in paper.passages():
        for pattern in (_MONTH_THEN_BODY, _BODY_THEN_MONTH):
            for match in pattern.finditer(passage.text):
                month = MONTHS.index(match["month"].capitalize()) + 1
                year = int(match["year"]) if match["year"] else paper.board_on.year
                if (year, month) != (paper.board_on.year, paper.board_on.month):
                    month_words = f"{match['month']} {match['year'] or ''}".strip()
                    yield Problem(
                        "board-dates-disagree",
                        "warns",
                        f"The text speaks of a board in {month_words}; the report is for the board on "
                        f"{format_date(paper.board_on)}.",
                        passage.where,
                    )
                    return
