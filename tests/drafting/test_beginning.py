"""A paper begins from nothing, from an earlier decision, or as a short paper without a board report."""

from datetime import timedelta

import pytest
from django.test import Client

from book.part1 import read_part1
from components.clock import held_at
from components.refusals import Refused
from decisions.models import Decision
from decisions.parts import PARTS, parts_on, read_part
from decisions.readiness import obstacles
from drafting.actions import begin_paper, save_part
from figures.dates import london_day
from tests.decisions import papers
from tests.people import People

pytestmark = pytest.mark.django_db

REPORT = [key for key, part in PARTS.items() if part.group == "Board report"]


def test_a_short_paper_needs_nothing_of_a_board_report_and_is_sealed_without_one(people: People) -> None:
    paper = papers.draft(people, is_short=True)
    assert not set(REPORT[1:]) & parts_on(paper).keys()
    assert obstacles(paper, london_day(papers.AT)) == []
    paper = papers.approved(people, is_short=True)
    assert paper.part1
    part1 = read_part1(bytes(paper.part1))
    assert part1.report is None
    assert {section.document for section in part1.sections} == {"form"}
    assert paper.needed_by is None


def test_what_was_written_of_a_report_is_kept_and_comes_back_with_it(people: People) -> None:
    paper = papers.draft(people)
    for is_left_out, seen in ((True, 0), (False, 1)):
        save_part(
            decision=paper, part="board-report", seen=seen, values={"is_left_out": is_left_out}, by=people.fatima,
            at=papers.AT,
        )  # fmt: skip
        paper = Decision.objects.get(pk=paper.pk)
        assert ("report-facts" in parts_on(paper)) is not is_left_out
    assert read_part(paper, "report-facts")["text"] == "What is to be said on report-facts."


def test_a_continuation_is_linked_and_takes_texts_but_no_amounts_dates_or_declarations(people: People) -> None:
    first = papers.approved(people)
    later = papers.AT + timedelta(days=90)
    paper = begin_paper(title="Second year", grants=[], continues=first, with_texts=True, by=people.felix, at=later)
    paper = Decision.objects.get(pk=paper.pk)
    assert read_part(paper, "earlier")["rows"] == [{"kind": "continues", "earlier_reference": str(first.reference)}]
    assert read_part(paper, "introduction")["text"] == "What is to be said on introduction."
    assert paper.title == "Second year"
    (row,) = read_part(paper, "recommendations")["rows"]
    assert row["text"].startswith("Accept the offer")
    assert (row["amount"], row["grant"]) == (None, None)
    report = read_part(paper, "report")
    assert (report["board"], report["board_on"], report["author"]) == ("Portfolio and Investment Board", None, "")
    assert read_part(paper, "time")["needed_by"] is None
    assert {row["answer"] for row in read_part(paper, "declarations")["rows"]} == {""}
    assert read_part(paper, "part-2")["part_2"] == ""
    assert set(paper.part_saves.values_list("saved_by", flat=True)) == {people.felix.pk}


def test_a_draft_without_a_reference_is_continued_by_nothing(people: People) -> None:
    draft = papers.draft(people)
    with pytest.raises(Refused, match="has no reference yet"):
        begin_paper(title="Next", grants=[], continues=draft, by=people.fatima, at=papers.AT)


def test_fatima_continues_a_decision_from_its_page(people: People) -> None:
    first = papers.approved(people)
    client = Client()
    client.force_login(people.fatima)
    with held_at(papers.AT + timedelta(days=90)):
        page = client.get(f"/desk/decisions/{first.pk}/").content.decode()
        assert f"/desk/decisions/add/?continues={first.reference_words.replace(' ', '%20')}" in page
        form = client.get(f"/desk/decisions/add/?continues={first.reference_words}").content.decode()
        assert f'value="{first.reference_words}"' in form
        typed = {"title": "Second year", "continues": "no such thing", "with_texts": "on"}
        assert client.post("/desk/decisions/add/", typed).status_code == 422
        unknown = client.post("/desk/decisions/add/", typed | {"continues": "PCD 1"})
        assert "There is no paper PCD 1 at the desk" in unknown.content.decode()
        nothing = client.post("/desk/decisions/add/", typed | {"continues": ""})
        assert "Name the decision whose texts" in nothing.content.decode()
        begun = client.post("/desk/decisions/add/", typed | {"continues": first.reference_words, "is_short": "on"})
        assert begun.status_code == 302
        tasks = client.get(begun["Location"]).content.decode()
    assert "Is there a board report?" in tasks
    assert "Time sensitivity" not in tasks
    paper = Decision.objects.latest("pk")
    assert paper.links.get().earlier_key == first.reference_key
    assert list(paper.grants()) == list(first.grants()), "none was ticked: those of the decision that was typed"
