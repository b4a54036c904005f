"""Ticks that are drawn and no text are missed by no silence."""

from intake.parsing import read_paper
from tests.intake.parsing.papers import CORPUS
from text_readers.reader import read_text

FORM = (CORPUS / "answers_on_their_own_lines.txt").read_text(encoding="utf-8")


def codes(text: str) -> set[str]:
    return {warning.code for warning in read_paper(read_text("a.txt", text.encode())).warnings}


def test_a_form_beside_whose_declarations_no_tick_was_read_says_so():
    assert "ticks-missing" not in codes(FORM)
    assert "ticks-missing" in codes(FORM.replace("✓", "").replace("✔", "").replace("☑", ""))
