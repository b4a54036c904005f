"""Start from an existing paper: its text beside the filled draft, lines without a place listed and placed."""

import io
import json
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit.models import Event
from components import uploads
from components.refusals import Refused
from decisions.models import Decision, StoredFile
from decisions.parts import read_part
from decisions.readiness import obstacles
from intake.actions.import_published import Original
from intake.actions.uploads import begin_from_paper, discard_upload, enter_upload
from intake.models import Upload
from intake.parsing import read_paper
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import filled
from tests.intake.parsing.papers import CORPUS
from tests.people import People
from text_readers.reader import read_text

AT = "/desk/import/"


def file(name: str, data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (CORPUS / name).read_bytes() if data is None else data)


def read_of(upload: Upload) -> Original:
    """An upload, read again."""
    data = bytes(upload.data)
    return Original(read_paper(read_text(upload.name, data), name=upload.name), upload.name, data)


def begun(client: Client, sent: dict[str, Any], **typed: str) -> Any:
    """Bring a paper and begin a draft from it, with the answers typed on the page between; the page after it."""
    return client.post(at_of(client, sent), {"make": "draft", **typed}, follow=True)


def at_of(client: Client, sent: dict[str, Any]) -> str:
    """The address of the page that shows what was read of a paper."""
    return str(client.post(AT, sent, follow=True).request["PATH_INFO"])


