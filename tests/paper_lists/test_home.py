"""What waits for whom, most urgent first."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

from django.urls import reverse

from accounts.actions import give_office
from accounts.actions.holdings import proposal_of
from accounts.offices import Office
from components.clock import held_at
from decisions import actions
from decisions.actions.write_note import write_note
from decisions.models.confidential import PART_2
from drafting.actions import begin_paper
from grants.actions import record_outcome
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.grants.agreeing import agree
from tests.grants.making import allow, make_grant
from tests.people import People


def home(signed_in: As, person) -> str:
    return signed_in(person).get(reverse("desk:desk_home")).content.decode()


def text_of(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def urgent(needed_by: date) -> dict:
    return {"needed_by": needed_by, "needed_why": "Because.", "delay_would": ""}


def test_each_office_finds_what_waits_for_it(people: People, signed_in: As):
    paper = papers.submitted(people)
    assert "Waiting for you" in home(signed_in, people.dev)
    assert paper.reference_words in home(signed_in, people.dev)
    for person in (people.clare, people.kaya, people.olu):
        assert paper.reference_words not in home(signed_in, person)


def test_the_most_urgent_paper_stands_first_and_overdue_is_said_in_words(people: People, signed_in: As):
    grant = papers.home_office_grant(people)
    later = papers.submitted(people, grant=grant, time=urgent(date(2019, 1, 10)))
    late = papers.submitted(people, grant=grant, time=urgent(date(2018, 11, 16)))
    page = home(signed_in, people.dev)
    assert page.index(late.reference_words) < page.index(later.reference_words)
    assert "Overdue by 3 working days" in page


def test_dmpc_staff_find_what_is_to_be_published(people: People, signed_in: As):
    paper = papers.approved(people)
    page = home(signed_in, people.dora)
    assert "To publish" in page
    assert paper.reference_words in page


def test_an_author_finds_the_draft_that_was_sent_back(people: People, signed_in: As):
    paper = papers.submitted(people)
    actions.send_back(decision=paper, seen=paper.version, note="Say more on costs.", by=people.dev, at=papers.AT)
    page = home(signed_in, people.fatima)
    assert "Your drafts" in page
    assert "Sent back" in page
    assert (
        "Say more on costs."
        in signed_in(people.fatima).get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    )


def test_a_finance_officer_finds_the_outcome_to_record(people: People, signed_in: As):
    papers.approved(people)
    page = home(signed_in, people.fatima)
    assert "Outcomes to record" in page
    assert "£500,000" in page


def test_an_administrator_finds_the_offices_that_another_gave(people: People, signed_in: As):
    holding = give_office(
        person=people.sam, office=Office.AUDITOR, from_on=date(2018, 11, 21), by=people.ada, at=papers.AT
    )
    link = reverse("proposal_page", args=[proposal_of(holding).pk])
    assert "Waiting for a second person" in home(signed_in, people.amir)
    assert link in home(signed_in, people.amir)
    assert link not in home(signed_in, people.ada)


def test_the_auditor_finds_the_way_to_the_history(people: People, signed_in: As):
    assert reverse("event_list") in home(signed_in, people.olu)


def test_requests_from_the_public_stand_in_the_menu_of_those_who_answer_them(people: People, signed_in: As):
    item = f'href="{reverse("request_list")}"'
    assert item in home(signed_in, people.dev)
    for person in (people.fatima, people.kaya, people.olu):
        assert item not in home(signed_in, person)


def test_a_step_to_come_is_not_said_to_be_taken(people: People, signed_in: As):
    paper = papers.submitted(people)
    page = signed_in(people.dev).get(reverse("desk:decision_page", args=[paper.pk])).content.decode()
    way = page.partition('<ol class="dr-steps">')[2].partition("</ol>")[0]
    assert "Submitted" in way
    assert 'aria-current="step">Check <span' in way
    assert "Endorsement" in way
    assert "Endorsed" not in way


def test_a_row_says_for_how_much_from_whom_who_has_it_since_when_what_is_asked_and_the_note(
    people: People, signed_in: As
):
    paper = papers.submitted(people, time=urgent(date(2018, 12, 13)))
    row = text_of(home(signed_in, people.dev)).partition(paper.reference_words)[2]
    assert "£500,000 to accept" in row
    assert "Home Office" in row
    assert "Needed by 13 December 2018" in row
    assert "With DMPC staff since 20 November 2018, to be checked." in row
    actions.send_back(decision=paper, seen=paper.version, note="Say more on costs.", by=people.dev, at=papers.AT)
    row = text_of(home(signed_in, people.fatima)).partition(paper.reference_words)[2]
    assert "With Fatima Finch since 20 November 2018, sent back to be changed." in row
    assert "Note by Dev Desai: Say more on costs." in row


def test_the_author_finds_what_became_of_a_paper(people: People, signed_in: As):
    paper = papers.published(people)
    row = text_of(home(signed_in, people.fatima)).partition("What became of your papers")[2]
    assert paper.reference_words in row
    assert "Approved on 20 November 2018. Published on" in row
    assert "What became of your papers" not in home(signed_in, people.felix)


def test_no_row_says_a_word_of_part_2_or_of_a_note_on_it(people: People, signed_in: As):
    paper = papers.paper_with(people)
    write_note(decision=paper, text="Harrow Road moved.", part=PART_2, by=people.fatima, at=papers.AT)
    assert "Harrow" not in home(signed_in, people.fatima)


def test_the_adviser_is_offered_a_paper_and_no_grant_that_they_may_not_enter(people: People, signed_in: As) -> None:
    adviser = signed_in(people.abel).get("/desk/").content.decode()
    assert "Start a paper" in adviser
    assert "Enter a grant" not in adviser
    assert "Enter a grant" not in signed_in(people.abel).get("/desk/decisions/add/").content.decode()
    assert "Enter a grant" in signed_in(people.fatima).get("/desk/").content.decode()


def test_what_waits_is_due_late_and_at_risk_stands_in_that_order(people: People, signed_in: As):
    papers.submitted(people)
    grant = make_grant(people.fatima)
    allow(people, grant, 500_000)
    grant.refresh_from_db()
    first = grant.tranches.all()[0]
    accepted = {first.pk: Decimal(250_000)}
    record_outcome(grant=grant, seen=grant.version, accepted=accepted, by=people.fatima, at=papers.AT)
    agree(grant, people.fatima, begins_on=date(2018, 9, 1), accepted_on=date(2018, 9, 1))
    with held_at(papers.AT):
        page = home(signed_in, people.dev)
        for word in ("Waiting for you", "What is due", "What is late", "What is at risk"):
            assert f">{word}</h2>" in page, word
        assert page.index("Waiting for you") < page.index("What is due") < page.index("What is late")
        assert page.index("What is late") < page.index("What is at risk")
        assert "£250,000 of" in text_of(page)
        assert "What is at risk" not in home(signed_in, people.kaya)


def test_one_search_finds_papers_grants_what_is_owed_and_organisations(people: People, signed_in: As):
    paper = papers.draft(people)
    grant = paper.decision_grants.get().grant
    agree(grant, people.fatima)
    with held_at(papers.AT):
        client = signed_in(people.olu)
        page = text_of(client.get(reverse("desk:desk_search"), {"q": "Online team"}).content.decode())
        for words in ("Papers", "Grants", "What is owed", f"Monthly return for November 2018, {grant.code}"):
            assert words in page
        assert "Home Office" in text_of(client.get(reverse("desk:desk_search"), {"q": "home"}).content.decode())
        nothing = client.get(reverse("desk:desk_search"), {"q": "zebra"}).content.decode()
        assert "Nothing has all of these words." in nothing
        assert signed_in(people.sam).get(reverse("desk:desk_search"), {"q": "home"}).status_code == 403


def test_part_2_is_never_found_by_the_search(people: People, signed_in: As):
    papers.paper_with(people)
    page = signed_in(people.fatima).get(reverse("desk:desk_search"), {"q": "surveillance"}).content.decode()
    assert "Nothing has all of these words." in page


def test_a_first_page_shows_twenty_papers_of_a_kind_and_leads_to_the_rest(people: People, signed_in: As):
    for number in range(21):
        begin_paper(title=f"Paper {number}", grants=[], by=people.fatima, at=papers.AT)
    fatima = signed_in(people.fatima)
    page = fatima.get(reverse("desk:desk_home"))
    assert len(page.context["drafts"]["rows"]) == 20
    rest = page.context["drafts"]["more"]
    assert f'href="{rest.replace("&", "&amp;")}"' in page.content.decode()
    assert "Paper 20" not in page.content.decode()
    assert "Paper 20" in fatima.get(rest).content.decode()
