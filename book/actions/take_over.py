"""Taking over the book of a register that ended: its entries, files and heads, then an entry that says so."""

import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from django.db import connections, transaction

from audit.actions import record
from book.actions.waiting import WORKER
from book.canonical import canonical
from book.entries import Outcome, Release, Takeover, YearEnd, evidence_sentence
from book.log.heads import sign_head
from book.log.keys import log_key, origin
from book.log.notes import read_verifier, verifier_key
from book.log.predecessor import BadFolder, FileUse, OldEntry, Predecessor
from book.models import Entry
from book.part1 import v1, v2
from book.projection import project, project_outcome, project_year_end
from book.search_text import storable
from components.refusals import Refused
from figures.references import Reference

#: The field whose text stands for an entry in lists, by its kind.
SUMMARY = {
    "decision": "title",
    "correction": "note",
    "outcome": "statement",
    "withdrawal": "reason",
    "expunged": "reason",
    "closing": "successor_name",
    "takeover": "predecessor_name",
}


@dataclass(frozen=True, slots=True)
class TakeoverResult:
    """What was taken over: how many entries, and the number of the entry that says so."""

    entries: int
    number: int


def take_over(
    old: Predecessor, *, name: str, address: str, reason: str, unclosed: bool, at: datetime, tick: Callable[[], None]
) -> TakeoverResult:
    """Bring the predecessor's book into this one, which must be empty, and go on from its last checkpoint.

    It needs the database's owner. All of it is brought in, or nothing.

    Args:
        old: the copy, with the key of the predecessor's log.
        name, address: of the predecessor, as pages say them.
        reason: by what law or decision this register takes over.
        unclosed: whether a register that nobody closed is taken over.
        at: the moment for the history.
        tick: called for each entry.

    Raises:
        Refused: this book is not empty, the copy is not whole, its register is not closed, or its references are none
            that the profile of this body knows.
    """
    if Entry.objects.using("owner").exists():
        raise Refused("This register has entries of its own. A book is taken over before the first of them.")
    if verifier_key(origin(), log_key().public_key().public_bytes_raw()) == old.key:
        raise Refused("This is the predecessor's own key. The successor's log has a key and a name of its own.")
    with transaction.atomic():
        takeover = Takeover("takeover/1", name, address, old.key, old.note, old.head.size, None, reason)
        number = _bring_in(old, takeover, unclosed=unclosed, tick=tick)
        # After the owner's connection has committed: what it refuses leaves no event.
        record(
            verb="take over register",
            at=at,
            by=WORKER,
            subject="register:takeover",
            sentence=f"The register took over the {old.head.size} entries of {name}: entry {number} says so.",
            details={"entry": number, "predecessor": read_verifier(old.key)[0]},
        )
    sign_head()
    return TakeoverResult(old.head.size, number)


def _bring_in(old: Predecessor, takeover: Takeover, *, unclosed: bool, tick: Callable[[], None]) -> int:
    """Add the entries, the heads and the entry that says so, in one transaction; returns the number of the last."""
    try:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            closing = 0
            for entry in old.entries():
                _add(cursor, entry)
                closing = {"closing": entry.leaf.number, "takeover": 0}.get(entry.leaf.kind, closing)
                tick()
            if not closing and not unclosed:
                raise Refused("The predecessor's register is not closed. Copy it again once it is, or say --unclosed.")
            for head, note in (*old.older_heads(), (old.head, old.note)):
                cursor.execute("SELECT book.add_head(%s, %s, %s, %s)", [head.size, head.root, note, old.key])
            cursor.execute("SELECT book.take_over(%s)", [canonical(replace(takeover, closing=closing or None))])
            return int(cursor.fetchone()[0])
    except BadFolder as error:
        raise Refused(str(error)) from None


def _add(cursor: Any, entry: OldEntry) -> None:
    leaf, content = entry.leaf, entry.content
    key = _reference(leaf.reference).key if leaf.reference else ""
    files = [_file(use, content) for use in entry.files]
    cursor.execute(
        "SELECT book.add_taken_over(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            leaf.number, leaf.kind, leaf.reference, key, leaf.version, leaf.about, leaf.published_at,
            storable(_summary(leaf.kind, content)), entry.payload, leaf.payload_sha256, leaf.pdf_sha256,
            json.dumps(files), json.dumps(_projection(entry)),
        ],
    )  # fmt: skip
    if bytes(cursor.fetchone()[0]) != entry.leaf_bytes:
        raise BadFolder(f"Entry {leaf.number} cannot be written as its leaf has it.")


def _reference(text: str) -> Reference:
    try:
        return Reference.parse(text)
    except ValueError:
        raise Refused(
            f"{text} is no reference that the profile of this body knows. Add the predecessor's series to it."
        ) from None


def _summary(kind: str, content: Any) -> str:
    """The line that stands for an entry, as its action wrote it; empty once the law had the content removed."""
    if content is None:
        return ""
    if kind == "transcript":
        return f"The transcript of {content.reference} was drawn."
    if kind == "evidence":
        return evidence_sentence(content)
    if kind == "release":
        return content.statement or f"Item {content.item} of Part 2 is released."
    return str(getattr(content, SUMMARY[kind]))


def _projection(entry: OldEntry) -> dict[str, Any]:
    """The rows of the reading tables that an entry brings; of a removed decision, that it was there."""
    match entry.content:
        case v1.Part1() | v2.Part1():
            return project(entry.content)
        case Outcome():
            return project_outcome(entry.content)
        case YearEnd():
            return project_year_end(entry.content)
        case Release():
            return {"item": entry.content.item, "kind": entry.content.kind}
        case None if entry.leaf.kind == "decision":
            return _removed(_reference(entry.leaf.reference))
        case None if entry.leaf.kind == "outcome":
            return {"result": "", "outcomes": []}
    return {}


def _removed(reference: Reference) -> dict[str, Any]:
    names = ("title", "summary", "outcome", "decided_by", "deferral_reason", "words")
    texts = dict.fromkeys((*names, "search_title", "search_summary", "search_words"), "")
    facts = dict.fromkeys(("late", "deferred", "imported", "transcript", "part_2"), False)
    place = {"reference": str(reference), "slug": reference.slug, "series": reference.series}
    numbers = {"number": reference.number, "year": reference.year, "amount": "0.00"}
    lists: dict[str, list[str]] = {"paper_facets": [], "refers_to": []}
    none: dict[str, Any] = {"money": [], "recommendations": [], "links": [], "funders": [], "funds": []}
    return {"decision": {**texts, **facts, **place, **numbers, **lists}, **none}


def _file(use: FileUse, content: Any) -> dict[str, Any]:
    attachments = content.attachments if isinstance(content, v2.Part1) else ()
    types = {row.sha256: row.media_type for row in attachments}
    guessed = "application/pdf" if use.role == "paper" else mimetypes.guess_type(use.name)[0]
    return {
        "role": use.role,
        "sha256": use.sha256,
        "name": use.name,
        "item": content.item if isinstance(content, Release) else None,
        "content_type": types.get(use.sha256) or guessed or "application/octet-stream",
        "pages": _pages(use) if use.role == "paper" else None,
        "content": None if use.content is None else use.content.hex(),
    }


def _pages(use: FileUse) -> int | None:
    try:
        with pikepdf.open(BytesIO(use.content or b"")) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        return None
