"""Text keeps its shape from the text box to Part 1, the page and the gate before publication."""

import json

import pytest
from django.test import Client

from book.part1.text import Paragraph, Points, Table
from decisions.composing import compose
from decisions.leaks import find_leaks
from tests.decisions import papers
from tests.decisions.papers import AT, SECRET
from tests.people import People

pytestmark = pytest.mark.django_db

SHAPED = (
    "1.1\tThe **first** year[^1].\n\n- staff\n  - half in London\n- licences\n\n"
    "Table: Cost by year\n| Year | Amount |\n|---|---:|\n| 2018/19 | £250,000 |\n| 2019/20 | £250,000 |\n\n"
    "The end.\n\n[^1]: Letter of 3 October."
)


def section_of(part1, document, kind):
    return next(s for s in part1.sections if (s.document, s.kind) == (document, kind))


def test_the_form_numbers_its_paragraphs_and_the_report_keeps_its_own(people: People):
    paper = papers.draft(
        people, introduction={"text": SHAPED}, report_facts={"text": "1. One.\n2. Two.\n\nNo number.[^a]\n\n[^a]: N."}
    )
    part1 = compose(paper, AT.date())
    first, points, table, last = section_of(part1, "form", "introduction").content.blocks
    assert isinstance(first, Paragraph)
    assert (first.number, last.number) == ("1.1.", "1.2.")
    assert isinstance(points, Points)
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    facts = section_of(part1, "report", "facts").content
    assert [block.number for block in facts.blocks] == ["1.", "2.", ""]
    assert facts.notes[0].number == 2, "notes are numbered through the whole paper"


def test_words_of_part_2_are_found_though_some_of_them_are_bold(people: People):
    words = SECRET.split()
    hidden = " ".join([*words[:4], f"**{words[4]}**", *words[5:]])
    paper = papers.paper_with(people, introduction={"text": f"As is known, {hidden}"})
    assert find_leaks(paper, part1=compose(paper, AT.date()), pdf=None)


def test_a_shaped_paper_is_sealed_and_published_with_its_shape(people: People):
    paper = papers.approved(people, introduction={"text": SHAPED})
    content = json.loads(bytes(paper.part1 or b""))
    assert content["schema"] == "part1/2"
    section = next(s for s in content["sections"] if s["kind"] == "introduction")
    assert [block["type"] for block in section["content"]["blocks"]] == ["paragraph", "points", "table", "paragraph"]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_pasted_text_comes_back_as_markup_and_nothing_is_stored(people: People):
    client = signed_in(people.fatima)
    answer = client.post("/desk/text/", {"html": "<p>One <b>two</b></p><ul><li>three</li></ul><img src=x>"}).json()
    assert answer["markup"] == "One **two**\n\n- three"
    assert "<strong>two</strong>" in answer["html"]
    assert answer["lost"] == ["Pictures are not kept."]
    typed = client.post("/desk/text/", {"markup": "<script>alert(1)</script>"}).json()
    assert "<script>" not in typed["html"]


def test_who_writes_no_papers_is_not_answered(people: People):
    assert signed_in(people.kaya).post("/desk/text/", {"markup": "x"}).status_code == 403
    assert signed_in(people.fatima).get("/desk/text/").status_code == 405
