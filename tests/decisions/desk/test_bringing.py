"""Start from an existing paper: its text beside the filled draft, lines without a place listed and placed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from components import uploads
from decisions.models import Decision
from decisions.parts import read_part
from tests.decisions.desk.conftest import As
from tests.decisions.desk.typing import filled
from tests.decisions.reading.papers import CORPUS
from tests.people import People

AT = "/desk/import/"


def file(name: str, data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (CORPUS / name).read_bytes() if data is None else data)


def test_fatima_brings_a_form_and_sees_its_text_beside_the_draft(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = client.post(AT, {"upload": file("answers_on_their_own_lines.txt")}, follow=True)
    paper = Decision.objects.get()
    assert page.request["PATH_INFO"] == reverse("desk:decision_brought", args=[paper.pk])
    shown = page.content.decode()
    assert paper.title == "Firearms licensing backlog"
    assert str(paper.report.needed_by) == "2025-03-31"
    assert 'id="line-66"' in shown
    assert "Jane Poe has drafted this report." in shown
    assert shown.count("Not placed") == 3
    assert "Introduction and background" in shown
    assert read_part(paper, "deferral")["deferral"] == "no"
    assert not paper.declarations.exclude(answer="").exists()


def test_a_line_without_a_place_is_placed_by_hand_and_the_others_set_aside(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = client.post(AT, {"upload": file("answers_on_their_own_lines.txt")}, follow=True)
    paper = Decision.objects.get()
    at = reverse("desk:decision_brought", args=[paper.pk])
    sent = filled(page, having="line-65", **{"line-65": "background"})
    assert client.post(at, sent).status_code == 302
    text = read_part(Decision.objects.get(), "background")["text"]
    assert text == "None.\n\nJane Poe has drafted this report."
    assert "Line 65" not in client.get(at).content.decode()
    assert "Line 64" in client.get(at).content.decode()


def test_pasted_text_is_read_as_a_file_is(people: People, signed_in: As):
    text = (CORPUS / "labels_on_two_lines.txt").read_text(encoding="utf-8")
    page = signed_in(people.fatima).post(AT, {"text": text}, follow=True).content.decode()
    assert Decision.objects.get().title == "Witness care: further funding for 2017/18"
    assert "Every line of the paper has its place." in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose the paper’s file, or paste its text."),
        ({"upload": file("list_of_decisions.txt")}, "This seems to be a page that lists decisions"),
        ({"upload": file("another_body.txt")}, "MD2999"),
        ({"upload": file("a.png", b"\x89PNG\r\n\x1a\n1234")}, "seems to be a picture"),
        ({"upload": file("empty.txt", b" ")}, "is empty"),
        ({"text": "Only a few words."}, "only a few words"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence_and_nothing_is_begun(people: People, signed_in: As, sent, says):
    page = signed_in(people.fatima).post(AT, sent)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Decision.objects.exists()


def test_a_file_that_is_too_big_is_refused_and_the_pasted_text_kept(people: People, signed_in: As, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 1000)
    page = signed_in(people.fatima).post(AT, {"upload": file("long.txt", b"word " * 1000), "text": "What I pasted"})
    shown = page.content.decode()
    assert page.status_code in (413, 422)
    assert "The file is bigger than" in shown
    assert "What I pasted" in shown


@pytest.mark.parametrize("who", ["dev", "clare", "sam"])
def test_who_writes_no_papers_brings_none(people: People, signed_in: As, who: str):
    client = signed_in(getattr(people, who))
    assert client.get(AT).status_code == 403
    assert client.post(AT, {"upload": file("labels_on_two_lines.txt")}).status_code == 403
    assert not Decision.objects.exists()


def test_dev_may_look_at_the_comparison_and_place_nothing(people: People, signed_in: As):
    signed_in(people.fatima).post(AT, {"upload": file("answers_on_their_own_lines.txt")})
    at = reverse("desk:decision_brought", args=[Decision.objects.get().pk])
    page = signed_in(people.dev).get(at)
    assert page.status_code == 200
    assert "Place the lines" not in page.content.decode()
    signed_in(people.dev).post(at, {"line-65": "background"})
    assert "Jane Poe" not in read_part(Decision.objects.get(), "background")["text"]


def test_a_paper_that_was_not_begun_from_another_has_no_such_page(people: People, signed_in: As):
    client = signed_in(people.fatima)
    client.post("/desk/decisions/add/", {"title": "A new paper"})
    assert client.get(reverse("desk:decision_brought", args=[Decision.objects.get().pk])).status_code == 404
