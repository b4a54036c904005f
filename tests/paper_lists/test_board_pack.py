"""The papers of a meeting as one PDF: contents, bookmarks, page labels, and sealed originals to the byte."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from components.clock import held_at
from decisions.models import Decision
from documents.packing import page_count
from paper_lists.board_pack import board_pack, meetings
from tests.decisions import papers
from tests.decisions.papers import AT
from tests.people import People

LATER = AT + timedelta(days=2)


def texts(pdf: bytes) -> list[str]:
    """The text of each page, its spaces made single."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.django_db
def test_a_pack_holds_contents_bookmarks_labels_and_the_sealed_original_to_the_byte(people: People) -> None:
    sealed = papers.approved(people)
    summary = {"title": "A second team", "executive_summary": "It is funded.", "marking": "OFFICIAL"}
    waiting = papers.submitted(people, summary=summary)
    papers.draft(people, grant=papers.home_office_grant(people, title="Not yet submitted"))
    (meeting,) = meetings(Decision.objects.all())
    assert {paper.pk for paper in meeting.papers} == {sealed.pk, waiting.pk}
    packed = board_pack(meeting, LATER)
    assert packed == board_pack(meeting, LATER)
    original = bytes(sealed.sealed_paper.pdf)
    with pikepdf.open(io.BytesIO(packed)) as file:
        attached = {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}
        names = [item.title for item in file.open_outline().root]
        labels = [str(page.label) for page in file.pages]
        assert "/AcroForm" not in file.Root
    assert attached["1-PCD-1901.pdf"] == original
    assert names[1].startswith("1. PCD 1901: Online team")
    assert names[2].startswith("2. PCD 1902: A second team")
    first = page_count(original)
    assert labels[:3] == ["i", "1-1", "1-2"]
    assert labels[first] == f"1-{first}"
    assert labels[first + 1] == "2-1"
    pages = texts(packed)
    assert "PCD 1901: Online team" in pages[0]
    assert "PCD 1902: A second team (not decided)" in pages[0]
    assert pages[1 : first + 1] == texts(original)
    assert all("Draft, not a decision" in text for text in pages[first + 1 :])


@pytest.mark.django_db
def test_no_word_of_part_2_is_in_a_pack_and_only_who_may_open_papers_gets_one(people: People) -> None:
    papers.published_with_part_2(people)
    with held_at(LATER):
        client = Client()
        client.force_login(people.dev)
        page = client.get(reverse("desk:board_packs")).content.decode()
        meeting = meetings(Decision.objects.all())[0]
        query: dict[str, Any] = {"day": meeting.on.isoformat(), "board": meeting.board}
        answer = client.get(reverse("desk:board_pack_pdf"), query)
        assert answer.status_code == 200
        assert papers.SECRET not in " ".join(texts(answer.content))
        assert "as one PDF" in page
        assert client.get(reverse("desk:board_pack_pdf"), query | {"board": "No such board"}).status_code == 404
        client.force_login(people.sam)
        assert client.get(reverse("desk:board_pack_pdf"), query).status_code == 403
