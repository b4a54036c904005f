"""Removing what the law orders removed: two people, a reason; the leaf and a notice stay."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Proposal
from book.actions.waiting import hold_the_book, note
from book.canonical import canonical
from book.entries import Notice
from book.models import Entry
from components.refusals import Refused
from figures.references import Reference


def expunge(*, proposal: Proposal, at: datetime) -> int:
    """Remove the content of the entry that a confirmed proposal names: payload, files, the copy in the reading tables.

    Args:
        proposal: confirmed; its arguments name the entry, its reason is shown in public in the notice.

    Returns:
        The number of the notice.

    Raises:
        Refused: the entry has no content.
    """
    by, agreed_by = proposal.proposed_by, proposal.confirmed_by
    assert agreed_by is not None  # called by the confirmation alone
    number = int(proposal.arguments["entry"])
    with transaction.atomic():
        hold_the_book()
        entry = content_of(number)
        payload = Notice(
            schema="expunged/1",
            reference=entry.reference,
            entry=number,
            reason=proposal.reason,
            agreed_by=(by.name, agreed_by.name),
            payload_sha256=entry.payload_sha256,
            files=tuple(sorted(entry.files.values_list("file_id", flat=True))),
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT book.expunge_agreed(%s, %s)", [proposal.pk, canonical(payload)])
            (notice,) = cursor.fetchone()
        note(
            verb="expunge",
            reference=Reference.parse(entry.reference),
            sentence=f"{by.name} and {agreed_by.name} expunged entry {number}, {entry.reference}.",
            by=by,
            at=at,
            agreed_by=agreed_by.pk,
            entry=number,
        )
    return int(notice)


def content_of(number: int) -> Entry:
    """The entry, which still has content; raises Refused for one that has none."""
    entry = Entry.objects.using("default").filter(number=number).first()
    if entry is None or entry.is_expunged or entry.kind == Entry.Kind.EXPUNGED:
        raise Refused(f"Entry {number} has no content to expunge.")
    return entry
