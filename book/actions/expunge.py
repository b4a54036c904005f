"""Removing what the law orders removed: two people, a reason; the leaf and a notice stay."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Person
from book.actions.waiting import hold_the_book, note
from book.canonical import canonical
from book.entries import Notice
from book.models import Entry
from components.refusals import Refused
from figures.dates import london_day
from figures.references import Reference


def expunge(*, number: int, reason: str, by: Person, agreed_by: Person, at: datetime) -> int:
    """Remove the content of an entry: payload, files, and what the reading tables took from it.

    Args:
        number: the entry's number in the book.
        reason: shown in public in the notice; it must not repeat what is removed.

    Returns:
        The number of the notice.

    Raises:
        Refused: the two people are one or not of an office that may, no reason is given, or nothing is there.
    """
    _check_people(by, agreed_by, at)
    if not reason.strip():
        raise Refused("Say why the entry is expunged.")
    with transaction.atomic():
        hold_the_book()
        entry = Entry.objects.using("default").filter(number=number).first()
        if entry is None or entry.is_expunged or entry.kind == Entry.Kind.EXPUNGED:
            raise Refused(f"Entry {number} has no content to expunge.")
        payload = Notice(
            schema="expunged/1",
            reference=entry.reference,
            entry=number,
            reason=reason.strip(),
            agreed_by=(by.name, agreed_by.name),
            payload_sha256=entry.payload_sha256,
            files=tuple(sorted(entry.files.values_list("file_id", flat=True))),
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT book.expunge(%s, %s, %s, %s, %s)",
                [number, by.pk, agreed_by.pk, reason.strip(), canonical(payload)],
            )
            (notice,) = cursor.fetchone()
        note(
            verb="expunge",
            reference=Reference.parse(entry.reference),
            sentence=f"{by.name} and {agreed_by.name} expunged entry {number}, {entry.reference}: {reason.strip()}",
            by=by,
            at=at,
            agreed_by=agreed_by.pk,
            entry=number,
        )
    return int(notice)


def _check_people(by: Person, agreed_by: Person, at: datetime) -> None:
    if by == agreed_by:
        raise Refused("Two different people must agree before an entry is expunged.")
    for person in (by, agreed_by):
        if not person.may("expunge", london_day(at)):
            raise Refused(f"{person.name} holds no office that may expunge an entry.")