def test_fatima_sees_what_was_read_before_anything_is_made_of_it(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = client.post(AT, {"upload": file("answers_on_their_own_lines.txt")}, follow=True)
    shown = page.content.decode()
    assert not Decision.objects.exists()
    assert "Firearms licensing backlog (line " in shown
    assert "Begin the draft" in shown
    assert 'id="line-66"' in shown
    assert "answers_on_their_own_lines.txt" in client.get(AT).content.decode()
    assert signed_in(people.felix).get(page.request["PATH_INFO"]).status_code == 404


def test_what_fatima_chooses_for_the_lines_goes_into_the_draft_and_the_history(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = at_of(client, {"upload": file("answers_on_their_own_lines.txt")})
    sent = filled(client.get(at), having="line-65", **{"line-65": "background", "line-64": "aside"})
    page = client.post(at, sent, follow=True)
    paper = Decision.objects.get()
    assert read_part(paper, "background")["text"] == "None.\n\nJane Poe has drafted this report."
    shown = page.content.decode()
    assert "Set aside by hand" in shown
    assert "Background and supporting papers, placed by hand" in shown
    assert ("Line 64" in shown, "Line 65" in shown, "Line 66" in shown) == (False, False, True)
    event = Event.objects.get(verb="decision.begin_from_paper")
    assert event.sentence.endswith("from a paper, placing line 65 and setting aside line 64.")
    assert (event.details["placed"], event.details["set_aside"]) == ({"65": "background"}, [64])
    assert "Jane Poe" not in json.dumps(event.details)


def test_a_draft_is_begun_once_however_often_the_button_is_pressed(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = at_of(client, {"upload": file("labels_on_two_lines.txt")})
    original = Upload.objects.get()
    for _ in range(2):
        client.post(at, {"make": "draft"})
    assert Decision.objects.count() == 1
    paper = begin_from_paper(original=read_of(original), upload=original, by=people.fatima, at=NOW)
    assert paper == Decision.objects.get()
    assert client.get(at).status_code == 302
    assert "labels_on_two_lines" not in client.get(AT).content.decode()


def test_lines_set_aside_after_the_beginning_are_remembered_too(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = begun(client, {"upload": file("answers_on_their_own_lines.txt")})
    at = page.request["PATH_INFO"]
    client.post(at, filled(page, having="line-64", **{"line-64": "aside", "line-66": "aside"}))
    again = client.get(at).content.decode()
    assert again.count("Set aside by hand") == 2
    assert ("Line 64:" in again, "Line 65:" in again) == (False, True)
    event = Event.objects.get(verb="decision.place_lines")
    assert event.sentence.endswith("setting aside lines 64 and 66.")
    client.post(at, {"line-64": "background"})
    assert "Drafting Officer" not in read_part(Decision.objects.get(), "background")["text"]


def test_fatima_begins_from_a_form_and_sees_its_text_beside_the_draft(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = begun(client, {"upload": file("answers_on_their_own_lines.txt")})
    paper = Decision.objects.get()
    assert page.request["PATH_INFO"] == reverse("intake:upload_review", args=[paper.pk])
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
    page = begun(client, {"upload": file("answers_on_their_own_lines.txt")})
    paper = Decision.objects.get()
    at = reverse("intake:upload_review", args=[paper.pk])
    sent = filled(page, having="line-65", **{"line-65": "background"})
    assert client.post(at, sent).status_code == 302
    text = read_part(Decision.objects.get(), "background")["text"]
    assert text == "None.\n\nJane Poe has drafted this report."
    assert "Line 65" not in client.get(at).content.decode()
    assert "Line 64" in client.get(at).content.decode()


def test_pasted_text_is_read_as_a_file_is(people: People, signed_in: As):
    text = (CORPUS / "labels_on_two_lines.txt").read_text(encoding="utf-8")
    page = begun(signed_in(people.fatima), {"text": text}).content.decode()
    assert Decision.objects.get().title == "Witness care: further funding for 2017/18"
    assert "Every line of the paper has its place." in page


def test_a_paper_without_a_title_has_words_for_one_in_every_list(people: People, signed_in: As):
    client = signed_in(people.fatima)
    begun(client, {"upload": file("summary_that_asks.txt")})
    assert Decision.objects.get().title == "Paper without a title"
    assert "Paper without a title" in client.get("/desk/decisions/").content.decode()


def test_a_paper_without_a_title_is_given_one_before_it_is_submitted(people: People, signed_in: As):
    begun(signed_in(people.fatima), {"upload": file("summary_that_asks.txt")})
    assert "Give the paper a title." in obstacles(Decision.objects.get(), NOW.date())


def test_what_was_brought_by_mistake_is_thrown_away_with_its_words(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = at_of(client, {"upload": file("labels_on_two_lines.txt")})
    assert signed_in(people.felix).post(at, {"make": "nothing"}).status_code == 404
    assert "is thrown away" in client.post(at, {"make": "nothing"}, follow=True).content.decode()
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert "is thrown away" in client.post(at, {"make": "nothing"}, follow=True).content.decode()
    assert client.get(at).status_code == 404
    assert Event.objects.get(verb="decision.discard").sentence.startswith("Fatima Finch threw away a paper")


def test_what_something_was_made_of_is_not_thrown_away(people: People, signed_in: As):
    client = signed_in(people.fatima)
    at = at_of(client, {"upload": file("labels_on_two_lines.txt")})
    client.post(at, {"make": "draft"})
    client.post(at, {"make": "nothing"})
    upload = Upload.objects.get()
    assert (upload.decision, bytes(upload.data)) == (Decision.objects.get(), b"")
    assert bytes(StoredFile.objects.get().data) == (CORPUS / "labels_on_two_lines.txt").read_bytes()
    with pytest.raises(Refused, match="rests on it"):
        discard_upload(upload=upload, by=people.fatima, at=NOW)


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
    assert page.status_code == 422
    assert "The file is bigger than" in shown
    assert "What I pasted" in shown


@pytest.mark.parametrize("who", ["clare", "kaya", "sam"])
def test_who_neither_writes_papers_nor_enters_earlier_ones_brings_none(people: People, signed_in: As, who: str):
    client = signed_in(getattr(people, who))
    assert client.get(AT).status_code == 403
    assert client.post(AT, {"upload": file("labels_on_two_lines.txt")}).status_code == 403
    assert not Decision.objects.exists()


def test_dev_may_look_at_the_comparison_and_place_nothing(people: People, signed_in: As):
    begun(signed_in(people.fatima), {"upload": file("answers_on_their_own_lines.txt")})
    at = reverse("intake:upload_review", args=[Decision.objects.get().pk])
    page = signed_in(people.dev).get(at)
    assert page.status_code == 200
    assert "Place the lines" not in page.content.decode()
    signed_in(people.dev).post(at, {"line-65": "background"})
    assert "Jane Poe" not in read_part(Decision.objects.get(), "background")["text"]


def test_a_paper_that_was_not_begun_from_another_has_no_such_page(people: People, signed_in: As):
    client = signed_in(people.fatima)
    client.post("/desk/decisions/add/", {"title": "A new paper"})
    assert client.get(reverse("intake:upload_review", args=[Decision.objects.get().pk])).status_code == 404


def archive_of(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(f"papers/{name}", (CORPUS / name).read_bytes())
    return stream.getvalue()


def test_each_paper_of_an_archive_becomes_an_upload_of_its_own(people: People, signed_in: As):
    client = signed_in(people.fatima)
    sent = archive_of("labels_on_two_lines.txt", "answers_on_their_own_lines.txt", "letter.txt")
    shown = client.post(AT, {"upload": file("papers.zip", sent)}, follow=True).content.decode()
    assert sorted(upload.name for upload in Upload.objects.all()) == [
        "answers_on_their_own_lines.txt",
        "labels_on_two_lines.txt",
    ]
    assert "2 papers are read" in shown
    assert "1 file was not read. letter.txt:" in shown


def test_what_a_letter_holds_beside_the_paper_is_told_with_the_paper(people: People, signed_in: As):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "asha@example.org", "ben@example.org", "Please read £95,000"
    letter.set_content("The paper is attached.\nIn paragraph 3 read £95,000.\n")
    paper = (CORPUS / "answers_on_their_own_lines.txt").read_bytes()
    letter.add_attachment(paper, maintype="text", subtype="plain", filename="paper.txt")
    letter.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="annex.docx")
    client = signed_in(people.fatima)
    shown = client.post(AT, {"upload": file("letter.eml", letter.as_bytes())}, follow=True).content.decode()
    assert Upload.objects.get().name == "paper.txt"
    for sentence in (
        "Text of the letter that the paper came with was left out: “The paper is attached.”, "
        "“In paragraph 3 read £95,000.”.",
        "The letter’s subject was not read: “Please read £95,000”.",
        "Not read, of the letter that the paper came with: annex.docx is a broken archive.",
    ):
        assert sentence in shown
    reading = Upload.objects.get().reading or {}
    assert reading["paper"]["title"] == "Firearms licensing backlog"


def test_the_same_file_again_is_the_upload_that_waits(people: People, signed_in: As):
    client = signed_in(people.fatima)
    addresses = {at_of(client, {"upload": file("labels_on_two_lines.txt")}) for _ in range(2)}
    assert len(addresses) == Upload.objects.count() == 1


def test_the_same_file_after_it_was_entered_is_said(people: People, signed_in: As):
    client = signed_in(people.fatima)
    begun(client, {"upload": file("labels_on_two_lines.txt")})
    page = client.post(
        AT, {"upload": file("renamed.txt", (CORPUS / "labels_on_two_lines.txt").read_bytes())}, follow=True
    )
    assert "The same file was entered before, as" in page.content.decode()


def test_a_paper_of_the_same_words_in_another_file_is_said_and_one_with_another_summary_is_not(
    people: People, signed_in: As
):
    client, paper = signed_in(people.fatima), (CORPUS / "answers_on_their_own_lines.txt").read_bytes()
    begun(client, {"upload": file("answers_on_their_own_lines.txt")})
    again = client.post(AT, {"upload": file("again.txt", paper + b"\n\n")}, follow=True).content.decode()
    assert "A paper with the same title and summary was entered before, as" in again
    other = paper.replace(b"12 temporary staff for a year.", b"lamps for the parks of four boroughs, and no staff.")
    assert other != paper
    shown = client.post(AT, {"upload": file("other.txt", other)}, follow=True).content.decode()
    assert "was entered before" not in shown


def test_a_paper_that_looks_like_anothers_is_taken_with_a_reason_that_is_kept(people: People, signed_in: As):
    client = signed_in(people.fatima)
    refused = client.post(AT, {"upload": file("another_commissioner.txt")})
    assert refused.status_code == 422
    client.post(AT, {"upload": file("another_commissioner.txt"), "ours_because": "We took this office’s duties over."})
    assert Upload.objects.get().ours_because == "We took this office’s duties over."
    assert "said that it is this body’s" in Event.objects.get(verb="decision.upload").sentence


def test_a_page_shows_what_was_read_without_reading_the_file_again(people: People, signed_in: As, monkeypatch):
    client = signed_in(people.fatima)
    at = at_of(client, {"upload": file("labels_on_two_lines.txt")})

    def read_again(*_: Any, **__: Any) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr("intake.views.review.read_file", read_again)
    assert "Witness care" in client.get(at).content.decode()
    client.post(at, {"make": "draft"})
    review = reverse("intake:upload_review", args=[Decision.objects.get().pk])
    assert client.get(review).status_code == 200


def hidden_page(words: str) -> bytes:
    """A saved page of a paper with a line that is nearly white, as a Word file prints it to PDF."""
    from weasyprint import HTML

    text = (CORPUS / "labels_on_two_lines.txt").read_text(encoding="utf-8")
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    return bytes(HTML(string=f"<style>.f{{color:#f0f0f0}}</style>{lines}<p class=f>{words}</p>").write_pdf())


def test_what_the_reader_cannot_tell_is_asked_before_anything_is_made(people: People, signed_in: As):
    client = signed_in(people.fatima)
    page = client.post(AT, {"upload": file("faint.pdf", hidden_page("nobody should see these words"))}, follow=True)
    at = page.request["PATH_INFO"]
    assert "hardly visible" in page.content.decode()
    assert client.post(at, {"make": "draft"}).status_code == 422
    assert not Decision.objects.exists()
    client.post(at, {"make": "draft", "looked": "on"})
    assert Decision.objects.exists()


def test_what_must_be_put_right_stops_entering_and_publishing(people: People, signed_in: As):
    client = signed_in(people.dev)
    page = client.post(AT, {"upload": file("references_disagree.txt")}, follow=True)
    assert "This must be put right before the paper is published" in page.content.decode()
    upload = Upload.objects.get()
    with pytest.raises(Refused, match="must be put right"):
        enter_upload(original=read_of(upload), upload=upload, by=people.dev, at=NOW)
    assert not Decision.objects.exists()


def test_the_words_that_were_read_go_when_a_paper_is_expunged(people: People, signed_in: As):
    client = signed_in(people.fatima)
    begun(client, {"upload": file("labels_on_two_lines.txt")})
    upload = Upload.objects.get()
    assert "Witness care" in json.dumps(upload.reading)
    Upload.objects.filter(pk=upload.pk).update(name="removed")  # as the functions that expunge do in the database
    upload.refresh_from_db()
    assert (upload.reading, upload.sha256, upload.ours_because) == (None, "", "")


def test_every_piece_of_hidden_text_is_listed_before_and_after_a_draft_is_begun(people: People, signed_in: As):
    client = signed_in(people.fatima)
    hidden = "".join(f"<p hidden>Ghost number {number}.</p>" for number in range(1, 8))
    paper = (CORPUS / "saved_page.html").read_text().replace("</h1>", f"</h1>{hidden}", 1)
    page = client.post(AT, {"upload": file("saved.html", paper.encode())}, follow=True)
    assert "and 3 more" in page.content.decode()
    assert "<li>Ghost number 7.</li>" in page.content.decode()
    after = client.post(page.request["PATH_INFO"], {"make": "draft"}, follow=True)
    review = reverse("intake:upload_review", args=[Decision.objects.get().pk])
    assert after.status_code == 200
    assert "<li>Ghost number 7.</li>" in client.get(review).content.decode()
