"""What changed between two versions of which one or both are of `part1/2`."""

from dataclasses import replace

from book.part1 import newest
from book.part1.text import Paragraph, RichText, run
from register.presenters.diff import changes
from tests.book.paper.papers import decided_paper
from tests.book.part1.papers import full_paper


def test_a_changed_paragraph_is_shown_in_words_and_nothing_else_differs() -> None:
    old = full_paper()
    content = old.sections[0].content
    blocks = (
        *content.blocks[:-1],
        Paragraph("paragraph", "1.3.", (run("The rest is "), run("now", italic=True), run(" known."))),
    )
    section = replace(old.sections[0], content=RichText(blocks, content.notes))
    (change,) = changes(old, replace(old, sections=(section, *old.sections[1:])))
    assert change["where"].startswith("Introduction and background")
    assert [piece["text"].strip() for piece in change["pieces"] if piece["kind"] == "added"] == ["now"]


def test_the_same_paper_in_another_version_of_the_format_does_not_differ() -> None:
    assert changes(decided_paper(), newest(decided_paper())) == []
