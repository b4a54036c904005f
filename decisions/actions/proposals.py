"""What two people must agree on: release an item of Part 2, expunge an entry of the book."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from book.actions import expunge
from book.actions import release as release_into_book
from book.actions.release import Item
from book.models import Entry
from components.refusals import NotAllowed, NotOpen, Refused
from decisions.models import Decision, Part2Item, Proposal
from figures.dates import london_day

_ABILITIES = {Proposal.Kind.RELEASE: "publish", Proposal.Kind.EXPUNGE: "expunge"}


def _require(kind: str, person: Person, at: datetime) -> None:
    ability = _ABILITIES[Proposal.Kind(kind)]
    if not person.may(ability, london_day(at)):
        raise NotAllowed(f"For this you need the office {labels(offices_that_may(ability))} on the day.")


def propose(*, decision: Decision, kind: str, number: int, reason: str, by: Person, at: datetime) -> Proposal:
    """Propose to release item `number` of Part 2, or to expunge entry `number` of the book; a second person agrees."""
    _require(kind, by, at)
    if not reason.strip():
        raise Refused("Write the reason: it is published with the release or the notice.")
    _check_there(decision, kind, number)
    with transaction.atomic():
        if decision.proposals.filter(kind=kind, number=number, agreed_at=None, dropped_at=None).exists():
            raise Refused("This has been proposed already and waits for a second person.")
        proposal = Proposal.objects.create(
            decision=decision, kind=kind, number=number, reason=reason.strip(), proposed_by=by, proposed_at=at
        )
        _record(proposal, "propose", f"{by.name} proposed: {_words(proposal)}.", by, at)
    return proposal


def _check_there(decision: Decision, kind: str, number: int) -> None:
    entries = Entry.objects.using("default").filter(key=decision.reference_key)
    if kind == Proposal.Kind.RELEASE:
        if not entries.exists():
            raise Refused(f"{decision.reference_words} is not published yet. Nothing can be released beside it.")
        if not decision.part_2_items.filter(number=number, released_at=None).exists():
            raise Refused(f"There is no item {number} of Part 2 that could be released.")
    elif not entries.filter(number=number).exists():
        raise Refused(f"Entry {number} is not an entry of {decision.reference_words}.")


def agree(*, proposal: Proposal, by: Person, at: datetime) -> None:
    """Agree as the second person; what was proposed is then done at once, in the same transaction."""
    _require(proposal.kind, by, at)
    with transaction.atomic():
        locked = Proposal.objects.select_for_update().select_related("decision").get(pk=proposal.pk)
        if locked.agreed_at or locked.dropped_at:
            raise NotOpen("This proposal has been settled already.")
        if locked.proposed_by_id == by.pk:
            raise Refused("You proposed this yourself. A second person must agree.")
        locked.agreed_by, locked.agreed_at = by, at
        locked.save()
        if locked.kind == Proposal.Kind.RELEASE:
            _release(locked, by, at)
        else:
            _expunge(locked, by, at)
        _record(locked, "agree", f"{by.name} agreed: {_words(locked)}.", by, at)


def drop(*, proposal: Proposal, by: Person, at: datetime) -> None:
    """Drop a proposal that waits; the one who made it or a second person may."""
    _require(proposal.kind, by, at)
    with transaction.atomic():
        locked = Proposal.objects.select_for_update().select_related("decision").get(pk=proposal.pk)
        if locked.agreed_at or locked.dropped_at:
            raise NotOpen("This proposal has been settled already.")
        locked.dropped_at = at
        locked.save()
        _record(locked, "drop", f"{by.name} dropped the proposal: {_words(locked)}.", by, at)


def _release(proposal: Proposal, by: Person, at: datetime) -> None:
    decision = proposal.decision
    row = decision.part_2_items.select_related("file").get(number=proposal.number)
    is_file = row.kind == Part2Item.Kind.FILE
    reference = decision.reference
    assert reference is not None  # an item that can be released belongs to a published decision
    item = Item(
        number=row.number,
        salt=bytes(row.salt),
        content=row.content(),
        file_name=row.file.name if is_file else "",
        content_type=row.file.media_type if is_file else "application/octet-stream",
    )
    release_into_book(
        reference=reference, item=item, statement=proposal.reason, by=proposal.proposed_by, agreed_by=by, at=at
    )
    row.released_at = at
    row.save(update_fields=["released_at"])


def _expunge(proposal: Proposal, by: Person, at: datetime) -> None:
    """The entry's content leaves the book and, where the paper itself is meant, every text of it leaves the desk."""
    expunge(number=proposal.number, reason=proposal.reason, by=proposal.proposed_by, agreed_by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT decisions_expunge(%s)", [proposal.pk])


def _words(proposal: Proposal) -> str:
    what = f"item {proposal.number} of Part 2" if proposal.kind == "release" else f"entry {proposal.number}"
    verb = "release" if proposal.kind == "release" else "expunge"
    return f"{verb} {what} of {proposal.decision.reference_words}"


def _record(proposal: Proposal, verb: str, sentence: str, by: Person, at: datetime) -> None:
    record(
        verb=f"proposal.{verb}",
        at=at,
        by=by,
        subject=proposal.decision.subject,
        sentence=sentence,
        details={"proposal": proposal.pk, "kind": proposal.kind, "number": proposal.number},
    )
