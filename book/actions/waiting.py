"""Queueing an entry, complete, until it is due for publication; shared by every action."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book.models import Entry, EntryFile, Verification, Waiting, WaitingFile
from book.search_text import storable
from book.succession import is_closed
from components.refusals import NotOpen, Refused
from figures.dates import london_day
from figures.references import Reference

#: The actor in the history when the worker acts by itself.
WORKER = "the register"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an entry: its role (EntryFile.Role), name, type and bytes."""

    role: str
    name: str
    content_type: str
    content: bytes
    pages: int | None = None
    build: str = ""
    item: int | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry, complete except for its number and its moment of publication."""

    kind: str
    reference: Reference
    version: int
    summary: str
    payload: bytes
    projection: dict[str, Any] = field(default_factory=dict)
    files: tuple[Attachment, ...] = ()


def require(person: Person, ability: str, at: datetime) -> None:
    """Refuse unless an office that the person has on that day gives the ability."""
    if not person.may(ability, london_day(at)):
        needed = labels(offices_that_may(ability))
        raise Refused(f"{person.name} does not hold the office of {needed} today, which this step needs.")


def require_two(by: Person, agreed_by: Person, ability: str, at: datetime) -> None:
    """Refuse unless two different people hold the office on that day."""
    if by == agreed_by:
        raise Refused("Two different people must agree to this.")
    for person in (by, agreed_by):
        require(person, ability, at)


def hold_the_book() -> None:
    """Keep others from publishing or preparing until the transaction ends, so that versions cannot clash."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book.hold()")


def problem_of(waiting: Waiting) -> str:
    """Why the worker does not publish a paper, in a sentence; empty while it has found nothing wrong."""
    if not waiting.to_verify:
        return ""
    verification = Verification.objects.filter(payload_sha256=waiting.payload_sha256).first()
    return verification.problem if verification else ""


def unsound_papers() -> tuple[str, ...]:
    """What the worker found wrong with papers that wait: a sentence for each, which says that it is not published."""
    waiting = Waiting.objects.filter(to_verify=True).values_list("payload_sha256", flat=True)
    problems = Verification.objects.filter(payload_sha256__in=waiting).exclude(problem="")
    return tuple(f"Not published: {problem}" for problem in problems.values_list("problem", flat=True))


def newest_version(key: str) -> int:
    """The newest published version of a decision; 0 when it is not published."""
    entry = Entry.objects.using("default").filter(key=key, kind=Entry.Kind.DECISION).order_by("-version").first()
    return entry.version if entry else 0


def queue(prepared: Prepared, *, due_at: datetime, by: Person | None, at: datetime) -> Waiting:
    """Store what is to be published at `due_at`; nothing of it can be changed afterwards. No `by`: the worker.

    Raises:
        NotOpen: the register is closed.
    """
    if is_closed("default"):
        raise NotOpen("The register is closed: nothing more is published in it.")
    paper = next((file for file in prepared.files if file.role == EntryFile.Role.PAPER), None)
    waiting = Waiting.objects.create(
        kind=prepared.kind,
        reference=str(prepared.reference),
        key=prepared.reference.key,
        version=prepared.version,
        summary=storable(prepared.summary),
        payload=prepared.payload,
        payload_sha256=sha256(prepared.payload).hexdigest(),
        pdf_sha256=paper.sha256 if paper else None,
        projection=prepared.projection,
        due_at=due_at,
        authorised_at=at,
        authorised_by=by.pk if by else None,
        authorised_by_name=by.name if by else WORKER,
    )
    WaitingFile.objects.bulk_create(
        WaitingFile(
            waiting=waiting,
            role=file.role,
            sha256=file.sha256,
            name=file.name,
            content_type=file.content_type,
            size=len(file.content),
            pages=file.pages,
            build=file.build,
            item=file.item,
            content=file.content,
        )
        for file in prepared.files
    )
    return waiting


def note(
    *,
    verb: str,
    reference: Reference,
    sentence: str,
    by: Person | None,
    at: datetime,
    words: str = "",
    **details: Any,
) -> None:
    """Record in the history what was done to an entry; `words` are what the person wrote about it."""
    record(
        verb=verb,
        at=at,
        by=by or WORKER,
        subject=f"entry:{reference.key}",
        sentence=sentence,
        words=words,
        details=details,
    )
