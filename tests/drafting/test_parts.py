"""A part saves on its own, and nothing that was typed is ever lost."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from decisions import actions
from decisions.models import Decision
from decisions.parts import PARTS, read_part
from tests.book.agreeing import withdraw
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import filled
from tests.people import People


def at(paper: Decision, key: str) -> str:
    return reverse("desk:decision_part", args=[paper.pk, key])


def fresh(paper: Decision) -> Decision:
    return Decision.objects.get(pk=paper.pk)


@pytest.mark.parametrize("key", list(PARTS))
def test_what_is_opened_and_saved_untouched_stays_the_same(people: People, signed_in: As, key: str):
    paper, client = papers.draft(people), signed_in(people.fatima)
    before = read_part(fresh(paper), key)
    response = client.post(at(paper, key), filled(client.get(at(paper, key))))
    assert response.status_code == 302, response.content.decode()
    assert read_part(fresh(paper), key) == before


def test_saving_says_what_was_saved_and_goes_on_to_the_next_part(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    sent = filled(client.get(at(paper, "issues")), text="One.\r\n\r\nTwo.", then="next")
    page = client.post(at(paper, "issues"), sent, follow=True)
    assert page.request["PATH_INFO"] == at(paper, "financial")
    assert "“Issues for consideration” is saved." in page.content.decode()
    assert read_part(fresh(paper), "issues") == {"text": "One.\n\nTwo."}


def test_two_people_save_one_part_and_the_second_keeps_her_text_beside_the_other(people: People, signed_in: As):
    paper = papers.draft(people)
    fatima, abel = signed_in(people.fatima), signed_in(people.abel)
    hers = filled(fatima.get(at(paper, "legal")), text="What Fatima wrote.")
    abel.post(at(paper, "legal"), filled(abel.get(at(paper, "legal")), text="What Abel wrote."))
    refused = fatima.post(at(paper, "legal"), hers)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Abel Adeyemi saved this part while you were writing" in page
    assert page.count("What Abel wrote.") >= 1
    assert read_part(fresh(paper), "legal") == {"text": "What Abel wrote."}
    again = fatima.post(at(paper, "legal"), filled(refused))
    assert again.status_code == 302
    assert read_part(fresh(paper), "legal") == {"text": "What Fatima wrote."}


def test_who_saved_the_part_in_another_tab_is_told_that_it_was_their_own(people: People, signed_in: As):
    paper, fatima = papers.draft(people), signed_in(people.fatima)
    one_tab = filled(fatima.get(at(paper, "legal")), text="What one tab holds.")
    other_tab = filled(fatima.get(at(paper, "legal")), text="What the other tab holds.")
    assert fatima.post(at(paper, "legal"), other_tab).status_code == 302
    refused = fatima.post(at(paper, "legal"), one_tab)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "You saved this part in another tab while you were writing" in page
    assert "You saved this part twice" in page
    assert "Saved by you, in another tab, on" in page
    assert "Two people saved" not in page
    assert fatima.post(at(paper, "legal"), filled(refused)).status_code == 302
    assert read_part(fresh(paper), "legal") == {"text": "What one tab holds."}


def test_rows_of_two_people_are_laid_side_by_side_too(people: People, signed_in: As):
    paper = papers.draft(people)
    fatima, felix = signed_in(people.fatima), signed_in(people.felix)
    hers = filled(fatima.get(at(paper, "recommendations")), **{"rows-0-amount": "400,000"})
    felix.post(
        at(paper, "recommendations"),
        filled(felix.get(at(paper, "recommendations")), **{"rows-0-amount": "300,000"}),
    )
    refused = fatima.post(at(paper, "recommendations"), hers)
    assert refused.status_code == 409
    assert "Amount: £300,000" in refused.content.decode()
    assert "Amount: £400,000" in refused.content.decode()


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("recommendations", {"rows-0-amount": "five hundred"}, "Enter an amount in pounds"),
        ("recommendations", {"rows-0-amount": "-5"}, "not negative"),
        ("recommendations", {"rows-0-text": ""}, "Write what is recommended"),
        ("earlier", {"rows-0-earlier_reference": "the last one", "rows-0-kind": "continues"}, "such as PCD 510"),
        ("earlier", {"rows-0-earlier_reference": "", "rows-0-kind": "continues"}, "Enter the reference"),
        ("earlier", {"rows-0-earlier_reference": "Draft 12", "rows-0-kind": "amends"}, "A draft has no reference yet"),
        (
            "time",
            {"needed_by_day": "31", "needed_by_month": "2", "needed_by_year": "2019"},
            "not a day in the calendar",
        ),
        ("deferral", {"deferral_until_day": "soon"}, "Enter a date such as"),
        ("summary", {"title": " "}, "Enter the title"),
        ("grants", {"numbers": "G-9999"}, "There is no grant G-9999"),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_comes_back(
    people: People, signed_in: As, key: str, typed: dict, sentence: str
):
    paper, client = papers.draft(people), signed_in(people.fatima)
    before = read_part(fresh(paper), key)
    response = client.post(at(paper, key), filled(client.get(at(paper, key)), **typed))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "There is a problem" in page
    again = filled(response)
    assert {name: again[name] for name in typed} == {name: value.strip() or value for name, value in typed.items()}
    assert read_part(fresh(paper), key) == before


def test_recommendations_are_added_moved_and_removed_by_ordinary_buttons(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    address = at(paper, "recommendations")
    page = client.post(address, filled(client.get(address), **{"rows-do": "add", "rows-0-amount": "what I typed"}))
    assert page.status_code == 200
    assert filled(page)["rows-0-amount"] == "what I typed"
    second = {
        "rows-1-text": "Approve a bid.",
        "rows-1-action": "approve_bid",
        "rows-1-amount": "120,000",
        "rows-0-amount": "500,000",
    }
    page = client.post(address, filled(page, **second, **{"rows-do": "up:1"}))
    assert filled(page)["rows-0-text"] == "Approve a bid."
    sent = filled(page)
    assert client.post(address, sent).status_code == 302
    rows = fresh(paper).recommendations.all()
    assert [(r.number, r.action, r.amount) for r in rows] == [
        (1, "approve_bid", Decimal(120000)),
        (2, "accept_offer", Decimal(500000)),
    ]
    assert rows[0].grant == paper.decision_grants.get().grant
    assert "bids for grants" in rows[0].power
    page = client.post(address, filled(client.get(address), **{"rows-do": "remove:0"}))
    assert client.post(address, filled(page)).status_code == 302
    assert fresh(paper).recommendations.get().action == "accept_offer"


def test_an_earlier_decision_in_any_spelling_is_kept_with_a_warning_when_it_is_unknown(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    sent = filled(
        client.get(at(paper, "earlier")), **{"rows-0-kind": "continues", "rows-0-earlier_reference": "pcd-0510"}
    )
    page = client.post(at(paper, "earlier"), sent, follow=True).content.decode()
    assert "PCD 510 is not in the register yet" in page
    assert fresh(paper).links.get().earlier_reference == "PCD 510"


def linking(paper: Decision, client: Client, earlier: Decision) -> str:
    """The page after a paper was linked with an earlier one."""
    rows = {"rows-0-kind": "revokes", "rows-0-earlier_reference": earlier.reference_words}
    page = client.post(at(paper, "earlier"), filled(client.get(at(paper, "earlier")), **rows), follow=True)
    assert fresh(paper).links.get().earlier_key == earlier.reference_key
    return page.content.decode()


def test_an_earlier_decision_that_cannot_be_built_on_is_kept_with_a_warning(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    waiting, unpublished, standing = papers.submitted(people), papers.approved(people), papers.published(people)
    assert f"{waiting.reference_words} is submitted and not decided yet" in linking(paper, client, waiting)
    assert f"{unpublished.reference_words} is decided, but is not published yet" in linking(paper, client, unpublished)
    assert "The link is kept" not in linking(paper, client, standing)
    assert standing.reference is not None
    withdraw(reference=standing.reference, reason="Published in error.", by=people.dev, at=NOW)
    page = linking(paper, client, standing)
    assert f"{standing.reference_words} has been withdrawn from the register." in page


def test_a_paper_withdrawn_before_its_decision_is_named_with_a_warning(people: People, signed_in: As):
    paper, client, given_up = papers.draft(people), signed_in(people.fatima), papers.submitted(people)
    actions.withdraw(decision=given_up, seen=given_up.version, by=people.fatima, at=NOW, note="No longer needed.")
    assert f"{given_up.reference_words} was withdrawn before it was decided" in linking(paper, client, given_up)


def test_one_earlier_decision_is_named_once(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    page = client.post(at(paper, "earlier"), filled(client.get(at(paper, "earlier")), **{"rows-do": "add"}))
    typed: dict[str, str] = {}
    for row, spelling in enumerate(["PCD 510", "pcd510"]):
        typed |= {f"rows-{row}-kind": "continues", f"rows-{row}-earlier_reference": spelling}
    refused = client.post(at(paper, "earlier"), filled(page, **typed))
    assert refused.status_code == 422
    assert "PCD 510 is named in row 1 already" in refused.content.decode()


def test_a_submitted_paper_is_not_edited_and_what_was_typed_comes_back(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    sent = filled(client.get(at(paper, "legal")), text="Too late, but not lost.")
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=NOW)
    refused = client.post(at(paper, "legal"), sent)
    assert refused.status_code == 409
    assert "is submitted. Only a draft can be edited." in refused.content.decode()
    assert filled(refused)["text"] == "Too late, but not lost."
    assert client.get(at(paper, "legal")).status_code == 409


def test_who_does_not_write_papers_is_told_so(people: People, signed_in: As):
    paper, dev = papers.draft(people), signed_in(people.dev)
    assert dev.get(at(paper, "legal")).status_code == 403
    refused = dev.post(at(paper, "legal"), {"text": "Mine", "seen": "1"})
    assert refused.status_code == 403
    assert "you need the office" in refused.content.decode()
    assert filled(refused)["text"] == "Mine"


def test_a_page_sent_without_its_version_changes_nothing(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    assert client.post(at(paper, "legal"), {"text": "Blind"}).status_code == 409
    assert read_part(fresh(paper), "legal") != {"text": "Blind"}


def test_a_part_that_does_not_exist_is_not_found(people: People, signed_in: As):
    paper = papers.draft(people)
    assert signed_in(people.fatima).get(at(paper, "poetry")).status_code == 404


def test_markup_in_a_text_is_shown_as_text(people: People, signed_in: As):
    paper, client = papers.draft(people), signed_in(people.fatima)
    hostile = "<script>alert(1)</script> & \u202etxt \U0001f600"
    assert client.post(at(paper, "issues"), filled(client.get(at(paper, "issues")), text=hostile)).status_code == 302
    page = client.get(reverse("desk:decision_paper", args=[paper.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("One paragraph of Word.\r\nAnother.", "One paragraph of Word.\n\nAnother."),
        ("It buys:\r\n•\tone;\r\n•\ttwo.\r\nThat is all.", "It buys:\n\n•\tone;\n•\ttwo.\n\nThat is all."),
        ("A letter whose lines\nwere broken to fit.", "A letter whose lines\nwere broken to fit."),
        ("One.\nTwo.\n\nThree.", "One.\nTwo.\n\nThree."),
    ],
)
def test_paragraphs_that_word_ends_with_a_single_line_end_stay_paragraphs(
    people: People, signed_in: As, pasted: str, kept: str
):
    paper, client = papers.draft(people), signed_in(people.fatima)
    client.post(at(paper, "summary"), filled(client.get(at(paper, "summary")), executive_summary=pasted))
    assert fresh(paper).executive_summary == kept
