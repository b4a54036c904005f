"""What changed between two versions, in words: every place that differs is shown, whatever stands there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from book.part1.v1 import Body, Paragraph, Section
from register.presenters.diff import MOST_WORDS, changes, pieces
from tests.book.papers import PCD_510, REPORT, tranche


def shown(**changed: Any) -> dict[str, str]:
    """Place to "old > new" for one change of PCD 510."""
    found_changes = changes(PCD_510, replace(PCD_510, **changed))
    return {
        change["where"]: " > ".join(
            "".join(piece["text"] for piece in change["pieces"] if piece["kind"] != away).strip()
            for away in ("added", "removed")
        )
        for change in found_changes
    }


def test_a_text_a_day_and_an_amount_are_named_and_shown_as_people_write_them() -> None:
    assert shown(title="Another title")["Title"].endswith("> Another title")
    assert shown(decided_on=date(2018, 12, 18)) == {"Date signed": "17 December 2018 > 18 December 2018"}
    dearer = replace(PCD_510.recommendations[0], amount=Decimal("500000.50"))
    texts = shown(recommendations=(dearer, PCD_510.recommendations[1]))
    assert texts == {"Recommendation 1: amount": "£500,000 > £500,000.50"}


def test_what_only_looks_like_an_amount_or_a_day_is_left_as_it_is() -> None:
    odd = Section("form", "other", "3.10", "2018-13-45", (Paragraph("1.10", "12.34"), Paragraph("1.10", "2018-02-31")))
    texts = shown(sections=(odd,))
    assert texts["2018-13-45: number"] == " > 3.10"
    assert texts["2018-13-45: paragraph 1.10: text"] == " > 12.34"
    assert texts["2018-13-45: paragraph 1.10 (2): text"] == " > 2018-02-31"


def test_what_a_new_version_changed_is_told_in_the_order_of_the_paper() -> None:
    report = replace(REPORT, title="Another", author="Another", needed_why="Another")
    texts = shown(title="Another", report=report, marking="Another", decided_by="Another")
    assert list(texts) == ["Title", "Marking", "Report: title", "Report: author", "Report: why by then", "Decision by"]


def test_a_line_put_before_others_is_the_only_one_shown() -> None:
    texts = shown(report=replace(REPORT, delay_would=("Staff leave.", *REPORT.delay_would)))
    assert texts == {"Report: what delay would mean, line 1": " > Staff leave."}
    texts = shown(report=replace(REPORT, recommendations=()))
    assert texts == {"Report: recommendations, line 1": "Approve an offer. > "}


def test_a_paragraph_without_a_number_put_before_others_is_the_only_one_shown() -> None:
    first, two, three = (Paragraph("", text) for text in ("First.", "Second.", "Third."))
    old = Section("form", "introduction", "1", "Introduction", (two, three))
    before = replace(PCD_510, sections=(old,))
    found_changes = changes(before, replace(before, sections=(replace(old, paragraphs=(first, two, three)),)))
    assert [place["where"] for place in found_changes] == ["Introduction: paragraph: text"]


def test_a_grant_whose_title_was_put_right_is_the_same_grant() -> None:
    first, *others = PCD_510.grants
    texts = shown(grants=(replace(first, title="Online team"), *others))
    assert texts == {"Grant “Online team”: title": "Online investigative team > Online team"}


def test_money_without_a_fund_says_so_and_no_word_is_one_for_programs() -> None:
    nameless = replace(tranche("2020/21", Body("", ""), offered="5"), fund_as_written="")
    texts = shown(tranches=(*PCD_510.tranches, nameless))
    assert texts["Money 2020/21, fund not stated: offered"] == " > £5"
    section = replace(PCD_510.sections[0], kind="other", document="report")
    assert shown(sections=(section,)) == {}
    dearer = replace(PCD_510.recommendations[0], action="approve_bid")
    texts = shown(recommendations=(dearer, PCD_510.recommendations[1]))
    assert texts == {"Recommendation 1: what it asks for": "Accept an offer > Approve a bid"}


def test_nothing_is_shown_where_nothing_changed() -> None:
    assert changes(PCD_510, PCD_510) == []


def test_pieces_put_together_are_the_two_texts() -> None:
    old, new = "The review is each quarter, in London.", "The review is each month, in all of London."
    found_pieces = pieces(old, new)
    assert "".join(piece["text"] for piece in found_pieces if piece["kind"] != "added") == old
    assert "".join(piece["text"] for piece in found_pieces if piece["kind"] != "removed") == new


@pytest.mark.parametrize(("words", "different"), [(1_900, 7), (MOST_WORDS + 1, 5_000)])
def test_texts_that_cost_too_much_to_compare_are_shown_as_old_and_new(words: int, different: int) -> None:
    old = " ".join(f"word{n % different}" for n in range(words))
    new = old.replace("word3", "other")
    assert pieces(old, new) == [{"kind": "removed", "text": old}, {"kind": "added", "text": new}]


def test_long_texts_of_many_words_are_compared_word_by_word() -> None:
    old = " ".join(f"word{n % 200}" for n in range(MOST_WORDS - 1))
    found_pieces = pieces(old, f"{old} more")
    assert [piece["kind"] for piece in found_pieces] == ["same", "removed", "added"]
    assert [piece["text"] for piece in found_pieces[1:]] == ["word198", "word198 more"]
