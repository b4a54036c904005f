"""Drawing the papers of imported decisions that came without one, some at a time, after publication."""

from datetime import datetime

from django.db import transaction

from book.actions.publish import decision_files, publish_due
from book.actions.waiting import Prepared, hold_the_book, note, queue
from book.canonical import canonical
from book.entries import Transcript
from book.models import Entry, PublishedDecision
from book.paper import draw, seal_paper
from book.part1 import read_part1
from figures.references import Reference


def draw_transcripts(*, limit: int, at: datetime) -> int:
    """Draw, seal and publish transcripts of up to `limit` decisions without a paper; returns how many it drew."""
    missing = PublishedDecision.objects.using("default").filter(pdf_sha256=None, expunged=False)
    keys = missing.exclude(status=PublishedDecision.Status.WITHDRAWN).order_by("key").values_list("key", flat=True)
    return sum(_draw_transcript(key, at=at) for key in list(keys[:limit]))


def _draw_transcript(key: str, *, at: datetime) -> bool:
    """Draw one transcript; False when another worker was first."""
    entries = Entry.objects.using("default").filter(key=key, kind=Entry.Kind.DECISION)
    entry = entries.exclude(payload=None).order_by("-version").first()
    if entry is None:
        return False
    part1 = read_part1(bytes(entry.payload or b""))
    drawn = draw(part1)
    pdf = seal_paper(part1, drawn, at=at)
    reference = Reference.parse(part1.reference)
    files = decision_files(reference, pdf=pdf, pages=drawn.pages, build=drawn.build, original=None)
    payload = canonical(Transcript("transcript/1", str(reference), entry.version, files[0].sha256))
    with transaction.atomic():
        hold_the_book()
        if (
            not PublishedDecision.objects.using("default")
            .filter(key=key, pdf_sha256=None, version=entry.version)
            .exists()
        ):
            return False
        summary = f"The transcript of {reference} was drawn."
        prepared = Prepared(Entry.Kind.TRANSCRIPT, reference, entry.version, summary, payload, files=files)
        queue(prepared, due_at=at, by=None, at=at)
        publish_due()
        note(verb="draw transcript", reference=reference, sentence=summary, by=None, at=at)
    return True
