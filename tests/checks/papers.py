"""Small papers to try one check on."""

from datetime import date
from decimal import Decimal
from typing import Any

from checks import (
    CheckedPaper,
    CheckedRecommendation,
    CheckedSection,
    CheckedTranche,
    Passage,
    problems,
)
from figures.prose import find_amounts
from figures.years import FinancialYear
from intake.parsing.recommendations import action_of

HEADINGS = {
    "introduction": "Introduction and background",
    "issues": "Issues for consideration",
    "financial": "Financial comments",
    "legal": "Legal comments",
    "privacy": "GDPR and data privacy",
    "equality": "Equality comments",
}


def paper(*recommendations: str, **facts: Any) -> CheckedPaper:
    """A decided paper in order but for what is said: recommendations, sections by kind, other facts by name."""
    texts = {kind: facts.pop(kind, "Nothing to add.") for kind in HEADINGS}
    tranches = tuple(CheckedTranche(FinancialYear(y), Decimal(a), "offered", f) for y, a, f in facts.pop("money", ()))
    return CheckedPaper(
        **{
            "title": "A better service",
            "decided": True,
            "decided_on": date(2018, 3, 1),
            "recommendations": tuple(recommendation(text, n) for n, text in enumerate(recommendations)),
            "sections": tuple(
                section(kind, text, n) for n, (kind, text) in enumerate(texts.items()) if text is not None
            ),
            "tranches": tranches,
            **facts,
        }
    )


def recommendation(text: str, number: int = 0) -> CheckedRecommendation:
    """A recommendation as a reader understands it."""
    amounts = find_amounts(text)
    return CheckedRecommendation(
        text,
        action_of(text),
        tuple(amount.value for amount in amounts),
        f"recommendations[{number}]",
        any(amount.up_to for amount in amounts),
    )


def section(kind: str, text: str, number: int, heading: str | None = None) -> CheckedSection:
    """A section of the form with one paragraph."""
    passage = Passage(text, f"sections[{number}].paragraphs[0]", "form", kind, f"{number + 1}.1")
    shown = HEADINGS[kind] if heading is None else heading
    return CheckedSection("form", kind, shown, (passage,), f"sections[{number}]")


def codes(checked: CheckedPaper) -> set[str]:
    """The codes of everything the checks find."""
    return {problem.code for problem in problems(checked)}
