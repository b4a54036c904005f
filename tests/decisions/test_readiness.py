"""What keeps a paper from being submitted: links, and what the public may be told about Part 2."""

from typing import Any

import pytest

from decisions import actions
from decisions.checked_paper import problems_of
from decisions.missing_from_parts import missing
from decisions.models import Decision
from decisions.readiness import obstacles
from drafting.actions import begin_paper
from part2.actions import ExemptionFacts, ItemFacts, save_part_2
from tests.decisions.papers import AT, HOUR, SECRET, STATED, draft, submitted
from tests.people import People

pytestmark = pytest.mark.django_db
DAY = AT.date()


def with_public_words(people: People, words: str, *sections: str) -> list[str]:
    """The obstacles of a paper whose Part 2 cites sections and is stated in public in these words."""
    paper = draft(people, part_2=STATED | {"part_2_reasons": words})
    exemptions = [ExemptionFacts(section=section, balance="Weighed.") for section in sections]
    item = ItemFacts(title="Detail", text=SECRET)
    save_part_2(decision=paper, items=[item], exemptions=exemptions, seen=0, by=people.fatima, at=AT)
    return obstacles(Decision.objects.get(pk=paper.pk), DAY)


@pytest.mark.parametrize(
    "words", ["Section 23 of the Act", "sections 31 and 23", "s.23", "Sections 30, 31(1)(a) and 23"]
)
def test_section_23_is_never_named_in_public(people: People, words: str) -> None:
    assert any("Section 23 is never shown in public" in obstacle for obstacle in with_public_words(people, words, "31"))


@pytest.mark.parametrize("words", ["Section 31", "Law enforcement, 23 officers", "paragraph 23 of the report"])
def test_other_sections_and_other_numbers_may_be_named(people: People, words: str) -> None:
    assert with_public_words(people, words, "31") == []


def test_where_section_23_is_relied_on_the_public_words_hint_at_no_security_body(people: People) -> None:
    reasons = with_public_words(people, "Contains information from the National Crime Agency", "23")
    assert any("hints at a security body" in obstacle for obstacle in reasons)
    assert with_public_words(people, "Contains information from the National Crime Agency", "31") == []


def test_sections_23_and_24_are_not_relied_on_together(people: People) -> None:
    assert any("not relied on together" in obstacle for obstacle in with_public_words(people, "Reasons", "23", "24"))


def test_a_qualified_exemption_without_its_balance_is_asked_about_and_stops_nothing(people: People) -> None:
    paper = draft(people, part_2=STATED)
    content: dict[str, Any] = {"items": [ItemFacts(title="Detail", text=SECRET)], "by": people.fatima, "at": AT}
    save_part_2(decision=paper, exemptions=[ExemptionFacts(section="31", reason="Crime.")], seen=0, **content)
    paper = Decision.objects.get(pk=paper.pk)
    missing = [problem.sentence for problem in problems_of(paper, DAY) if problem.code == "balance-missing"]
    assert missing == ["Section 31 asks for a public-interest balance, and none is stated."]
    # PCD 510 itself names sections 30 and 31 and states no balance: the form is entered as it is.
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)


def test_an_empty_part_2_keeps_a_paper_from_being_submitted(people: People) -> None:
    paper = draft(people, part_2=STATED)
    assert "There is a Part 2, but nothing has been put into it yet." in obstacles(paper, DAY)


def test_a_link_to_a_paper_that_is_not_decided_yet_keeps_a_paper_back(people: People) -> None:
    earlier = submitted(people)
    rows = [{"kind": "continues", "earlier_reference": "pcd1901"}]
    paper = draft(people, earlier={"rows": rows})
    assert obstacles(paper, DAY) == [
        f"{earlier.reference_words} has not been decided yet, so no later paper can build on it."
    ]


def test_a_link_to_a_paper_that_nobody_imported_yet_is_allowed(people: People) -> None:
    paper = draft(people, earlier={"rows": [{"kind": "continues", "earlier_reference": "PCD 77"}]})
    assert obstacles(paper, DAY) == []


def test_a_link_to_a_number_that_nobody_has_yet_is_refused_so_that_no_loop_can_arise(people: People) -> None:
    submitted(people)
    paper = draft(people, earlier={"rows": [{"kind": "continues", "earlier_reference": "PCD 1950"}]})
    assert obstacles(paper, DAY) == ["No paper has been given the reference PCD 1950 yet."]


def test_what_the_board_report_lacks_is_said_in_sentences(people: People) -> None:
    paper = begin_paper(title="Online team", grants=[], by=people.fatima, at=AT)
    assert missing(paper, "report") == [
        "The board report must name its board.",
        "The board report must give the date of its board.",
        "The board report must name its author.",
        "The board report must say on whose behalf it is written.",
    ]
