"""Enter papers that were decided before the register: many in one transaction, each whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book import actions as book
from book.part1.v1 import Link, Part1
from components.refusals import NotAllowed, NotOpen
from decisions.actions.enter_decided import enter_decided
from decisions.models import Decision, Numbering, StoredFile
from documents.types import media_type_of
from figures.dates import london_day
from figures.references import Reference
from grants.models import Organisation
from intake.historic_part1 import KnownFunder, Source, part1_of
from intake.parsing.read_paper import ReadPaper


@dataclass(frozen=True)
class Original:
    """A paper as it was read, with the file that it was read from, and the reading as a row keeps it."""

    paper: ReadPaper
    name: str
    data: bytes
    links: tuple[Link, ...] = ()
    reading: dict[str, Any] | None = None
    ours_because: str = ""

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return sha256(self.data).hexdigest()


def can_import(person: Person, at: datetime) -> bool:
    """Whether a person may enter earlier decisions."""
    return person.may("history", london_day(at))


def check_can_import(person: Person, at: datetime) -> None:
    """Raise NotAllowed for who may not enter earlier decisions."""
    if not can_import(person, at):
        needed = labels(offices_that_may("history"))
        raise NotAllowed(f"To enter an earlier decision as published you need the office {needed} on the day.")


def obstacle(paper: ReadPaper) -> str:
    """Why a paper cannot be entered as an earlier decision: a sentence, or nothing when it can."""
    if paper.reference is None:
        return "The paper has no reference of its own, so it cannot be entered as a decision."
    if not paper.title:
        return "The paper has no title, so it cannot be entered as a decision."
    if Decision.objects.filter(reference_key=paper.reference.key).exists():
        return f"{paper.reference} is in the register already."
    return ""


def known_funders() -> tuple[KnownFunder, ...]:
    """The organisations in the register that fund others, with the words by which papers name them."""
    return tuple(
        KnownFunder(
            organisation.identifier,
            organisation.name,
            tuple(word for word in (organisation.name, organisation.short_name) if len(word) > 3),
        )
        for organisation in Organisation.objects.filter(funds__isnull=False).distinct()
    )


def import_published(*, originals: Sequence[Original], by: Person, at: datetime) -> list[Decision]:
    """Enter papers as historic, already decided entries and publish them; all of these or none.

    Raises Refused with a sentence when the person may not, when a paper has no reference or title, or when its
    reference is taken.
    """
    check_can_import(by, at)
    with transaction.atomic():
        funders = known_funders()
        entries = [_enter(original, funders, by, at) for original in originals]
        for decision, part1 in entries:
            book.publish(
                part1=part1.to_json(), pdf=None, original=_file_of(decision.imported_from), due_at=at, by=by, at=at
            )
        book.publish_due()
        raise_floor([d.reference for d, _ in entries if d.reference])
    return [decision for decision, _ in entries]


def _enter(original: Original, funders: tuple[KnownFunder, ...], by: Person, at: datetime) -> tuple[Decision, Part1]:
    """Make the decision of a read paper and its Part 1; raises NotOpen when it cannot be entered."""
    if sentence := obstacle(original.paper):
        raise NotOpen(sentence)
    source = Source(original.name, original.sha256)
    part1 = part1_of(original.paper, source=source, body=settings.BODY_NAME, funders=funders, links=original.links)
    decision = enter_decided(part1=part1, imported_from=store_original(original, at), by=by, at=at)
    record(
        verb="decision.import",
        at=at,
        by=by,
        subject=decision.subject,
        sentence=f"{by.name} entered {part1.reference} as an earlier decision.",
        words=original.name,
        details={"sha256": original.sha256},
    )
    return decision, part1


def store_original(original: Original, at: datetime) -> StoredFile:
    """The file a paper was read from, kept once however often it is uploaded."""
    stored_file, _ = StoredFile.objects.get_or_create(
        sha256=original.sha256,
        defaults={
            "name": original.name[:200],
            "media_type": media_type_of(original.data),
            "data": original.data,
            "stored_at": at,
        },
    )
    return stored_file


#: Originals that are shown as they came; of anything else the register shows its transcript.
_SHOWN = ("application/pdf",)


def _file_of(stored_file: StoredFile | None) -> tuple[str, str, bytes] | None:
    """Name, media type and bytes of a stored file, as `book.publish` takes its original; None for none."""
    if stored_file is None or stored_file.media_type not in _SHOWN:
        return None
    return stored_file.name, stored_file.media_type, bytes(stored_file.data)


def raise_floor(references: Sequence[Reference]) -> None:
    """Let new numbers of each counter begin above what was imported."""
    highest: dict[str, Reference] = {}
    for reference in references:
        if reference.number >= highest.get(reference.counter, reference).number:
            highest[reference.counter] = reference
    for name, reference in highest.items():
        counter, _ = Numbering.objects.select_for_update().get_or_create(
            series=name, defaults={"next_number": reference.first}
        )
        if counter.next_number <= reference.number:
            counter.next_number = reference.number + 1
            counter.save()
