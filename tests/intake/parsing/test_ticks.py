"""Ticks that are drawn and no text are missed by no silence."""

import pytest

from intake.parsing import read_paper
from tests.intake.parsing.papers import CORPUS
from text_readers.reader import read_text

FORM = (CORPUS / "answers_on_their_own_lines.txt").read_text(encoding="utf-8")


def codes(text: str) -> set[str]:
    return {warning.code for warning in read_paper(read_text("a.txt", text.encode())).warnings}


def test_a_form_beside_whose_declarations_no_tick_was_read_says_so():
    assert "ticks-missing" not in codes(FORM)
    assert "ticks-missing" in codes(FORM.replace("✓", "").replace("✔", "").replace("☑", ""))


def test_an_answer_behind_the_first_line_of_a_statement_confirms_it():
    first = "Financial Advice:\nThe Finance team has been consulted.\n✓"
    assert first in FORM
    declared = read_paper(
        FORM.replace(first, "Financial Advice: The Finance team has\tP\nbeen consulted.")
    ).declarations
    assert (declared[0].confirmed, declared[0].text) == (True, "The Finance team has been consulted.")


@pytest.mark.parametrize("answer", [" YES", "\n\nYES"])
def test_the_answer_on_part_2_is_no_answer_to_a_question_on_deferral_that_is_left_open(answer: str):
    start, end = FORM.index("deferred?\nNO"), FORM.index("\n\nORIGINATING")
    text = f"{FORM[:start]}deferred?\n\nIs there a Part 2 form –{answer}{FORM[end:]}"
    paper = read_paper(text)
    assert (paper.deferral.deferred, paper.part_2.exists) == (None, True)
    assert "deferral-unanswered" in codes(text)
    assert "deferral-unanswered" not in codes(FORM)
