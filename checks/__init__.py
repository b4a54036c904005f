"""The checks of every paper: each a small function over a CheckedPaper that yields problems as values."""

from collections.abc import Callable, Iterable

from checks.amounts import amounts_disagree, scale_suspect
from checks.days import board_dates_disagree, date_missing, decided_late, retrospective
from checks.form import balance_missing, exemption_wrong_act, heading_missing, power_mismatch, section_missing
from checks.identity import predecessor_unnamed, reference_differs
from checks.naming import fund_names_disagree, kind_disagrees
from checks.paper import (
    CheckedExemption,
    CheckedPaper,
    CheckedRecommendation,
    CheckedSection,
    CheckedTranche,
    Passage,
    Problem,
)
from checks.requested_sums import request_differs
from checks.sums import sum_differs

__all__ = [
    "CHECKS",
    "CheckedExemption",
    "CheckedPaper",
    "CheckedRecommendation",
    "CheckedSection",
    "CheckedTranche",
    "Passage",
    "Problem",
    "problems",
]

CHECKS: tuple[Callable[[CheckedPaper], Iterable[Problem]], ...] = (
    reference_differs,
    date_missing,
    decided_late,
    retrospective,
    sum_differs,
    amounts_disagree,
    request_differs,
    scale_suspect,
    fund_names_disagree,
    kind_disagrees,
    predecessor_unnamed,
    exemption_wrong_act,
    balance_missing,
    section_missing,
    heading_missing,
    board_dates_disagree,
    power_mismatch,
)


def problems(paper: CheckedPaper) -> list[Problem]:
    """Everything the checks find, the gravest first, each once."""
    unique = dict.fromkeys(problem for check in CHECKS for problem in check(paper))
    order = {"blocks": 0, "warns": 1, "informs": 2}
    return sorted(unique, key=lambda problem: order[problem.severity])
