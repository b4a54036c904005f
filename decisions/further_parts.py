"""Parts that not every body's form has: dates of receipt and effect, and rows of what was weighed."""

from dataclasses import replace
from typing import Any

import profiles
from book import part1
from decisions.models import Consideration, Decision

Values = dict[str, Any]

#: The parts that a profile may list beside every paper's own: the usual label, the fields or the rows that they hold.
FURTHER: dict[str, tuple[str, tuple[str, ...], str]] = {
    "dates": ("Dates of receipt and effect", ("received_on", "effective_from"), ""),
    "options": ("Options that were considered", (), "option"),
    "stakeholders": ("Who is affected or was asked", (), "stakeholder"),
    "risks": ("Risks", (), "risk"),
}
#: Sections of a form may be called alike, so that the keys of rows are longer.
FURTHER_KEYS = {"dates": "dates", **{name: f"list-of-{name}" for name in FURTHER if name != "dates"}}
#: What a row of each kind holds.
_FIELDS = {
    "option": ("title", "text", "is_chosen", "answer"),
    "stakeholder": ("title", "answer"),
    "risk": ("title", "answer"),
}


def has_further_part(decision: Decision, name: str) -> bool:
    """Whether papers of this kind have a further part."""
    return any(
        part.name == name and (not part.kinds or decision.kind in part.kinds) for part in profiles.current().parts
    )


def read_considerations(kind: str, decision: Decision) -> list[Values]:
    """The rows of one kind, as the part says them."""
    return [
        {name: getattr(row, name) for name in _FIELDS[kind]}
        for row in decision.considerations.all()
        if row.kind == kind
    ]


def with_further_parts(composed: part1.Part1, decision: Decision) -> part1.Part1:
    """Part 1 with what the further parts of the paper say."""
    has_dates = has_further_part(decision, "dates")
    return replace(
        composed,
        received_on=decision.received_on if has_dates else None,
        effective_from=decision.effective_from if has_dates else None,
        options=tuple(
            part1.Option(row.title.strip(), row.text.strip(), row.is_chosen, row.answer.strip())
            for row in _weighed(decision, "options")
        ),
        stakeholders=tuple(
            part1.Stakeholder(row.title.strip(), row.answer.strip()) for row in _weighed(decision, "stakeholders")
        ),
        risks=tuple(part1.Risk(row.title.strip(), row.answer.strip()) for row in _weighed(decision, "risks")),
    )


def _weighed(decision: Decision, name: str) -> list[Consideration]:
    """The rows of a further part, where papers of this kind have it."""
    if not has_further_part(decision, name):
        return []
    return [row for row in decision.considerations.all() if row.kind == FURTHER[name][2]]
