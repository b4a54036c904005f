"""The cases that once failed, where they lie beside the repository: every kind of file and every change of a line."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from documents.text_reader import Unreadable
from intake.parsing import NotAPaper, ReadPaper, read_paper
from tests.intake.parsing.papers import SHARED
from text_readers import recognition
from text_readers.reader import read_text

CASES = SHARED / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the folder shared/cases is not beside this repository")

#: What a saved page does not hold: the form's declarations, its signatures by hand, its questions on publication.
PAGE_HAS_NOT = ("declared", "signed", "decided_by", "deferred", "part_2")


def read(path: Path) -> ReadPaper:
    return read_paper(read_text(path.name, path.read_bytes()), name=path.name)


def case(folder: str, name: str) -> ReadPaper:
    return read(CASES / folder / name)


def facts(paper: ReadPaper) -> dict[str, object]:
    """The facts of the form: those that must not depend on the kind of file."""
    return {
        "reference": str(paper.reference),
        "title": paper.title,
        "decided_on": paper.decided_on,
        "decided_by": paper.decided_by,
        "summary": paper.executive_summary,
        "asked": [(r.action, r.amounts, r.up_to) for r in paper.recommendations],
        "refers_to": [str(r) for r in paper.refers_to],
        "money": [(str(t.financial_year), t.amount, t.kind, t.fund) for t in paper.tranches],
        "declared": [(d.kind, d.confirmed) for d in paper.declarations],
        "signed": [(s.office, s.name, s.on) for s in paper.signatures],
        "deferred": paper.deferral.deferred,
        "part_2": paper.part_2.exists,
        "report": paper.report.title,
        "sections": [(s.kind, [p.number for p in s.paragraphs]) for s in paper.sections],
        "unplaced": [u.text for u in paper.unplaced],
    }


def codes(paper: ReadPaper) -> set[str]:
    return {w.code for w in paper.warnings} - {"retrospective"}


def base() -> dict[str, object]:
    return facts(case("formats", "base.txt"))


def test_the_whole_form_gives_its_seventeen_facts():
    known = base()
    assert (known["reference"], known["decided_on"]) == ("PCD 1907", date(2024, 3, 14))
    assert known["asked"] == [
        ("accept_offer", [Decimal("1204350.75")], True),
        ("award", [Decimal(400000), Decimal("350000.50"), Decimal("54350.25")], False),
        ("other", [], False),
    ]
    assert known["refers_to"] == ["PCD 1560"]
    assert known["money"] == [
        ("2023/24", Decimal("602175.38"), "offered", "Safer Streets Fund"),
        ("2024/25", Decimal("602175.37"), "offered", "Safer Streets Fund"),
    ]
    declared = known["declared"]
    assert isinstance(declared, list)
    assert [confirmed for _, confirmed in declared] == [True] * 6
    assert known["signed"] == [
        ("deputy_mayor", "S. Linden", date(2024, 3, 14)),
        ("chief_executive", "D. Luchford", date(2024, 3, 12)),
    ]
    assert (known["deferred"], known["part_2"], known["report"], known["unplaced"]) == (False, True, None, [])


WHOLE = [
    *("chrome_header_footer.pdf", "chrome_plain.pdf", "chrome_table_zebra_year_columns.pdf", "html_pre.html"),
    *("mail_body.eml", "paper.odt", "papers.zip", "pdf_hanging_numbers.pdf", "pdf_rotate_90.pdf", "pdf_weasy.pdf"),
    *("word_first_page_header.docx", "word_macro.docm", "word_main_document2.docx", "word_strict.docx"),
    "word_textbox.docx",
]


@pytest.mark.parametrize("name", WHOLE)
def test_every_kind_of_file_gives_the_same_facts_and_no_false_alarm(name):
    paper = case("formats", name)
    assert facts(paper) == base()
    assert codes(paper) == set()


@pytest.mark.parametrize(
    ("name", "hidden", "told"),
    [
        ("word_hidden_and_comment.docx", "PCD 444", {"hidden-text", "comments"}),
        ("word_tracked_row_mark.docx", "£77,000.00", {"hidden-text"}),
        ("pdf_blacked_out_only.pdf", "Novák", {"hidden-text"}),
    ],
)
def test_what_an_author_hid_or_struck_out_is_not_read_and_is_said(name, hidden, told):
    paper = case("formats", name)
    assert facts(paper) == base()
    assert codes(paper) == told
    assert hidden in next(w.message for w in paper.warnings if w.code == "hidden-text")
    assert hidden not in str(paper.as_json() | {"warnings": []})


def test_a_watermark_is_no_text_and_no_line_is_left_over():
    paper = case("formats", "pdf_watermark.pdf")
    assert facts(paper) == base()
    assert codes(paper) == {"watermark"}


def test_without_tesseract_a_pictured_page_is_said_and_what_stands_on_it_is_missing(monkeypatch):
    monkeypatch.setattr(recognition, "program", lambda: "")
    paper = case("formats", "pdf_last_page_scanned.pdf")
    assert codes(paper) == {"pictured-page"}
    decider = ("deputy_mayor", "S. Linden", date(2024, 3, 14))
    assert facts(paper) == base() | {"declared": [], "signed": [decider]}


@pytest.mark.skipif(not recognition.program(), reason="tesseract is not installed")
def test_with_tesseract_a_pictured_page_is_read_and_what_it_could_not_place_is_told():
    paper, expected = case("formats", "pdf_last_page_scanned.pdf"), base()
    # A picture's ticks are not read, and the lines around them find no place.
    assert codes(paper) == {"recognised-page", "lines-unplaced"}
    assert facts(paper) | dict.fromkeys(("declared", "unplaced")) == expected | dict.fromkeys(("declared", "unplaced"))
    assert [declaration.kind for declaration in paper.declarations] == [
        kind for kind, _ in cast(list[tuple[str, bool]], expected["declared"])
    ]


def test_a_misread_number_is_said_and_not_guessed():
    paper = case("formats", "pdf_ocr_slips.pdf")
    assert paper.reference is None
    assert {"reference-unreadable", "amount-unreadable"} <= codes(paper)


def test_what_was_filled_into_fields_is_read():
    paper = case("formats", "pdf_form_fields.pdf")
    assert (str(paper.reference), paper.decided_on) == ("PCD 1907", date(2024, 3, 14))
    assert paper.recommendations[0].amounts == [Decimal("1204350.75")]
    # The file holds this much of the form, cut where its fields end.
    assert str(paper.title).startswith("Safer Walks Home")
    assert [(s.office, s.name) for s in paper.signatures] == [("deputy_mayor", "S. Linden")]
    assert [(s.kind, [p.number for p in s.paragraphs]) for s in paper.sections] == [
        ("introduction", ["1.1"]),
        ("financial", ["2.1"]),
    ]
    assert not paper.unplaced


def test_a_locked_file_says_that_it_is_locked():
    with pytest.raises(Unreadable, match="locked with a password"):
        case("formats", "word_password.docx")


@pytest.mark.parametrize(
    "name", ["html_accordion.html", "html_comment_hidden.html", "html_sup_footnote.html", "page.mhtml"]
)
def test_saved_pages_give_what_a_page_holds(name):
    known, expected = facts(case("formats", name)), base()
    for key in PAGE_HAS_NOT:
        known.pop(key), expected.pop(key)
    assert known == expected


def test_a_letter_with_the_paper_attached_gives_the_paper():
    paper = case("formats", "mail_with_attachment.eml")
    assert {**facts(paper), "unplaced": []} == base()


SAME = [
    *("dates_apos", "dates_hand", "dates_iso", "dates_ord", "dates_time", "dates_wkd", "ref_bracket", "ref_fw"),
    *("t_head_tab", "t_spaces_nohead", "t_yearcols_nopound", "that_dmpc", "utf16be_bom", "cp1252", "macroman"),
    *("wrap_45", "wrap_60", "wrap_85", "wrap_85_table_spaces", "wrap_100", "pound_after"),
]


def plain(known: dict[str, object]) -> dict[str, object]:
    """The facts without letters that an older encoding does not have."""
    return {**known, "summary": None}


@pytest.mark.parametrize("name", SAME)
def test_punctuation_and_spacing_of_a_line_change_no_fact(name):
    assert plain(facts(case("lines", f"{name}.txt"))) == plain(base())


@pytest.mark.parametrize("name", ["comma_thin", "gbp", "nonbreaking"])
def test_other_separators_change_no_sum(name):
    assert plain(facts(case("lines", f"{name}.txt"))) == plain(base())


def test_euros_are_no_pounds():
    assert case("lines", "euro.txt").recommendations[1].amounts == [Decimal("350000.50"), Decimal("54350.25")]


@pytest.mark.parametrize("name", ["deferral_yes", "deferral_wrapped_yes"])
def test_a_deferral_is_read_however_its_question_wraps(name):
    assert facts(case("lines", f"{name}.txt")) == {**base(), "deferred": True}


def test_an_application_for_financial_assistance_is_no_bid():
    recommendation = case("lines", "application.txt").recommendations[0]
    assert (recommendation.action, recommendation.amounts) == ("other", [Decimal(9000)])


def test_a_letter_among_digits_is_said():
    paper = case("lines", "ref_ocr.txt")
    assert paper.reference is None
    assert any("PCD 19O7" in w.message for w in paper.warnings)


LEADS = ["approval_sought", "dmpc_agrees", "dmpc_is_asked_agree", "it_is_recommended", "that_dmpc"]


@pytest.mark.parametrize("name", LEADS)
def test_recommendations_are_found_behind_every_lead(name):
    paper = case("lines", f"lead_{name}.txt")
    assert [(r.action, r.amounts) for r in paper.recommendations] == [
        ("accept_offer", [Decimal(100000)]),
        ("award", [Decimal(50000)]),
    ]


@pytest.mark.parametrize("name", ["dmpc_authorises", "lead_dmpc_authorises"])
def test_a_sentence_that_authorises_is_a_recommendation(name):
    (recommendation,) = case("lines", f"{name}.txt").recommendations
    assert recommendation.text.startswith("The DMPC authorises the settlement")


@pytest.mark.parametrize(
    "name",
    ["draft_noref_council_rec", "draft_noref_council_title", "draft_pcd_tbc", "own_noref_city", "page_noref_council"],
)
def test_a_paper_of_ours_that_names_a_council_or_has_no_number_is_ours(name):
    paper = case("lines", f"{name}.txt")
    assert paper.reference is None
    assert paper.recommendations
    assert not paper.unplaced


@pytest.mark.parametrize(
    "name", ["gm_deputy_mayor_noref", "wy_deputy_mayor", "surrey_plus_mps", "warwickshire_plus_mps"]
)
def test_another_bodys_paper_is_not_ours_also_where_it_names_the_met(name):
    with pytest.raises(NotAPaper, match="not a decision of this office"):
        case("lines", f"{name}.txt")


def test_every_row_of_a_long_table_is_money():
    paper = case("lines", "own_330_row_table.txt")
    assert len(paper.tranches) == 660
    assert sum(t.amount for t in paper.tranches) == sum(1000 + n + 2000 + n for n in range(330))


PAGES = [
    *("cookie_after", "emergency_banner", "no_canonical_h1_last", "nocookie_h3_div", "nocookie_h3_p"),
    *("nocookie_ol_div", "nocookie_ol_p"),
]


def test_a_sum_of_seven_digits_and_sixty_rows_of_years_are_read_whole():
    paper = case("lines", "big791.txt")
    assert paper.recommendations[0].amounts == [Decimal("1234567.89")]
    assert [t.amount for t in paper.tranches] == [Decimal(1000 + n) + Decimal(n) / 100 for n in range(1, 61)]
    assert not paper.unplaced


def test_a_page_on_which_nothing_is_covered_is_read_whole_whatever_its_file_is_called():
    paper = case("lines", "black_782.pdf")  # its box is not drawn: rendered, every word shows
    assert {**facts(paper), "reference": "PCD 1907"} == base()
    assert codes(paper) == set()


def test_a_file_of_a_few_words_is_no_paper_and_says_so():
    with pytest.raises(NotAPaper, match="only a few words"):
        case("formats", "paper.rtf")


def test_every_case_is_named_by_a_test():
    words = set(re.findall(r'"([\w.]+)"', Path(__file__).read_text(encoding="utf-8")))
    named = words | {f"lead_{word}" for word in words}
    files = [*(CASES / "formats").iterdir(), *(CASES / "lines").iterdir()]
    assert not [file.name for file in files if not named & {file.name, file.stem}]


@pytest.mark.parametrize("name", PAGES)
def test_banners_and_dialogs_are_no_content_and_the_title_is_the_pages(name):
    known, expected = facts(case("lines", f"{name}.html")), base()
    for key in (*PAGE_HAS_NOT, "sections"):
        known.pop(key), expected.pop(key)
    assert known == expected


def test_a_raised_figure_is_no_digit_of_a_sum():
    for name in ("sup.docx", "sup_781.html"):
        assert case("lines", name).recommendations[1].amounts == [
            Decimal(400000),
            Decimal("350000.50"),
            Decimal("54350.25"),
        ]


def test_attachments_and_tracked_changes_are_no_text_of_the_paper():
    attached = case("lines", "att_783b.pdf")
    assert {**facts(attached), "reference": "PCD 1907"} == base()
    assert "attachments" in codes(attached)
    tracked = case("lines", "trk_779.docx")
    assert {**facts(tracked), "reference": "PCD 1907"} == base()
    assert codes(tracked) == {"hidden-text"}
