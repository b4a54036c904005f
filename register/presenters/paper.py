"""Part 1 as its page shows it: the same content as the paper, in rows and blocks for the templates."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from book.paper import words
from book.paper.blocks import blocks
from book.part1 import Declaration, Origin, Part1, Recommendation, Section, Signature
from figures.dates import format_date
from register.presenters.labels import ACTIONS
from register.presenters.money import money_tables


def paper(part1: Part1) -> dict[str, Any]:
    """Everything that the page draws from Part 1 alone."""
    return {
        "summary": blocks(part1.executive_summary),
        "recommendations": [recommendation(line, part1) for line in part1.recommendations],
        "tables": money_tables(part1),
        "form": [section(one) for one in part1.sections if one.document == "form"],
        "report": report(part1),
        "declarations": [declaration(one) for one in part1.declarations],
        "impact": impact(part1),
        "signatures": [signature(one, part1.origin) for one in part1.signatures],
        "statements": [
            {"heading": one.heading, "blocks": blocks(one.text)}
            for one in part1.statements
            if one.key == "public_access"
        ],
        "explanations": [
            {"severity": "warns", "sentence": one.problem, "reason": one.reason, "reason_by": one.by}
            for one in part1.explanations
        ],
        "withheld": withheld(part1),
    }


def recommendation(line: Recommendation, part1: Part1) -> dict[str, Any]:
    """One numbered recommendation."""
    grant = next((one.title for one in part1.grants if one.id == line.grant), "")
    return {
        "number": line.number,
        "text": line.text,
        "action": ACTIONS[line.action],
        "amount": line.amount,
        "up_to": line.up_to,
        "power": line.power,
        "grant": grant if len(part1.grants) > 1 else "",
    }


def section(one: Section) -> dict[str, Any]:
    """A section of numbered advice."""
    return {
        "number": one.number.strip().rstrip("."),
        "title": one.heading.strip() or "Heading not stated in the original",
        "paragraphs": [{"number": p.number, "blocks": blocks(p.text)} for p in one.paragraphs],
    }


def report(part1: Part1) -> dict[str, Any] | None:
    """The board report behind the form; None where there is none."""
    sections = [section(one) for one in part1.sections if one.document == "report"]
    if part1.report is None and not sections:
        return None
    if part1.report is None:
        return {"title": "", "rows": [], "sections": sections}
    one = part1.report
    author = ", ".join(part for part in (f"{one.author_rank} {one.author}".strip(), one.author_unit) if part)
    rows = [
        ("Board", ", ".join(part for part in (one.board, format_date(one.board_on)) if part)),
        ("Report by", author),
        ("On behalf of", one.on_behalf_of),
        ("Decision needed by", format_date(one.needed_by)),
        ("Why by then", one.needed_why),
        ("What delay would mean", _in_lines(one.delay_would)),
        ("Marking", one.marking),
    ]
    return {
        "title": one.title,
        "rows": [{"key": key, "value": value} for key, value in rows],
        "summary": blocks(one.executive_summary),
        "recommendations": list(one.recommendations),
        "sections": sections,
    }


def declaration(one: Declaration) -> dict[str, Any]:
    """One of the originating officer's declarations."""
    consulted = ", ".join(part for part in (one.consulted, format_date(one.consulted_on)) if part)
    return {
        "key": words.DECLARATIONS[one.kind],
        "answer": words.ANSWERS[one.answer],
        "statement": one.statement,
        "comment": one.comment,
        "consulted": consulted,
        "made_by": one.made_by,
    }


def impact(part1: Part1) -> str:
    """The state of the data protection impact assessment, in words."""
    assessment = part1.impact_assessment
    state = ", ".join(part for part in (words.IMPACT[assessment.state], format_date(assessment.on)) if part)
    # The reason is a sentence of its own, with the capital that its author gave it.
    return f"{state}. {assessment.reason}" if assessment.reason else state


def signature(one: Signature, origin: Origin) -> dict[str, Any]:
    """One person's consent, for the signature component."""
    return {
        "office": one.title or words.office_label(one.office),
        "words": one.statement or words.signed_as(one),
        "named": bool(one.name),
        "interests": words.interests_declared(one, origin),
        "answer": {"endorsed": "Endorsed", "approved": "Approved", "refused": "Refused"}[one.step],
        "name": one.name or words.NOT_STATED,
        "at": one.at,
        "on": one.on,
        "how": "" if one.how == "ink" else words.HOW[one.how],
        "recorded_by": one.recorded_by,
        "delegated_from": one.on_behalf_of,
        "digest": one.digest,
        "note": one.note,
        "has_evidence": one.evidence is not None,
    }


def withheld(part1: Part1) -> dict[str, Any] | None:
    """What is said in public about the confidential part; None where there is none."""
    part_2 = part1.part_2
    if not part_2.exists:
        return None
    rows = [
        ("Marking", part_2.marking),
        ("Kinds of reason", _in_lines(part_2.reasons)),
        ("To be looked at again", part_2.review),
    ]
    return {
        "statement": blocks(part_2.statement),
        "rows": [{"key": key, "value": value} for key, value in rows],
        "commitments": [
            {"key": f"Item {one.item} ({words.COMMITTED[one.kind].lower()})", "value": one.digest}
            for one in part_2.commitments
        ],
    }


def _in_lines(texts: tuple[str, ...]) -> SafeString:
    """Several short texts, each on a line of its own."""
    return format_html_join(mark_safe("<br>"), "{}", ((text,) for text in texts))
