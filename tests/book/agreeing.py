"""Changes to the book as two people make them, for tests of the book that know no desk.

Each takes what the action of its name takes. The proposal is a real one that both people make in their offices; only
what it would then do by itself is left to the test, which calls the book's action with its own bytes.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from accounts.models import Person, Proposal
from accounts.offices import Office
from book import actions
from book.actions.release import Item
from book.canonical import NotCanonical
from book.models import Entry, Waiting
from book.part1 import read_part1
from book.search_text import storable
from decisions.models import Decision
from documents.commitment import commit
from figures.dates import london_day
from figures.references import Reference


def publish(*, part1: bytes, by: Person, at: datetime, **more: Any) -> Waiting:
    """Hand over a decision that the desk holds as decided before the register."""
    enter_at_desk(part1, by=by, at=at)
    return actions.publish(part1=part1, by=by, at=at, **more)


def enter_at_desk(part1: bytes, *, by: Person, at: datetime) -> None:
    """Have the desk hold a decision, so that the book may take it."""
    try:
        content = read_part1(part1)
    except NotCanonical:
        return
    reference = Reference.parse(content.reference)
    if Decision.objects.filter(reference_key=reference.key).exists():
        return
    Decision.objects.create(
        series=reference.series, number=reference.number, series_year=reference.year, reference_key=reference.key,
        status=content.outcome or "approved", title=storable(content.title)[:300], imported=True, part1=part1,
        created_by=by, created_at=at,
    )  # fmt: skip


def agreed(
    verb: str, key: str, arguments: dict[str, Any], *, by: Person, other: Person, at: datetime, reason: str = ""
) -> Proposal:
    """A proposal about a decision in the book, confirmed by another person, and nothing done yet."""
    proposal = Proposal.objects.create(
        verb=verb, subject=f"entry:{key}", target=uuid4().hex, sentence="Agreed in a test.",
        arguments={"key": key, **arguments}, reason=reason, proposed_by=by, proposed_at=at,
        lapses_at=at + timedelta(days=14),
    )  # fmt: skip
    proposal.confirmed_by, proposal.confirmed_at, proposal.confirmed_how = other, at, "password"
    proposal.save()
    return proposal


def withdraw(*, reference: Reference, reason: str, by: Person, at: datetime) -> None:
    """Dev, or who it is, proposes; Dora confirms."""
    other = _other(by)
    if _is_staff(by, at):
        agreed("publication.withdraw", reference.key, {"reason": reason.strip()}, by=by, other=other, at=at)
    actions.withdraw(reference=reference, reason=reason, by=by, agreed_by=other, at=at)


def correct(
    *, reference: Reference, text: str, part1: bytes | None = None, by: Person, at: datetime, **more: Any
) -> None:
    """A correction, with a new version or without."""
    other = _other(by)
    digest = sha256(part1).hexdigest() if part1 else None
    correction = {"text": text.strip(), "part1_sha256": digest}
    if _is_staff(by, at):
        agreed("publication.correct", reference.key, correction, by=by, other=other, at=at)
    actions.correct(reference=reference, text=text, part1=part1, by=by, agreed_by=other, at=at, **more)


def release(*, reference: Reference, item: Item, statement: str, by: Person, agreed_by: Person, at: datetime) -> None:
    """An item of Part 2, released by two of DMPC staff."""
    if by != agreed_by and len(item.salt) == 32:
        opened = {"digest": commit(item.salt, item.content), "number": item.number}
        agreed("decision.release", reference.key, opened, by=by, other=agreed_by, at=at)
    actions.release(reference=reference, item=item, statement=statement, by=by, agreed_by=agreed_by, at=at)


def expunge(*, number: int, reason: str, by: Person, at: datetime) -> int:
    """DMPC staff propose, an administrator confirms."""
    ada = Person.objects.get(email="ada@example.org")
    entry = Entry.objects.using("default").filter(number=number).first()
    key = entry.key if entry else "pcd1"
    proposal = agreed("publication.expunge", key, {"entry": number}, by=by, other=ada, at=at, reason=reason)
    return actions.expunge(proposal=proposal, at=at)


def _is_staff(person: Person, at: datetime) -> bool:
    """Whether the database would take a proposal of theirs; what the action itself says is for the test."""
    return person.holds(Office.CHECKER, london_day(at))


def _other(by: Person) -> Person:
    """Another of DMPC staff."""
    return Person.objects.get(email="dev@example.org" if by.email == "dora@example.org" else "dora@example.org")
