"""A draft begun for a kind starts with texts to fill in, and none of them is submitted unchanged."""

import pytest

from decisions.missing_from_parts import missing
from decisions.models import Decision
from decisions.parts import PARTS, read_part
from decisions.starting_texts import kinds_of_draft, starting_texts
from drafting.actions.begin_paper import begin_paper
from drafting.actions.save_part import part_version, save_part
from profiles import current
from profiles.errors import ProfileError
from profiles.reading import ROOT, load, parse
from tests.decisions import papers
from tests.decisions.desk.conftest import NOW, As
from tests.decisions.desk.typing import filled
from tests.people import People

TEXT = "The grant meets all of the cost. Nothing is asked of the budget."


def test_fatima_begins_a_bid_and_what_she_leaves_open_stands_in_the_list_of_what_is_missing(
    people: People, signed_in: As
) -> None:
    client = signed_in(people.fatima)
    page = client.get("/desk/decisions/add/")
    assert "A bid for a grant" in page.content.decode()
    client.post("/desk/decisions/add/", filled(page, having="title", title="A bid", kind="bid"), follow=True)
    paper = Decision.objects.get()
    assert read_part(paper, "financial")["text"] == starting_texts("bid")["financial"]
    assert "[funder]" in paper.executive_summary
    words = client.get(f"/desk/decisions/{paper.pk}/").content.decode()
    assert "“[costs]” and 2 more of the text it began with are still to be filled in." in words
    seen, values = part_version(paper, "financial"), {"text": TEXT}
    save_part(decision=paper, part="financial", seen=seen, values=values, by=people.fatima, at=NOW)
    assert missing(Decision.objects.get(), "financial") == []


def test_a_text_that_the_editor_saved_or_that_was_filled_in_halfway_is_still_told(people: People) -> None:
    paper = begin_paper(title="A bid", grants=[], kind="bid", by=people.fatima, at=NOW)
    for text in ("The bid covers \\[costs\\].", "The bid covers salaries and [costs].", "**[costs]**"):
        seen = part_version(paper, "financial")
        save_part(decision=paper, part="financial", seen=seen, values={"text": text}, by=people.fatima, at=NOW)
        assert "“[costs]” of the text it began with" in missing(Decision.objects.get(), "financial")[0]
    seen = part_version(paper, "financial")
    own = {"text": "As the board put it: “[the costs] are high”."}
    save_part(decision=paper, part="financial", seen=seen, values=own, by=people.fatima, at=NOW)
    assert missing(Decision.objects.get(), "financial") == []


def test_texts_of_the_decision_that_is_continued_go_before_those_of_the_kind(people: People) -> None:
    earlier = papers.published(people)
    paper = begin_paper(
        title="More", grants=[], continues=earlier, with_texts=True, kind="continuation", by=people.fatima, at=NOW
    )
    assert read_part(paper, "financial")["text"] == read_part(earlier, "financial")["text"]


@pytest.mark.parametrize("body", ["mopac", "commissioner", "combined_authority"])
def test_every_body_has_texts_for_bids_offers_acceptances_continuations_and_budgets(body: str) -> None:
    drafts = {draft.key: draft for draft in load(ROOT / "bodies" / f"{body}.toml").drafts}
    assert {"bid", "direct_offer", "acceptance", "continuation", "budget"} <= set(drafts)


def test_every_text_of_the_profile_has_its_part() -> None:
    assert all(set(starting_texts(key)) <= set(PARTS) for key, _ in kinds_of_draft())
    assert "report-plan" in starting_texts("bid")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('financial = "All is paid."', "nothing in square brackets"),
        ('weather = "It is [how]."', "no part “weather”"),
    ],
)
def test_a_profile_whose_texts_could_be_left_unnoticed_is_refused(text: str, sentence: str) -> None:
    own = f'\n[[drafts]]\nkey = "own"\nlabel = "Own"\n[drafts.texts]\n{text}\n'
    with pytest.raises(ProfileError, match=sentence):
        parse(current().source + own)
