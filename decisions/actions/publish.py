"""Authorise the publication of a decided paper: now, or when its deferral ends."""

from datetime import datetime, time

from django.db import connection

from accounts.models import Person
from book import actions as book
from book.part1 import read_part1
from decisions.actions.transition import transition
from decisions.leaks import check_leaks
from decisions.models import Decision
from figures.dates import LONDON


def publish(*, decision: Decision, seen: int, by: Person, at: datetime) -> None:
    """Hand Part 1 and the sealed paper to the book: now, or when its deferral ends, as signed or lengthened since.

    Two people publish it earlier (book/actions/propose.py), who decides alone later. Raises Refused with a
    sentence.
    """
    with transition("publish", decision=decision, seen=seen, by=by, at=at) as paper:
        due_at = max(at, deferred_until(paper) or at)
        paper.authorised_by, paper.authorised_at, paper.publish_from = by, at, due_at
        assert paper.part1 is not None  # held by the constraint decision_decided_has_part1
        sealed = paper.sealed_paper
        check_leaks(paper, part1=read_part1(bytes(paper.part1)), pdf=bytes(sealed.pdf))
        book.publish(
            part1=bytes(paper.part1),
            pdf=bytes(sealed.pdf),
            pages=sealed.pages,
            build=sealed.build,
            attachments=[(row.file_name, row.media_type, bytes(row.data)) for row in paper.attachments.all()],
            due_at=due_at,
            by=by,
            at=at,
        )
        book.publish_due()


def deferred_until(paper: Decision) -> datetime | None:
    """The moment until which a paper is kept back; None for one that is not.

    That is the start of the day in London until which its publication was deferred when it was signed, or the later
    moment to which it was moved since: taking the authorisation back does not undo that.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at FROM book_postponed WHERE key = %s", [paper.reference_key])
        moments: list[datetime] = [moment for (moment,) in cursor.fetchall()]
    if paper.deferral == "yes" and paper.deferral_until is not None:
        moments.append(datetime.combine(paper.deferral_until, time(), tzinfo=LONDON))
    return max(moments, default=None)
