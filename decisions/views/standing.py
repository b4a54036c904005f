"""Where an authorised paper stands in public, in one sentence: from what waits, or from the book."""

from book.actions.waiting import problem_of
from book.models import PublishedDecision as Entry
from book.models import Waiting
from components.clock import now
from decisions.models import Decision
from figures.dates import format_date, format_start, london_day


def standing_of(paper: Decision) -> str:
    """What became of the publication of a paper; empty while nobody has authorised it.

    The day that was authorised is not asked: it may have been moved since, and the book alone knows what it shows.
    """
    entry, waiting = in_register(paper)
    if entry:
        return _published(entry)
    return _waits(waiting) if waiting else ""


def in_register(paper: Decision) -> tuple[Entry | None, Waiting | None]:
    """The decision's line in the book, and what waits outside it."""
    key = paper.reference_key or ""
    waiting = Waiting.objects.filter(key=key, kind="decision").first()
    return Entry.objects.using("default").filter(key=key).first(), waiting


def _published(entry: Entry) -> str:
    words = f"Published on {format_date(london_day(entry.published_at))}"
    if entry.expunged:
        return f"{words}; its content removed since, as the law orders."
    if entry.status == Entry.Status.WITHDRAWN:
        return f"{words}; withdrawn from the register since."
    return f"{words}."


def _waits(waiting: Waiting) -> str:
    if problem := problem_of(waiting):
        return f"Authorised; not published. {problem}"
    if waiting.due_at <= now():
        return "Authorised; about to be published."
    return f"Authorised; will be published on {format_start(waiting.due_at)}."
