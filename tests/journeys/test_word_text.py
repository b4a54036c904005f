"""Twenty rows, points and a note pasted from Word are sealed, and read the same in page, PDF, JSON and import."""

from typing import Any

import pytest
from django.test import Client

from book.part1 import read_part1
from book.part1.text import Points, Table, plain
from decisions.models import Decision
from intake.draft_from_upload import draft_of
from intake.reading.papers import read_all_in
from markup import html_to_content, read_markup, write_markup
from tests.decisions import papers
from tests.people import People
from text_readers.reader import read_text

pytestmark = pytest.mark.django_db

ROWS = [(f"Item {number}", f"£{number},250") for number in range(1, 21)]
WORD = (
    "<html><body lang=EN-GB><p class=MsoNormal><b>Twenty</b> items are bought."
    "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·"
    "</span><![endif]>for staff</p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·"
    "</span><![endif]>for vans</p>"
    "<table class=MsoTableGrid><tr><td><p class=MsoNormal>What</p></td><td><p class=MsoNormal>Cost</p></td></tr>"
    + "".join(f"<tr><td><p class=MsoNormal>{what}</p></td><td><p>{cost}</p></td></tr>" for what, cost in ROWS)
    + "</table><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
    "<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1'>[1]</a> Quoted in October."
    "</p></div></div></body></html>"
)


def test_what_was_pasted_from_word_reads_the_same_in_page_pdf_json_and_import(people: People, client: Client) -> None:
    text = write_markup(html_to_content(WORD).content)
    paper = papers.approved(people, introduction={"text": text})
    sealed = Decision.objects.get(pk=paper.pk)
    section = _introduction(read_part1(bytes(sealed.part1 or b"")))
    assert _table(section.content) == ROWS
    assert [plain(note.text) for note in section.content.notes] == ["Quoted in October."]

    client.force_login(people.dev)
    page = client.get(f"/desk/decisions/{paper.pk}/").content.decode()
    assert page.count("Item ") == len(ROWS)
    assert "Quoted in October." in page

    pdf = bytes(sealed.sealed_paper.pdf)
    lines = " ".join(" ".join(read_text("paper.pdf", pdf)).split())
    for words in (*(f"{what} {cost}" for what, cost in ROWS), "for staff", "for vans", "Quoted in October."):
        assert words in lines, words

    (original,) = read_all_in("paper.pdf", pdf, at=papers.AT + 9 * papers.HOUR)
    assert not isinstance(original, str)
    back = draft_of(original.paper).parts["introduction"]["text"]
    assert _table(read_markup(back)) == ROWS
    points = next(block for block in read_markup(back).blocks if isinstance(block, Points))
    assert [plain(point.text) for point in points.points] == ["for staff", "for vans"]
    assert "Quoted in October." in back


def _introduction(part1: Any) -> Any:
    return next(section for section in part1.sections if section.kind == "introduction")


def _table(content: Any) -> list[tuple[str, ...]]:
    table = next(block for block in content.blocks if isinstance(block, Table))
    return [tuple(plain(cell) for cell in row.cells) for row in table.rows]
