"""Who may read a Part 2 (those named, who began the paper, the offices in its approval), and the paper they read."""

from datetime import date
from hashlib import sha256

from django.conf import settings

from accounts.models import Person
from accounts.offices import offices_that_may
from book.paper import Part2Exemption, Part2Paper, Part2Text
from components.refusals import NotAllowed
from decisions.models import Decision, Part2Item
from figures.dates import format_date


def can_read_part_2(decision: Decision, person: Person, day: date) -> bool:
    """Whether a person may read the Part 2 on a day."""
    offices = person.offices_on(day)
    if offices & offices_that_may("read_part_2") or (offices and person.pk == decision.created_by_id):
        return True
    return bool(offices) and any(reader.person_id == person.pk for reader in decision.part_2_readers.all())


def check_can_read_part_2(decision: Decision, person: Person, day: date) -> None:
    """Raise NotAllowed for who may not read the Part 2 on a day."""
    if not can_read_part_2(decision, person, day):
        raise NotAllowed(
            f"Part 2 of {decision.reference_words} is confidential. Only who began the paper, the offices in its "
            "approval and people named on it may read it."
        )


def part_2_paper(decision: Decision) -> Part2Paper:
    """All of Part 2 as a paper to print: texts, what each file is called, the exemptions and their balances."""
    return Part2Paper(
        reference=decision.reference_words,
        title=decision.title,
        body=settings.BODY_NAME,
        marking=decision.part_2_marking,
        texts=tuple(_text(item) for item in decision.part_2_items.select_related("file")),
        exemptions=tuple(
            Part2Exemption(row.section, row.limb, row.reason, row.balance, format_date(row.lapses_on))
            for row in decision.exemptions.all()
        ),
    )


def _text(item: Part2Item) -> Part2Text:
    review = format_date(item.review_on)
    if item.kind == Part2Item.Kind.TEXT:
        return Part2Text(item.number, item.title, text=item.text, review=review)
    data = bytes(item.file.data)
    digest = sha256(data).hexdigest()
    return Part2Text(item.number, item.title, "", item.file.name, len(data), digest, review)
