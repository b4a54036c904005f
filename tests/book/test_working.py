"""The worker: publishes, signs, sends letters once, draws transcripts; a failing job stops no other."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from book.entries import Transcript, read_payload
from book.integrity import check_book
from book.models import Entry, EntryFile, PublishedDecision, TreeHead
from book.seal import trusted_roots
from config import worker
from mail import actions as letters
from mail.models import Letter
from tests.book.agreeing import publish
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.people import People

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Any) -> None:
    """Keys of this test alone."""
    settings.VAR = tmp_path


def write(to: str = "kaya@example.org") -> Letter:
    """A letter in the queue."""
    return letters.write(to=to, subject="A decision\nwaits for you", body="PCD 1901 waits.", at=NOW)


def test_one_command_publishes_signs_sends_and_draws(published: Publish, people: People) -> None:
    publish(part1=PCD_815.to_json(), pdf=None, due_at=NOW, by=people.dev, at=NOW)
    write()
    out = StringIO()
    call_command("work", "--once", stdout=out)
    assert "1 entries published, 1 tree heads signed, 1 letters sent, 1 transcripts drawn" in out.getvalue()
    assert TreeHead.objects.latest("size").size == Entry.objects.count() == 2


def test_a_transcript_is_an_entry_of_its_own_and_the_page_shows_it(published: Publish, people: People) -> None:
    published(PCD_815, pdf=None)
    call_command("work", "--once", stdout=StringIO())
    entry = Entry.objects.get(kind="transcript")
    content: Transcript = read_payload("transcript", bytes(entry.payload or b""))
    decision = PublishedDecision.objects.get()
    assert content.pdf_sha256 == entry.pdf_sha256 == decision.pdf_sha256
    assert bytes(EntryFile.objects.get(entry=entry).file.content or b"").startswith(b"%PDF")
    assert decision.pdf_pages
    assert not [fault for fault in check_book("default", roots=trusted_roots(at=NOW)) if fault.kind == "wrong"]


def test_a_job_that_fails_is_said_and_stops_no_other(published: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: Any) -> int:
        raise OSError("disk full")

    published(PCD_510)
    jobs: dict[str, Callable[[Any], int]] = {"disks filled": broken, **worker.DESK_JOBS}
    monkeypatch.setattr(worker, "DESK_JOBS", jobs)
    out = StringIO()
    with pytest.raises(CommandError, match="disks filled"):
        call_command("work", "--once", stdout=out)
    assert "1 tree heads signed" in out.getvalue()
