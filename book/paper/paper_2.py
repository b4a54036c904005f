"""The design `paper/2`: Part 1 in the order of the real form, tight, for papers of `part1/2`.

`paper/1` draws papers of `part1/1`, and stays as it is.
"""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from book.paper.content import described, shown
from book.paper.short_address import code, short_address
from book.part1 import Part1
from book.part1.text import NOTHING, RichText
from book.part1.upgrade import plain_content
from book.presenters import PaperView, present
from book.presenters.html import PAPER, content_html
from book.presenters.paper import SectionView, SignatureView, key_facts
from figures.money import format_money
from profiles import current
from profiles.brand import with_title


def paper_2_context(part1: Part1, *, draft: bool, part_2_open: bool = False) -> dict[str, Any]:
    """What the template of `paper/2` needs, all of it from Part 1 but whether a draft says if there is a Part 2."""
    view = present(shown(part1))
    paper = view.part1
    state = "draft" if draft else "transcript" if paper.origin.transcript else "part-1"
    form = [_section(section) for section in view.form]
    address = "" if draft else short_address(paper)
    return {
        "p": paper,
        "view": view,
        "draft": draft,
        "state": state,
        "described": described(part1),
        "also": tuple(row.language for row in paper.title_translations),
        "part_2_open": part_2_open,
        "emblem": _emblem(paper.body),
        "address": address,
        "code": code(address) if address else "",
        "outcome": "None yet: this is a draft, not a decision" if draft else view.outcome or "Not stated",
        "facts": key_facts(view, draft=draft),
        "summary": _html(view.summary),
        "summary_translations": [(language, _html(text)) for language, text in view.summary_translations],
        "recommendations": [
            {"row": row, "html": _html(row.content), "conditions": row.conditions} for row in view.recommendations
        ],
        "statements": {
            statement.key: {"heading": statement.heading, "html": _html(plain_content(statement.text))}
            for statement in paper.statements
        },
        "decisions": [_signature(row) for row in view.decisions],
        # Whoever reads the signature alone is told that it is not for all that was asked.
        "qualified": view.outcome if view.outcome.startswith("Approved ") else "",
        "endorsements": [_signature(row) for row in view.endorsements],
        "form": form,
        "money": view.money,
        "money_apart": view.money is not None and not any(section["kind"] == "financial" for section in form),
        "declarations": [
            {"row": row, "statement": _html(row.statement), "comment": _html(row.comment)} for row in view.declarations
        ],
        "impact_reason": _html(view.impact_reason),
        "deferral_reason": _html(plain_content(paper.deferral.reason)),
        "part_2_statement": _html(plain_content(paper.part_2.statement)),
        "report": _report(view),
        "awards": [
            {"award": award, "amount": format_money(award.amount) or "Not stated"} for award in paper.onward_awards
        ],
        "digest": part1.digest(),
        "rulings_digest": part1.rulings_digest() if not draft else "",
    }


def _emblem(body: str) -> SafeString:
    """The body's emblem, named; empty where it has none."""
    brand = current().brand
    shapes = brand.shapes if brand else ""
    return mark_safe(with_title(shapes, f"Emblem of the {body}") if shapes else "")  # noqa: S308 - shapes alone


def _html(content: RichText) -> SafeString:
    return content_html(content, PAPER)


def _section(section: SectionView) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "number": section.number,
        "heading": section.heading,
        "html": _html(section.content),
    }


def _signature(row: SignatureView) -> dict[str, Any]:
    return {"row": row, "statement": _html(row.statement), "note": _html(plain_content(row.note))}


def _report(view: PaperView) -> dict[str, Any] | None:
    report = view.report
    if report is None:
        return None
    return {
        "title": report.title or view.part1.title,
        "rows": report.rows,
        # Where the report has the same summary as the form, it is not printed twice.
        "summary": _html(report.summary if report.summary != view.summary else NOTHING),
        "same_summary": report.summary == view.summary and report.summary != NOTHING,
        "recommendations": report.recommendations,
        "has_timing": report.has_timing,
        "needed_why": _html(report.needed_why),
        "delay_would": report.delay_would,
        "sections": [_section(section) for section in report.sections],
    }
