"""Authorise the publication of a decided paper: now, or when its deferral ends."""

from datetime import datetime, time

from accounts.models import Person
from accounts.offices import called, offices_that_may
from book import actions as book
from book.part1 import Part1
from components.refusals import Refused
from decisions.actions.transition import transition
from decisions.leaks import check_leaks
from decisions.models import Decision
from figures.dates import LONDON, format_date, format_start, london_day


def publish(*, decision: Decision, seen: int, publish_from: datetime | None = None, by: Person, at: datetime) -> None:
    """Hand Part 1 and the sealed paper to the book, from a moment on.

    Without `publish_from` that is now, or the end of the deferral that was signed. Staff may shorten a deferral,
    not lengthen it. Raises Refused with a sentence.
    """
    with transition("publish", decision=decision, seen=seen, by=by, at=at) as paper:
        agreed = deferred_until(paper)
        if publish_from and london_day(publish_from) < london_day(at):
            past = format_date(london_day(publish_from))
            raise Refused(f"{past} is past. Enter a day from tomorrow on, or publish it now.")
        due_at = max(at, publish_from or agreed or at)
        if due_at > (agreed or at):
            raise Refused(
                f"The deferral that was signed ends on {format_start(agreed)}; only {called(offices_that_may('postpone'))} "
                f"lengthens it."
                if agreed
                else "No deferral was signed, so the decision is published now."
            )
        paper.authorised_by, paper.authorised_at, paper.publish_from = by, at, due_at
        assert paper.part1 is not None  # held by the constraint decision_decided_has_part1
        sealed = paper.sealed_paper
        check_leaks(paper, part1=Part1.from_json(bytes(paper.part1)), pdf=bytes(sealed.pdf))
        book.publish(
            part1=bytes(paper.part1),
            pdf=bytes(sealed.pdf),
            pages=sealed.pages,
            build=sealed.build,
            due_at=due_at,
            by=by,
            at=at,
        )
        book.publish_due()


def deferred_until(paper: Decision) -> datetime | None:
    """The moment at which the signed deferral ends: the start of that day in London; None without one."""
    if paper.deferral != "yes" or paper.deferral_until is None:
        return None
    return datetime.combine(paper.deferral_until, time(), tzinfo=LONDON)
