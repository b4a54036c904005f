"""Part 1 as its page shows it: the rows of `book.presenters` as dictionaries for the page's components."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from book.paper import words
from book.part1 import AnyPart1, Part1
from book.part1.upgrade import plain_content
from book.presenters import PaperView, present
from book.presenters.html import PAGE, content_html
from book.presenters.paper import AttachmentRow, RecommendationRow, ReportView, SectionView, SignatureView
from register.presenters.money import money_tables


def paper(part1: AnyPart1) -> dict[str, Any]:
    """Everything that the page draws from Part 1 alone."""
    view = present(part1)
    with_rulings = any(row.ruling not in ("", "Approved") or row.conditions for row in view.recommendations)
    return {
        "view": view,
        "summary": content_html(view.summary),
        "summaries": [
            {"language": language, "text": content_html(text)} for language, text in view.summary_translations
        ],
        "recommendations": [recommendation(row, with_rulings=with_rulings) for row in view.recommendations],
        "conditions": view.conditions,
        "tables": money_tables(view.part1),
        "form": [section(row) for row in view.form],
        "report": report(view.report),
        "declarations": [
            {
                "key": row.label,
                "answer": row.answer,
                "statement": content_html(row.statement),
                "comment": content_html(row.comment),
                "consulted": row.consulted,
                "made_by": row.made_by,
            }
            for row in view.declarations
        ],
        "impact": impact(view),
        "signatures": [signature(row) for row in view.signatures],
        "authority": view.authority,
        "attachments": [attachment(row) for row in view.attachments],
        "statements": [
            {"heading": statement.heading, "html": content_html(plain_content(statement.text))}
            for statement in view.part1.statements
            if statement.key == "public_access"
        ],
        "explanations": [
            {"severity": "warns", "sentence": row.problem, "reason": row.reason, "reason_by": row.by}
            for row in view.part1.explanations
        ],
        "withheld": withheld(view.part1),
    }


def recommendation(row: RecommendationRow, *, with_rulings: bool) -> dict[str, Any]:
    """One numbered recommendation, for the recommendations component.

    `with_rulings`: show the decision on each recommendation, because not all of them were approved as they stand.
    """
    return {
        "number": row.number,
        "text": row.text,
        "translations": row.translations,
        "action": row.action,
        "amount": row.amount,
        "up_to": row.up_to,
        "power": row.power,
        "grant": row.grant,
        "ruling": row.ruling if with_rulings else "",
        "ruling_text": row.ruling_text,
        "ruling_amount": row.ruling_amount,
        "conditions": row.conditions,
    }


def section(row: SectionView) -> dict[str, Any]:
    """A section of numbered advice."""
    return {"number": row.number, "title": row.heading, "html": content_html(row.content, PAGE)}


def report(view: ReportView | None) -> dict[str, Any] | None:
    """The board report behind the form; None where there is none."""
    if view is None:
        return None
    rows = [{"key": key, "value": value} for key, value in view.rows]
    if view.has_timing:
        rows += [
            {"key": "Why by then", "value": content_html(view.needed_why)},
            {"key": "What delay would mean", "value": _in_lines(view.delay_would)},
        ]
    return {
        "title": view.title,
        "rows": [row for row in rows if row["value"]],
        "summary": content_html(view.summary),
        "recommendations": list(view.recommendations),
        "sections": [section(row) for row in view.sections],
    }


def impact(view: PaperView) -> str:
    """The state of the data protection impact assessment, in words."""
    reason = view.part1.impact_assessment.reason
    # The reason is a sentence of its own, with the capital that its author gave it.
    return f"{view.impact}. {reason}" if reason else view.impact


def signature(row: SignatureView) -> dict[str, Any]:
    """One person's consent, for the signature component."""
    return {
        "office": row.office,
        "words": content_html(row.statement) or row.says,
        "named": row.named,
        "interests": row.interests,
        "answer": row.answer,
        "name": row.name,
        "at": row.moment,
        "on": row.day,
        "how": row.how,
        "recorded_by": row.recorded_by,
        "delegated_from": row.acting_for,
        "digest": row.digest,
        "note": row.note,
        "has_evidence": row.has_evidence,
    }


def attachment(row: AttachmentRow) -> dict[str, Any]:
    """A file published beside the paper, for the file component."""
    return {
        "text": row.title,
        "href": f"/log/files/{row.sha256}",
        "type": words.FILE_TYPES.get(row.media_type) or gettext("file"),
        "size": row.size,
        "note": ". ".join(part for part in (row.file_name, row.accessible) if part),
        "digest": row.sha256,
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
        "statement": content_html(plain_content(part_2.statement)),
        "rows": [{"key": key, "value": value} for key, value in rows],
        "commitments": [
            {"key": f"Item {item.item} ({words.COMMITTED[item.kind].lower()})", "value": item.digest}
            for item in part_2.commitments
        ],
    }


def _in_lines(texts: tuple[str, ...]) -> SafeString:
    """Several short texts, each on a line of its own."""
    return format_html_join(mark_safe("<br>"), "{}", ((text,) for text in texts))
