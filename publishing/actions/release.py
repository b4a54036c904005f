"""Propose to release an item of Part 2 or to expunge an entry of the book; done when a second person confirms."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Person, Proposal
from accounts.proposals.actions import propose
from book.actions import expunge
from book.actions import release as release_into_book
from book.actions.expunge import content_of
from book.actions.release import Item
from book.models import Entry
from components.refusals import Refused
from decisions.models import Decision, Part2Item
from documents.commitment import commit
from publishing.public_words import check_public_words


@transaction.atomic
def propose_release(*, decision: Decision, number: int, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose to release item `number` of Part 2; another who publishes confirms.

    Raises:
        NotAllowed: the person does not publish.
        Refused: the decision is not published, there is no such item, or no reason is given.
    """
    _check_reason(reason)
    check_public_words(reason)
    if not Entry.objects.using("default").filter(key=decision.reference_key).exists():
        raise Refused(f"{decision.reference_words} is not published yet. Nothing can be released beside it.")
    row = decision.part_2_items.filter(number=number, released_at=None).first()
    if row is None:
        raise Refused(f"There is no item {number} of Part 2 that could be released.")
    return propose(
        verb="decision.release",
        subject=decision.subject,
        target=f"item {number}",
        sentence=f"Release item {number} of Part 2 of {decision.reference_words}.",
        arguments={
            "key": decision.reference_key,
            "number": number,
            "digest": commit(bytes(row.salt), row.content()),
        },
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def propose_expunging(*, number: int, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose to expunge entry `number` of the book, as the law orders; an administrator confirms.

    Raises:
        NotAllowed: the person does not publish.
        Refused: the entry has no content, or no reason is given.
    """
    _check_reason(reason)
    check_public_words(reason)
    entry = content_of(number)
    return propose(
        verb="publication.expunge",
        subject=f"entry:{entry.key}",
        target=f"entry {number}",
        sentence=f"Remove the content of entry {number} ({entry.kind}) of {entry.reference}, by order of law.",
        arguments={"key": entry.key, "entry": number},
        reason=reason,
        by=by,
        at=at,
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Write the reason: it is published with the release or the notice.")


def confirmed_release(proposal: Proposal, at: datetime) -> None:
    """What confirming a release does: the item is published with the salt that opens its commitment."""
    decision = Decision.objects.get(pk=proposal.number_of("decision"))
    row = decision.part_2_items.select_related("file").get(number=proposal.arguments["number"])
    is_file = row.kind == Part2Item.Kind.FILE
    reference, agreed_by = decision.reference, proposal.confirmed_by
    assert reference is not None  # an item that can be released belongs to a published decision
    assert agreed_by is not None  # called by the confirmation alone
    item = Item(
        number=row.number,
        salt=bytes(row.salt),
        content=row.content(),
        file_name=row.file.name if is_file else "",
        content_type=row.file.media_type if is_file else "application/octet-stream",
    )
    release_into_book(
        reference=reference,
        item=item,
        statement=proposal.reason,
        by=proposal.proposed_by,
        agreed_by=agreed_by,
        at=at,
    )
    row.released_at = at
    row.save(update_fields=["released_at"])


def confirmed_expunging(proposal: Proposal, at: datetime) -> None:
    """What confirming a removal does: the entry's content leaves the book and, with it, the desk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT decisions_expunge_agreed(%s)", [proposal.pk])
    expunge(proposal=proposal, at=at)
