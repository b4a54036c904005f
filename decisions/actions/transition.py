"""What all steps have in common: lock, check, do, move on, record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Stale
from decisions.letters import notify_of_move
from decisions.models import Decision, Move, Status
from decisions.workflow import check_can_take, is_complete, steps_of
from figures.dates import london_day


@contextmanager
def transition(
    name: str, *, decision: Decision, seen: int, by: Person, at: datetime, note: str = "", outcome: str = ""
) -> Iterator[Decision]:
    """Take one step on a paper: yields the locked row for what is special to the step, then moves it on.

    `seen` is the version of the paper that the person had before them; `outcome` overrides where the step leads
    (a decision in ink may be a refusal). Raises Stale, NotOpen or Refused with a sentence; then nothing has changed.
    """
    with transaction.atomic():
        paper = Decision.objects.select_for_update().get(pk=decision.pk)
        check_can_take(name, paper, by, london_day(at))
        if paper.version != seen:
            raise Stale(
                f"{paper.reference_words} has changed since you opened it. Read it as it is now, then decide again."
            )
        before, round_before = paper.status, paper.round
        step = steps_of(paper)[name]
        yield paper
        if is_complete(step, paper):
            paper.status = outcome or step.leads_to(before)
        paper.version += 1
        paper.save()
        move = Move.objects.create(
            decision=paper,
            round=max(paper.round, round_before),
            step=name,
            from_status=before,
            to_status=paper.status,
            note=note,
            by=by,
            by_name=by.name,
            at=at,
        )
        notify_of_move(paper, move, at=at)
        verb = f"{step.verb} ({Status(paper.status).label.lower()})" if outcome else step.verb
        record(
            verb=f"decision.{name}",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name}: {paper.reference_words} {verb}.",
            words=f"Note: {note}" if note else "",
            details={"from": before, "to": paper.status, "round": paper.round},
        )
    decision.refresh_from_db()
