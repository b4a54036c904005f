"""Releasing one item of a Part 2: an entry of its own, with the salt that opens Part 1's commitment to it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from book.actions.publish import publish_due
from book.actions.waiting import Attachment, Prepared, hold_the_book, newest_version, note, queue, require_two
from book.canonical import canonical
from book.entries import Release
from book.models import Entry, Released
from book.part1 import Commitment, read_part1
from components.refusals import Refused
from documents.commitment import opens
from figures.references import Reference


@dataclass(frozen=True, slots=True)
class Item:
    """An item of Part 2 as the desk keeps it: its number, salt and content. A file has a name and a type as well."""

    number: int
    salt: bytes
    content: bytes
    file_name: str = ""
    content_type: str = "application/octet-stream"


def release(*, reference: Reference, item: Item, statement: str, by: Person, agreed_by: Person, at: datetime) -> None:
    """Publish an item of Part 2 now. Anyone can check with its salt that it is the item that was approved.

    Raises:
        Refused: the two people are one or not of the office, the decision is not published, the item was released
            already, or it is not what Part 1 committed to.
    """
    require_two(by, agreed_by, "publish", at)
    with transaction.atomic():
        hold_the_book()
        version = newest_version(reference.key)
        if not version:
            raise Refused(f"{reference} is not published.")
        commitment = _commitment(reference, item)
        if Released.objects.using("default").filter(decision=reference.key, item=item.number).exists():
            raise Refused(f"Item {item.number} of the Part 2 of {reference} is released already.")
        prepared = _prepare(reference, version, item, commitment, statement.strip())
        queue(prepared, due_at=at, by=by, at=at)
        publish_due()
        note(
            verb="release Part 2 item",
            reference=reference,
            sentence=f"{by.name} and {agreed_by.name} released item {item.number} of the Part 2 of {reference}.",
            by=by,
            at=at,
            agreed_by=agreed_by.pk,
            item=item.number,
        )


def _commitment(reference: Reference, item: Item) -> Commitment:
    """The commitment of any published version that this item opens."""
    versions = Entry.objects.using("default").filter(key=reference.key, kind=Entry.Kind.DECISION)
    for entry in versions.exclude(payload=None).order_by("-version"):
        for commitment in read_part1(bytes(entry.payload or b"")).part_2.commitments:
            if commitment.item == item.number and opens(commitment.digest, item.salt, item.content):
                return commitment
    raise Refused(
        f"This is not item {item.number} of the Part 2 approved with {reference}: its commitment does not open."
    )


def _prepare(reference: Reference, version: int, item: Item, commitment: Commitment, statement: str) -> Prepared:
    file = None
    if commitment.kind == "file":
        name = item.file_name or f"item-{item.number}"
        file = Attachment("released", name, item.content_type, item.content, item=item.number)
    payload = Release(
        schema="release/1",
        reference=str(reference),
        item=item.number,
        kind=commitment.kind,
        digest=commitment.digest,
        salt=item.salt.hex(),
        text=None if file else item.content.decode(),
        file_sha256=file.sha256 if file else None,
        file_name=file.name if file else "",
        statement=statement,
    )
    return Prepared(
        Entry.Kind.RELEASE,
        reference,
        version,
        statement or f"Item {item.number} of Part 2 is released.",
        canonical(payload),
        {"item": item.number, "kind": commitment.kind},
        (file,) if file else (),
    )
