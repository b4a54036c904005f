"""Nothing saved is lost: every save of a part, a way back, and a submitted paper that its author takes back."""

import pytest
from django.test import Client

from components.refusals import NotAllowed, NotOpen, Refused
from decisions import actions
from decisions.models import Decision, Section, Status
from drafting.actions import save_part
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import People

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_earlier_text_is_found_compared_and_taken_back(people: People):
    paper = papers.draft(people, introduction={"text": "The first text."})
    save_part(
        decision=paper, part="introduction", seen=1, values={"text": "Another text."}, by=people.felix, at=AT + HOUR
    )
    client = signed_in(people.fatima)
    page = client.get(f"/desk/decisions/{paper.pk}/parts/introduction/history/").content.decode()
    for words in ("Version 2", "Version 1", people.felix.name, people.fatima.name):
        assert words in page
    assert "?version=1" in page
    assert "?version=2" not in page, "the newest text is the one that stands"
    form = client.get(f"/desk/decisions/{paper.pk}/parts/introduction/?version=1")
    assert form.context["form"]["text"].value() == "The first text."
    assert form.context["seen"] == 2
    assert Section.objects.get(decision=paper, document="form", kind="introduction").text == "Another text."
    client.post(f"/desk/decisions/{paper.pk}/parts/introduction/", {"text": "The first text.", "seen": "2"})
    assert Section.objects.get(decision=paper, document="form", kind="introduction").text == "The first text."
    assert paper.part_saves.filter(part="introduction").count() == 3


@pytest.mark.parametrize("version", ["0", "9", "x", "1" * 30, "-1"])
def test_an_address_that_names_no_save_shows_the_text_that_stands(people: People, version: str):
    paper = papers.draft(people, introduction={"text": "The text."})
    answer = signed_in(people.fatima).get(f"/desk/decisions/{paper.pk}/parts/introduction/?version={version}")
    assert answer.context["form"]["text"].value() == "The text."


def test_who_only_reads_the_paper_sees_the_history_and_no_way_back(people: People):
    paper = papers.submitted(people)
    page = signed_in(people.dora).get(f"/desk/decisions/{paper.pk}/parts/introduction/history/")
    assert page.status_code == 200
    assert "?version=" not in page.content.decode()


def test_an_optional_part_saved_empty_is_not_done(people: People):
    paper = papers.draft(people)
    save_part(decision=paper, part="report-legal", seen=0, values={"text": ""}, by=people.fatima, at=AT)
    groups = signed_in(people.fatima).get(f"/desk/decisions/{paper.pk}/").context["groups"]
    (task,) = [task for task in groups["Board report"] if task["title"] == "Legal comments"]
    assert task["status"] == "Optional"


def test_its_author_takes_a_submitted_paper_back_until_it_is_checked(people: People):
    paper = papers.submitted(people)
    with pytest.raises(Refused, match="Write why"):
        actions.take_back(decision=paper, seen=paper.version, note=" ", by=people.fatima, at=AT + 2 * HOUR)
    with pytest.raises(NotAllowed, match="wrote no part"):
        actions.take_back(decision=paper, seen=paper.version, note="Mine?", by=people.felix, at=AT + 2 * HOUR)
    actions.take_back(decision=paper, seen=paper.version, note="A figure is wrong.", by=people.fatima, at=AT + 2 * HOUR)
    assert paper.status == Status.DRAFT
    assert paper.moves.get(step="take_back").note == "A figure is wrong."
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + 3 * HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 4 * HOUR)
    paper = Decision.objects.get(pk=paper.pk)
    with pytest.raises(NotOpen):
        actions.take_back(decision=paper, seen=paper.version, note="Too late.", by=people.fatima, at=AT + 5 * HOUR)
