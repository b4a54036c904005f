"""Letters about papers: whom a paper waits for, and its author, are told by the queue that the worker sends.

A letter names the reference, the day and how many conditions there are, and nothing of what the paper says.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Holding, Person
from decisions.models import Decision, Move, Ruling, Status
from decisions.models.decision import DECIDED
from decisions.workflow import Step, next_step, offices_due, steps_of
from figures.dates import format_date, london_day
from mail import actions as letters

_RULED = {Ruling.Outcome.CHANGED: "approved with changes", Ruling.Outcome.REFUSED: "refused"}


def notify_of_move(paper: Decision, move: Move, *, at: datetime) -> None:
    """Tell of a step that was just taken: the author what became of the paper, others that it waits for them."""
    if move.step == "take_back":
        _notify_of_taking_back(paper, move, at)
    elif paper.status in (*DECIDED, Status.WITHDRAWN) and move.from_status != paper.status:
        _notify_author(paper, move, outcome_sentence(paper), at)
    notify_who_is_next(paper, at=at, was_sent_back=move.step == "send_back")


def notify_who_is_next(paper: Decision, *, at: datetime, was_sent_back: bool = False) -> None:
    """Write to whoever holds the office that a paper now waits for; to its author when it was sent back."""
    if paper.status == Status.DRAFT:
        people = [paper.owner] if was_sent_back else []
        request = "be changed: it was sent back with a note"
    elif (step := next_step(paper)) and not paper.authorised_at:
        request, people = step.purpose, _holders(step, paper, at)
    else:
        return
    needed = f" It is needed by {format_date(paper.needed_by)}." if paper.needed_by else ""
    _write(people, f"{paper.reference_words} waits for you", f"{paper.reference_words} waits to {request}.{needed}",
           _desk_address(paper), at)  # fmt: skip


def notify_of_publication(paper: Decision, *, published_at: datetime, address: str, at: datetime) -> None:
    """Tell the author that the public can read the paper, and where."""
    sentence = f"{paper.reference_words} was published on {format_date(london_day(published_at))}."
    _write([paper.owner], f"{paper.reference_words} is published", sentence, address, at)


def notify_of_handover(papers: Iterable[Decision], to: Person, *, at: datetime) -> None:
    """Tell somebody which papers are theirs to look after now."""
    names = ", ".join(paper.reference_words for paper in papers)
    address = f"{settings.DESK_ADDRESS}{reverse('desk:desk_home')}"
    _write([to], "Papers were given to you", f"You look after these papers now: {names}.", address, at)


def outcome_sentence(paper: Decision) -> str:
    """How a paper ended, as a sentence: "PCD 1901 was approved on 3 March 2019, with 2 conditions."."""
    if paper.status == Status.WITHDRAWN:
        return f"{paper.reference_words} was withdrawn. The reason stands with the paper."
    day = f"on {format_date(paper.decided_on)}" if paper.decided_on else ""
    if paper.status == Status.REFUSED:
        return f"{paper.reference_words} was refused {day}. The reason stands with the paper."
    conditions = paper.conditions.filter(round=paper.round).count()
    differing = paper.rulings.filter(round=paper.round).exclude(outcome=Ruling.Outcome.APPROVED)
    sentences = [f"{paper.reference_words} was approved {day}"]
    if conditions:
        sentences[0] += f", with {conditions} condition{'' if conditions == 1 else 's'}"
    sentences += [f"Recommendation {row.number} was {_RULED[Ruling.Outcome(row.outcome)]}" for row in differing]
    return ". ".join(sentences) + "."


def _notify_author(paper: Decision, move: Move, sentence: str, at: datetime) -> None:
    """Tell the author what somebody else did with the paper."""
    if paper.owner.pk != move.by_id:
        word = Status(paper.status).label.lower()
        _write([paper.owner], f"{paper.reference_words} is {word}", sentence, _desk_address(paper), at)


def _notify_of_taking_back(paper: Decision, move: Move, at: datetime) -> None:
    """Tell those for whom the paper waited that it does not wait any more, and its author where a colleague did it."""
    check = steps_of(paper).get("check")
    people = _holders(check, paper, at, move.from_status) if check else []
    if paper.owner.pk != move.by_id:
        people.append(paper.owner)
    sentence = f"{paper.reference_words} was taken back by {move.by_name} and is a draft again. It waits for nobody."
    _write(people, f"{paper.reference_words} was taken back", sentence, _desk_address(paper), at)


def _holders(step: Step, paper: Decision, at: datetime, status: str = "") -> list[Person]:
    """Whoever holds an office that takes the step on the day, each once; `status` if the paper stood elsewhere."""
    offices = step.moves[Status(status)] if status else offices_due(step, paper)
    holdings = Holding.objects.on(london_day(at)).filter(office__in=offices).select_related("person")
    return list(dict.fromkeys(holding.person for holding in holdings))


def _desk_address(paper: Decision) -> str:
    return f"{settings.DESK_ADDRESS}{reverse('desk:decision_page', args=[paper.pk])}"


def _write(people: Iterable[Person], subject: str, sentence: str, address: str, at: datetime) -> None:
    for person in people:
        letters.write(to=person.email, subject=subject, body=f"{person.name},\n\n{sentence}\n\n{address}\n", at=at)
