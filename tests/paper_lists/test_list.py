"""The list of papers: found by what anybody may read, sorted, kept as a view, taken away as a table."""

from csv import DictReader
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from components.refusals import NotAllowed, Refused
from decisions import actions
from decisions.confidentiality import can_read_part_2
from decisions.models import BoardReport, Decision, SavedView
from decisions.parts import PARTS
from mail.models import Letter
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.people import People


def shown(signed_in: As, person, **filters) -> list[str]:
    """The references that the list shows."""
    answer = signed_in(person).get(f"{reverse('desk:decision_list')}?{urlencode(filters)}")
    return [row["reference"] for row in answer.context["items"]]


def test_a_paper_is_found_by_its_author_unit_grant_number_and_any_text_but_part_2(people: People, signed_in: As):
    paper = papers.paper_with(people)
    report = dict.fromkeys(PARTS["report"].fields, "") | {"author": "Jo Poe", "author_unit": "Estates"}
    other = papers.draft(people, report=report | {"board_on": None})
    words = (
        "Gallagher",
        "specialist crime",
        f"g-{paper.grants().get().pk:04d}",
        "home office",
        "said on equality",
        "fatima",
    )
    for word in words:
        assert paper.reference_words in shown(signed_in, people.olu, q=word), word
    assert shown(signed_in, people.olu, q="jo poe estates") == [other.reference_words]
    for word in ("Harrow", "northern surveillance"):
        assert shown(signed_in, people.fatima, q=word) == []


def test_the_status_says_published_waiting_and_not_published(people: People, signed_in: As):
    until = {"deferral": "yes", "deferral_reason": "A tender.", "deferral_until": date(2090, 1, 1)}
    grant = papers.home_office_grant(people)
    waiting, published = papers.published(people, deferral=until, grant=grant), papers.published(people)
    decided, draft = papers.approved(people), papers.draft(people)
    for status, paper in {"waiting": waiting, "published": published, "to_publish": decided, "open": draft}.items():
        assert shown(signed_in, people.dev, status=status) == [paper.reference_words], status
    page = signed_in(people.dev).get(reverse("desk:decision_list")).content.decode()
    assert "Waiting to be published" in page
    assert "Published on" in page


def test_the_list_is_sorted_by_amount_and_need_and_filtered_by_owner_and_funder(people: People, signed_in: As):
    dear, cheap = papers.draft(people), papers.draft(people, recommendations={"rows": []})
    assert shown(signed_in, people.dev, sort="amount") == [dear.reference_words, cheap.reference_words]
    assert shown(signed_in, people.dev, owner=people.fatima.pk) == [cheap.reference_words, dear.reference_words]
    actions.give_papers(papers=[cheap], owner=people.fatima, to=people.felix, by=people.fatima, at=papers.AT)
    assert shown(signed_in, people.dev, owner=people.felix.pk) == [cheap.reference_words]
    funder = dear.grants().get().funder
    assert dear.reference_words in shown(signed_in, people.dev, funder=funder.pk)


def test_the_table_has_what_the_list_shows_and_no_cell_that_runs(people: People, signed_in: As):
    summary = {"title": "=HYPERLINK(1)", "executive_summary": "A team.", "marking": "OFFICIAL"}
    paper = papers.submitted(people, summary=summary)
    papers.draft(people)
    answer = signed_in(people.dev).get(f"{reverse('desk:decision_list_csv')}?status=submitted")
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Reference,Title,Status,In public,Owner,Report author,Unit,Money,Funder")
    assert row.startswith(f"{paper.reference_words},'=HYPERLINK(1),Submitted,,Fatima Finch,Michael Gallagher,")
    assert "£500,000 to accept,Home Office" in row.replace('"', "")


def test_a_paper_without_a_board_report_stands_in_the_table_without_its_author(people: People, signed_in: As):
    paper = papers.draft(people)
    BoardReport.objects.filter(decision=paper).delete()
    answer = signed_in(people.dev).get(reverse("desk:decision_list_csv"))
    (row,) = DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Status"], row["Report author"], row["Unit"]) == ("Draft", "", "")


def test_a_view_is_kept_under_a_name_and_is_ones_own(people: People, signed_in: As):
    page, query = reverse("desk:decision_views"), "status=submitted&sort=needed"
    browser = signed_in(people.dev)
    browser.post(f"{page}?{query}", {"name": "To check"})
    assert (
        f"{reverse('desk:decision_list')}?{query.replace('&', '&amp;')}"
        in browser.get("/desk/decisions/").content.decode()
    )
    assert "To check" not in signed_in(people.dora).get("/desk/decisions/").content.decode()
    assert signed_in(people.dora).post(page, {"remove": "To check"}).status_code == 404
    browser.post(page, {"remove": "To check"})
    assert not SavedView.objects.exists()


def test_closing_an_account_lists_the_papers_in_hand_and_they_are_given_to_a_colleague(people: People, signed_in: As):
    paper = papers.paper_with(people)
    close = signed_in(people.ada).get(reverse("person_deed", args=[people.fatima.pk, "close"])).content.decode()
    give = reverse("desk:papers_of_person", args=[people.fatima.pk])
    assert f"{paper.reference_words}: Online team (draft)" in close
    assert give in close
    answer = signed_in(people.ada).post(give, {"papers": [paper.pk], "to": people.felix.pk})
    assert answer.status_code == 302
    assert Decision.objects.get(pk=paper.pk).owner == people.felix
    assert paper.reference_words in signed_in(people.felix).get("/desk/").content.decode()
    letter = Letter.objects.get(to=people.felix.email)
    assert paper.reference_words in letter.body
    # Part 2 is not passed on, and who wrote the paper is still its author.
    assert not can_read_part_2(paper, people.felix, papers.AT.date())
    again = signed_in(people.ada).get(reverse("person_deed", args=[people.fatima.pk, "close"])).content.decode()
    assert paper.reference_words not in again


def test_nobody_takes_a_colleagues_papers_and_nobody_gets_them_who_does_not_write(people: People, signed_in: As):
    paper = papers.draft(people)
    arguments: dict[str, Any] = {"papers": [paper], "owner": people.fatima, "at": papers.AT}
    with pytest.raises(NotAllowed, match="given to a colleague"):
        actions.give_papers(**arguments, to=people.felix, by=people.felix)
    with pytest.raises(Refused, match="does not write papers"):
        actions.give_papers(**arguments, to=people.kaya, by=people.dev)
    assert signed_in(people.felix).get(reverse("desk:papers_of_person", args=[people.fatima.pk])).status_code == 403
