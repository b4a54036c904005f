"""Files beside a paper: their digests stand in Part 1, the leak gate reads them, the register serves them by digest."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from docx import Document

from attachments.actions import AttachmentFacts, add_attachment, remove_attachment
from book.part1 import Part1, read_part1
from components.refusals import NotOpen, Refused
from decisions import actions
from decisions.leaks import Leaking
from decisions.models import Attachment, Decision
from decisions.workflow import can_take
from tests.decisions.desk.conftest import As, signed_in  # noqa: F401  # a fixture
from tests.decisions.papers import AT, HOUR, SECRET, draft, paper_with, signing
from tests.people import People

pytestmark = pytest.mark.django_db
COSTS = b"item,amount\nTwo vans,40000\n"


def attach(paper: Decision, people: People, data: bytes = COSTS, name: str = "costs.csv", **more: object) -> Attachment:
    """Fatima attaches a file."""
    facts = AttachmentFacts(**({"title": "Costs", "file_name": name, "data": data, "accessible": "yes"} | more))  # type: ignore[arg-type]
    return add_attachment(decision=paper, facts=facts, by=people.fatima, at=AT)


def submit(paper: Decision, people: People) -> Decision:
    paper = Decision.objects.get(pk=paper.pk)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    return paper


def publish(paper: Decision, people: People) -> None:
    """All the steps from checking to publication."""
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**signing(paper), by=people.clare, at=AT + 3 * HOUR)
    actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + 5 * HOUR)


@pytest.mark.committed
def test_an_attached_file_is_listed_with_its_digest_and_served_by_it(people: People, client: Client) -> None:
    paper = draft(people)
    attach(paper, people)
    attach(paper, people, b"%PDF-1.7 a map", "C:\\maps\\map.pdf", title="Map", accessible="other", accessible_in=1)
    paper = submit(paper, people)
    publish(paper, people)
    part1 = read_part1(bytes(paper.part1 or b""))
    assert isinstance(part1, Part1)
    listed = [(row.number, row.file_name, row.media_type, row.size, row.accessible_in) for row in part1.attachments]
    assert listed == [(1, "costs.csv", "text/csv", len(COSTS), None), (2, "map.pdf", "application/pdf", 14, 1)]
    page = client.get("/decisions/PCD-1901/").content.decode()
    assert "Costs (CSV, 1KB)" in page
    assert "Attachment 1 holds the same in an accessible form" in page
    digest = sha256(COSTS).hexdigest()
    assert digest in page
    answer = client.get(f"/log/files/{digest}")
    assert answer.content == COSTS
    assert 'filename="costs.csv"' in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("run.exe", b"MZ\x90", "is not a PDF, Word"),
        ("map.pdf", b"not a pdf", "is not a PDF, Word"),
        ("page.html", b"<b>hello</b>", "is not a PDF, Word"),
        ("costs.csv", b"", "is empty"),
    ],
)
def test_what_is_no_file_of_these_kinds_is_refused(people: People, name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        attach(draft(people), people, data, name)


def test_a_file_that_hides_words_is_refused_whatever_they_are(people: People) -> None:
    document, data = Document(), io.BytesIO()
    document.add_paragraph("Seen.").add_run("Seven officers watch.").font.hidden = True
    document.save(data)
    with pytest.raises(Refused, match=r"holds more than it shows\. Text that the Word file hides"):
        attach(draft(people), people, data.getvalue(), "costs.docx")


def test_an_accessible_form_is_there_before_it_is_named_and_stays_as_long(people: People) -> None:
    paper = draft(people)
    with pytest.raises(Refused, match="Add the accessible form first"):
        attach(paper, people, accessible="other", accessible_in=1)
    attach(paper, people)
    attach(paper, people, b"a,b\n1,2\n", "more.csv", accessible="other", accessible_in=1)
    with pytest.raises(Refused, match="is the accessible form of attachment 2"):
        remove_attachment(decision=paper, number=1, by=people.fatima, at=AT)
    with pytest.raises(Refused, match="there already, as attachment 1"):
        attach(paper, people)


def test_attachments_after_a_removed_one_move_up(people: People) -> None:
    paper = draft(people)
    for number in range(3):
        attach(paper, people, b"a,b\n%d,2\n" % number, f"file-{number}.csv")
    remove_attachment(decision=paper, number=1, by=people.fatima, at=AT)
    assert list(paper.attachments.values_list("number", "file_name")) == [(1, "file-1.csv"), (2, "file-2.csv")]


def test_the_leak_gate_reads_what_is_attached(people: People) -> None:
    paper = paper_with(people)
    attach(paper, people, f"note\n{SECRET}\n".encode())
    with pytest.raises(Leaking) as caught:
        submit(paper, people)
    assert "attachment 1, costs.csv" in " ".join(caught.value.problems)


def test_a_file_that_cannot_be_read_stops_a_paper_with_a_part_2(people: People) -> None:
    paper = paper_with(people)
    attach(paper, people, b"%PDF-1.7 broken", "map.pdf")
    with pytest.raises(Leaking, match="could not be compared"):
        submit(paper, people)


def test_whoever_attached_a_file_is_an_author_and_nothing_changes_once_submitted(people: People) -> None:
    paper = draft(people)
    facts = AttachmentFacts(title="Costs", file_name="costs.csv", data=COSTS, accessible="yes")
    add_attachment(decision=paper, facts=facts, by=people.felix, at=AT)
    paper = submit(paper, people)
    assert paper.part_saves.filter(part="attachments", saved_by=people.felix).exists()
    assert not can_take("check", paper, people.felix, AT.date())
    with pytest.raises(NotOpen):
        attach(paper, people, b"a,b\n1,2\n")
    for statement in (
        "UPDATE decisions_attachment SET data = ''::bytea",
        "DELETE FROM decisions_attachment",
        "UPDATE decisions_attachment SET title = 'Other'",
    ):
        with pytest.raises(DatabaseError, match="is fixed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_file_is_attached_and_taken_away_on_the_page(people: People, signed_in: As) -> None:  # noqa: F811
    paper = draft(people)
    page, browser = reverse("desk:decision_attachments", args=[paper.pk]), signed_in(people.fatima)
    assert page in browser.get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    sent = {"upload": SimpleUploadedFile("costs.xlsx", archive.getvalue()), "title": "Costs", "accessible": "no"}
    assert browser.post(page, sent).status_code == 302
    shown = browser.get(page).content.decode()
    assert "1. Costs" in shown
    assert "It has no accessible form." in shown
    assert browser.get(f"{page}1/").content == archive.getvalue()
    assert browser.post(page, {"title": "Nothing"}).status_code == 422
    wrong = browser.post(page, {"upload": SimpleUploadedFile("tool.exe", b"MZ"), "title": "Tool"}).content.decode()
    assert "tool.exe is not a PDF" in wrong, "said at once, not only when all else is answered"
    assert "Say whether the file can be read" in wrong
    browser.post(page, {"remove": "1"})
    assert not Attachment.objects.exists()
