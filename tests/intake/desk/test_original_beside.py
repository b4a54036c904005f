"""The original stands beside what was read of it: pages of a PDF as pictures, other papers as their lines."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from documents.text_reader import Unreadable
from intake.models import Upload
from intake.reading.client import page_picture, page_sizes
from tests.decisions.desk.conftest import As
from tests.intake.parsing.papers import CORPUS
from tests.people import People
from tests.queries import CountingClient
from tests.text_readers.test_shapes_of_pdfs import at, drawn

LINES = [
    *("PCD 1907", "Title: Firearms licensing backlog", "Executive Summary:", "The backlog of licences is to be worked"),
    *("off, with money from the Home Office.", "Recommendation:", "The Deputy Mayor is asked to approve £90,000."),
    "Deputy Mayor for Policing and Crime. Date 14/03/2024",
]
PAPER = drawn(
    "".join(at(50, 780 - 20 * n, line.replace("£", "\\243")) for n, line in enumerate(LINES)), at(50, 700, "Annex A")
)


def uploaded(client: Client, name: str, data: bytes) -> Upload:
    client.post("/desk/import/", {"upload": SimpleUploadedFile(name, data)})
    return Upload.objects.get()


def test_the_pages_of_a_pdf_stand_beside_what_was_read_and_beside_what_is_put_right(people: People, signed_in: As):
    upload = uploaded(signed_in(people.fatima), "paper.pdf", PAPER)
    client = CountingClient()
    client.force_login(people.fatima)
    for address in (f"/desk/import/{upload.pk}/", f"/desk/import/{upload.pk}/correct/"):
        shown = client.get(address).content.decode()
        for number in (1, 2):
            assert f'src="/desk/import/{upload.pk}/pages/{number}.png" width="1100"' in shown
            assert f'alt="Page {number} of 2, drawn.' in shown
        assert 'id="line-1"' in shown
    picture = client.get(f"/desk/import/{upload.pk}/pages/1.png")
    assert picture["Content-Type"] == "image/png"
    assert picture["Cache-Control"] == "no-store"
    page = Image.open(BytesIO(picture.content))
    assert page.width == 1100
    assert min(page.convert("L").tobytes()) < 100  # something is drawn on it
    assert client.get(f"/desk/import/{upload.pk}/pages/3.png").status_code == 404


def test_nobody_else_sees_the_pages(people: People, signed_in: As):
    upload = uploaded(signed_in(people.fatima), "paper.pdf", PAPER)
    assert signed_in(people.felix).get(f"/desk/import/{upload.pk}/pages/1.png").status_code == 404
    assert Client().get(f"/desk/import/{upload.pk}/pages/1.png").status_code == 302


def test_a_paper_that_is_no_pdf_shows_its_lines_with_what_became_of_each(people: People, signed_in: As):
    client = signed_in(people.fatima)
    upload = uploaded(client, "paper.txt", (CORPUS / "answers_on_their_own_lines.txt").read_bytes())
    shown = client.get(f"/desk/import/{upload.pk}/correct/").content.decode()
    assert "dr-paper__line--placed" in shown
    assert "<img" not in shown
    assert client.get(f"/desk/import/{upload.pk}/pages/1.png").status_code == 404


def test_a_long_page_is_drawn_within_bounds_and_a_broken_file_gives_none():
    assert page_sizes(b"%PDF-1.7 broken") == []
    with pytest.raises(Unreadable):
        page_picture("a.pdf", b"%PDF-1.7 broken", 1)
    long = drawn("").replace(b"842", b"14400")
    assert [width * height <= 3_003_000 for width, height in page_sizes(long)] == [True]
