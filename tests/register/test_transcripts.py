"""The paper of an imported decision, drawn after its publication, is found from its page."""

import pytest
from django.test import Client

from book.actions.transcribe import draw_transcripts
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_815

pytestmark = pytest.mark.committed


def test_a_transcript_is_offered_once_it_is_drawn(published: Publish, public: Client) -> None:
    published(PCD_815, pdf=None, pages=None)
    assert "a transcript is being drawn" in public.get("/decisions/PCD-815/").content.decode()
    assert draw_transcripts(limit=1, at=NOW) == 1
    page = public.get("/decisions/PCD-815/").content.decode()
    assert "Transcript of decision PCD 815 (PDF, " in page
    assert "What happened since" not in page
    assert public.get("/decisions/PCD-815/decision.pdf").content.startswith(b"%PDF-")
    assert public.get("/decisions/PCD-815/versions/1/decision.pdf").status_code == 200
