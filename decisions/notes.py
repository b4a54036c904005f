"""Which notes on a paper somebody may read and settle, and which ask them."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Person
from decisions.confidentiality import can_read_part_2
from decisions.models import Decision, Note
from decisions.models.confidential import PART_2
from decisions.parts import PARTS


def notes_on(paper: Decision, person: Person, day: date) -> list[Note]:
    """The notes on a paper that somebody may read, without the replies, in the order in which they were written."""
    may_read_all = can_read_part_2(paper, person, day)
    return [note for note in paper.notes.all() if note.reply_to_id is None and (may_read_all or note.part != PART_2)]


def notes_for(person: Person, day: date) -> list[Any]:
    """The open notes that wait for somebody, the most urgent first; none about a Part 2 that they may read no more.

    They ask this person, who has not answered; or are this person's own and somebody has replied (`is_answer`).
    """
    notes = Note.objects.waiting_for(person).select_related("decision")
    readable = [note for note in notes if note.part != PART_2 or can_read_part_2(note.decision, person, day)]
    return sorted(readable, key=lambda note: (note.wanted_on or date.max, note.pk))


def can_settle(note: Note, person: Person, day: date) -> bool:
    """Whether a note is somebody's to settle: its writer, whom it asks, and those who check the paper."""
    return person.pk in {note.by_id, note.asked_id} or person.may("publish", day)


def place_of(note: Note) -> str:
    """Where a note stands, in words: "Financial and commercial comments, paragraph 3.2"."""
    part = "Part 2" if note.part == PART_2 else PARTS[note.part].full_label if note.part in PARTS else "The whole paper"
    return f"{part}, paragraph {note.paragraph}" if note.paragraph else part


def people_to_ask(paper: Decision, by: Person, day: date) -> "QuerySet[Person]":
    """Everybody who may be asked something about a paper: holders of an office on the day, but for who asks."""
    holds_office = Q(holdings__confirmed_by__isnull=False, holdings__is_void=False, holdings__from_on__lte=day)
    holds_office &= Q(holdings__until_on__isnull=True) | Q(holdings__until_on__gte=day)
    return Person.objects.filter(holds_office, is_active=True).exclude(pk=by.pk).distinct().order_by("name")
