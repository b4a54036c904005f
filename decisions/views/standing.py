"""Where an authorised paper stands in public, in one sentence: from what waits, or from the book."""

from django.db.models import Exists, OuterRef, Q

from book.actions.waiting import problem_of
from book.models import Link, Waiting
from book.models import PublishedDecision as Entry
from components.clock import now
from decisions.models import Decision
from decisions.models.decision import DECIDED
from figures.dates import format_date, format_start, london_day


def standing_of(paper: Decision) -> str:
    """What became of the publication of a paper; empty while nobody has authorised it.

    The day that was authorised is not asked: it may have been moved since, and the book alone knows what it shows.
    """
    if paper.status not in DECIDED:
        return ""
    entry, waiting_entry = in_register(paper)
    if entry:
        return _published(entry)
    return _waiting_sentence(waiting_entry) if waiting_entry else ""


def in_register(paper: Decision) -> tuple[Entry | None, Waiting | None]:
    """The decision's line in the book, which says if it has links (`has_thread`), and what waits outside it."""
    key = paper.reference_key or ""
    waiting_entry = Waiting.objects.filter(key=key, kind="decision").first()
    links = Link.objects.using("default").filter(Q(later=OuterRef("key")) | Q(earlier=OuterRef("key")))
    entries = Entry.objects.using("default").annotate(has_thread=Exists(links))
    return entries.filter(key=key).first(), waiting_entry


def _published(entry: Entry) -> str:
    words = f"Published on {format_date(london_day(entry.published_at))}"
    if entry.expunged:
        return f"{words}; its content removed since, as the law orders."
    if entry.status == Entry.Status.WITHDRAWN:
        return f"{words}; withdrawn from the register since."
    return f"{words}."


def _waiting_sentence(waiting_entry: Waiting) -> str:
    if problem := problem_of(waiting_entry):
        return f"Authorised; not published. {problem}"
    if waiting_entry.due_at <= now():
        return "Authorised; about to be published."
    return f"Authorised; will be published on {format_start(waiting_entry.due_at)}."
