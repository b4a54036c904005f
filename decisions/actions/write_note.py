"""Leave a note on a paper, answer one, settle one."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Person
from audit.actions import record
from components.refusals import NotAllowed, Refused
from decisions.confidentiality import check_can_read_part_2
from decisions.models import Decision, Note
from decisions.models.confidential import PART_2
from decisions.notes import can_settle
from decisions.parts import PARTS
from figures.dates import format_date, london_day
from mail import actions as letters

#: Longer than any note that somebody reads.
MOST = 5_000


@transaction.atomic
def write_note(
    *,
    decision: Decision,
    text: str,
    part: str = "",
    paragraph: str = "",
    asked: Person | None = None,
    wanted_on: date | None = None,
    reply_to: Note | None = None,
    is_told: bool = True,
    by: Person,
    at: datetime,
) -> Note:
    """Leave a note, or a reply to one; whoever is asked gets a letter that there is one, without its text.

    Args:
        part: the key of a part, PART_2, or "" for the whole paper; a reply stands where its note does.
        asked: who is to answer, by `wanted_on` if a day is given.
        is_told: whether a letter says so; not where another letter does.

    Raises:
        Refused: it says nothing or too much, or names a part that is none.
        NotAllowed: the person, or who is asked, may not read what the note is about.
    """
    part = reply_to.part if reply_to else part
    if not text.strip():
        raise Refused("Write the note.")
    if len(text) > MOST:
        raise Refused(f"A note has {MOST:,} characters at most; this has {len(text):,}.")
    if part and part != PART_2 and part not in PARTS:
        raise Refused("Choose the part that the note is about.")
    _check_may_read(decision, part, by, at)
    if asked and is_told:
        _check_may_read(decision, part, asked, at)
    note = Note.objects.create(
        decision=decision, part=part, paragraph=paragraph.strip()[:20], text=text.strip(), reply_to=reply_to,
        asked=asked, wanted_on=wanted_on, round=decision.round, by=by, by_name=by.name, at=at,
    )  # fmt: skip
    verb_phrase = "answered a note on" if reply_to else "left a note on"
    _record("decision.note", f"{by.name} {verb_phrase} {decision.reference_words}.", decision, by, at)
    if asked and asked != by and is_told:
        _send_letter(note, asked, at)
    return note


@transaction.atomic
def settle_note(*, note: Note, by: Person, at: datetime) -> None:
    """Mark a note as settled. Raises Refused for one settled already, NotAllowed for whose it is not."""
    note = Note.objects.select_for_update().select_related("decision").get(pk=note.pk)
    _check_may_read(note.decision, note.part, by, at)
    if note.settled_at:
        raise Refused("This note is settled already.")
    if not can_settle(note, by, london_day(at)):
        raise NotAllowed("A note is settled by who wrote it, by whom it asks, or by those who check the paper.")
    note.settled_by, note.settled_at = by, at
    note.save(update_fields=["settled_by", "settled_at"])
    _record(
        "decision.settle_note", f"{by.name} settled a note on {note.decision.reference_words}.", note.decision, by, at
    )


def _check_may_read(paper: Decision, part: str, person: Person, at: datetime) -> None:
    day = london_day(at)
    if not person.offices_on(day):
        raise NotAllowed(f"{person.name} holds no office, so the paper is not theirs to read.")
    if part == PART_2:
        check_can_read_part_2(paper, person, day)


def _record(verb: str, sentence: str, paper: Decision, by: Person, at: datetime) -> None:
    record(verb=verb, at=at, by=by, subject=paper.subject, sentence=sentence)


def _send_letter(note: Note, person: Person, at: datetime) -> None:
    """Write to whoever is asked; the letter names the reference and the day, and nothing of what the note says."""
    reference = note.decision.reference_words
    deadline = f" An answer is wanted by {format_date(note.wanted_on)}." if note.wanted_on else ""
    address = f"{settings.DESK_ADDRESS}{reverse('desk:decision_notes', args=[note.decision_id])}"
    letters.write(
        to=person.email,
        subject=f"{reference}: a note asks you",
        body=f"{person.name},\n\n{note.by_name} left a note for you on {reference}.{deadline}\n\n{address}\n",
        at=at,
    )
