"""Part 1 as the paper shows it: values in words, text in blocks, in characters that the paper's type has."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from book.paper import words
from book.paper.blocks import blocks, numbered
from book.paper.money import money_table
from book.part1.offices import DECIDER, ENDORSER, office_label
from book.part1.v1 import Declaration, Grant, Origin, Part1, Recommendation, Section, Signature
from documents.lettering import has_substitutes, printable
from figures.dates import format_date, format_moment
from figures.money import format_money
from profiles import current

T = TypeVar("T")
# With fewer rows a table would be more headers than cells, which is not how people read one.
FEWEST_WITH_ROW_HEADS = 3


def shown(value: T) -> T:
    """A value with every text in it made printable; amounts, dates and numbers stay as they are."""
    if isinstance(value, str):
        return printable(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(shown(item) for item in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: shown(getattr(value, f.name)) for f in fields(value)})
    return value


def described(value: object) -> bool:
    """Whether any text had characters that the paper can only describe."""
    if isinstance(value, str):
        return has_substitutes(value)
    if isinstance(value, tuple):
        return any(described(item) for item in value)
    return is_dataclass(value) and any(described(getattr(value, f.name)) for f in fields(value))


def paper_context(part1: Part1, *, draft: bool, part_2_open: bool = False) -> dict[str, Any]:
    """What the paper's template needs, all of it from Part 1.

    But one thing: Part 1 of a draft cannot tell "no Part 2" from "nobody has said yet", which `part_2_open` means.
    """
    p = shown(part1)
    money = money_table(p)
    officers = {d.made_by for d in p.declarations}
    report = [_section(s) for s in p.sections if s.document == "report"]
    form = [_section(s) for s in p.sections if s.document == "form"]
    kinds = {s["kind"] for s in report}
    return {
        "p": p,
        "body_words": current().words,
        "decider": office_label(DECIDER),
        "endorser": office_label(ENDORSER),
        "draft": draft,
        "state": _state(p, draft),
        "described": described(part1),
        "part_2_open": part_2_open,
        "facts": _facts(p, draft, "Not stated yet" if part_2_open else _part_2(p)),
        "summary": blocks(p.executive_summary),
        "recommendations": [_recommendation(r, p.grants) for r in p.recommendations],
        "statements": {s.key: {"heading": s.heading, "blocks": blocks(s.text)} for s in p.statements},
        "decision_signatures": [_signature(s, p.origin) for s in p.signatures if s.office == DECIDER],
        "endorsements": [_signature(s, p.origin) for s in p.signatures if s.office == ENDORSER],
        "form": form,
        "money": money,
        "money_apart": money is not None and not any(s["kind"] == "financial" for s in form),
        "declarations": [_declaration(d) for d in p.declarations],
        "officer": officers.pop() if len(officers) == 1 else "",
        "few": len(p.declarations) < FEWEST_WITH_ROW_HEADS,
        "impact": _impact(p),
        "deferral_reason": blocks(p.deferral.reason),
        "part_2_statement": blocks(p.part_2.statement),
        "commitments": [
            {"item": c.item, "kind": words.COMMITTED[c.kind], "digest": c.digest} for c in p.part_2.commitments
        ],
        "report": report,
        "report_facts": _report_facts(p),
        "report_summary": blocks(p.report.executive_summary) if p.report else (),
        "timing": p.report and (p.report.needed_why or p.report.delay_would) and "time_sensitivity" not in kinds,
        "needed_why": blocks(p.report.needed_why) if p.report else (),
        "digest": part1.digest(),
    }


def _state(p: Part1, draft: bool) -> str:
    """One word for what the paper is, for its head and for machines."""
    if draft:
        return "draft"
    return "transcript" if p.origin.transcript else "part-1"


def _facts(p: Part1, draft: bool, part_2: str) -> list[tuple[str, str]]:
    """The key information, as label and value."""
    outcome = "None yet: this is a draft, not a decision" if draft else words.OUTCOMES.get(p.outcome or "", "")
    rows = [
        ("Reference", p.reference),
        ("Decision", outcome or words.NOT_STATED),
        ("Decision by", "" if draft else p.decided_by or words.NOT_STATED),
        ("Date signed", "" if draft else format_date(p.decided_on) or words.NOT_STATED),
        ("Needed by", format_date(p.report.needed_by) if p.report else ""),
        *((words.LINKS[link.kind], link.reference) for link in p.links),
        ("Refers to", ", ".join(r for r in p.refers_to if r not in {link.reference for link in p.links})),
        ("Part 2", part_2),
    ]
    return [(label, value) for label, value in rows if value]


def _part_2(p: Part1) -> str:
    if p.part_2.exists:
        return "There is a confidential Part 2"
    return "None is stated" if p.origin.imported else "There is none"


def _recommendation(r: Recommendation, grants: tuple[Grant, ...]) -> dict[str, Any]:
    amount = format_money(r.amount)
    grant = next((g.title for g in grants if g.id == r.grant), "")
    money = f"up to {amount}" if amount and r.up_to else amount
    notes = [words.ACTIONS[r.action], money, grant if len(grants) > 1 else "", r.power]
    return {"label": f"{r.number}.", "blocks": blocks(r.text), "notes": [note for note in notes if note]}


def _section(s: Section) -> dict[str, Any]:
    number = s.number.strip()
    heading = s.heading.strip() or "Heading not stated in the original"
    return {"kind": s.kind, "number": number, "heading": heading, "runs": list(numbered(s.paragraphs))}


def _signature(s: Signature, origin: Origin) -> dict[str, Any]:
    ink = s.how == "ink"
    return {
        "office": s.title or office_label(s.office),
        "name": s.name or "Name not stated",
        "named": bool(s.name),
        "on": format_date(s.on) or words.NOT_STATED,
        "at": format_moment(s.at),
        "says": words.signed_as(s),
        "step": s.step,
        "statement": blocks(s.statement),
        "interests": blocks(words.interests_declared(s, origin)),
        "how": words.HOW[s.how],
        "ink": ink,
        "recorded_by": s.recorded_by,
        "on_behalf_of": s.on_behalf_of,
        "note": blocks(s.note),
        "digest": s.digest,
    }


def _declaration(d: Declaration) -> dict[str, Any]:
    consulted = ", ".join(part for part in (d.consulted, format_date(d.consulted_on)) if part)
    return {
        "label": words.DECLARATIONS[d.kind],
        "statement": blocks(d.statement),
        "comment": blocks(d.comment),
        "consulted": consulted,
        "made_by": d.made_by,
        "answer": words.ANSWERS[d.answer],
    }


def _impact(p: Part1) -> dict[str, Any]:
    assessment = p.impact_assessment
    state = words.IMPACT[assessment.state]
    return {
        "state": f"{state}, {format_date(assessment.on)}" if assessment.on else state,
        "reason": blocks(assessment.reason),
    }


def _report_facts(p: Part1) -> list[tuple[str, str]]:
    if p.report is None:
        return []
    r = p.report
    board = ", ".join(part for part in (r.board, format_date(r.board_on)) if part)
    rows = [
        ("Board", board),
        ("Report by", ", ".join(part for part in (f"{r.author_rank} {r.author}".strip(), r.author_unit) if part)),
        ("On behalf of", r.on_behalf_of),
        ("Decision needed by", format_date(r.needed_by)),
        ("Marking", r.marking),
    ]
    return [(label, value) for label, value in rows if value]
