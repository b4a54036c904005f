"""What is no decision paper of this office is refused with a sentence that says what it seems to be."""

import pytest

from intake.parsing import NotAPaper, read_paper
from tests.intake.parsing.papers import corpus


@pytest.mark.parametrize(
    ("name", "seems"),
    [
        ("list_of_decisions.txt", "a page that lists decisions (PCD 1511, PCD 1510 and 4 more)"),
        ("list_with_summaries.txt", "a page that lists decisions"),
        ("part_of_a_list.txt", "a page that lists decisions (PCD 2011, PCD 2012 and 2 more)"),
        ("another_register.txt", "a page that lists decisions"),
        ("another_notice.txt", "a page of another police and crime commissioner"),
        ("another_report.txt", "a page of another police, fire and crime commissioner"),
        ("another_council.txt", "a page of a council"),
        ("police_authority.txt", "the police authority that came before this office"),
        ("another_body.txt", "MD2999, a decision of the Greater London Authority"),
        ("another_commissioner.txt", "a page of another police and crime commissioner"),
        ("not_english.txt", "not seem to be English"),
        ("minutes.txt", "not seem to be a decision paper"),
        ("letter.txt", "not seem to be a decision paper"),
    ],
)
def test_what_is_no_paper_is_refused_with_what_it_seems_to_be(name, seems):
    with pytest.raises(NotAPaper, match="seem") as refusal:
        corpus(name)
    assert seems in str(refusal.value)


@pytest.mark.parametrize("text", ["", "\n \t\n", "PCD 12"])
def test_nothing_and_next_to_nothing_are_refused(text):
    with pytest.raises(NotAPaper):
        read_paper(text)
