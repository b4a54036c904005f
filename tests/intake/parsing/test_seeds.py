"""The two real papers give exactly the facts that stand in them, with the lines they come from, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from intake.parsing import read_paper
from tests.intake.parsing.papers import facts, seed, seed_text, without_gaps, wrapped
from text_readers.reader import read_text

FORM, PAGE = "pcd_510_form.txt", "pcd_815_page.txt"


def test_pcd_510_is_read_with_its_two_recommendations_and_three_tranches():
    paper = seed(FORM)
    assert str(paper.reference) == "PCD 510"
    assert paper.title is not None
    assert paper.title.startswith("Request to accept Home Office funding")
    assert [
        (recommendation.action, recommendation.amounts, recommendation.up_to)
        for recommendation in paper.recommendations
    ] == [
        ("accept_offer", [Decimal(500000)], True),
        ("approve_bid", [Decimal(120000)], False),
    ]
    assert [
        (str(tranche.financial_year), tranche.amount, tranche.kind, tranche.fund) for tranche in paper.tranches
    ] == [
        ("2018/19", Decimal(250000), "offered", "ROCU funding"),
        ("2019/20", Decimal(250000), "offered", "ROCU funding"),
        ("2018/19", Decimal(120000), "bid", "Police Transformation Fund"),
    ]


def test_pcd_510_is_signed_endorsed_and_needed_on_the_days_it_says():
    paper = seed(FORM)
    assert (paper.decided_on, paper.required_by) == (date(2018, 12, 17), date(2018, 12, 13))
    assert [(signature.office, signature.name, signature.on) for signature in paper.signatures] == [
        ("deputy_mayor", None, date(2018, 12, 17)),
        ("chief_executive", "R. Lawrence", date(2018, 12, 12)),
    ]
    assert paper.deferral.deferred is False
    assert [declaration.kind for declaration in paper.declarations] == [
        "financial",
        "legal",
        "equalities",
        "commercial",
        "privacy",
        "head_of_service",
    ]
    assert all(declaration.confirmed for declaration in paper.declarations)


def test_the_board_report_behind_pcd_510_is_read_as_a_document_of_its_own():
    report = seed(FORM).report
    assert (report.board, report.board_on) == ("Portfolio and Investment Board", date(2018, 11, 13))
    assert (report.author, report.on_behalf_of) == (
        "DCS Michael Gallagher, Central Specialist Crime",
        "Deputy Commissioner",
    )
    assert report.marking == "OFFICIAL – PUBLIC"
    assert [recommendation.action for recommendation in report.recommendations] == ["accept_offer", "approve_bid"]
    assert report.time_sensitivity.needed_by == date(2018, 12, 13)
    assert len(report.time_sensitivity.delay_would_cost) == 4


def test_the_part_2_of_pcd_510_is_known_by_what_is_said_of_it_in_public():
    part = seed(FORM).part_2
    assert (part.exists, part.marking, len(part.reasons)) == (True, "OFFICIAL-SENSITIVE [ORGANISATIONAL]", 3)
    assert [(section.act, section.section) for section in part.sections] == [
        ("Data Protection Act", number) for number in ("31", "30", "23")
    ]
    assert "2028" in (part.review or "")


def test_the_sections_of_pcd_510_stand_in_order_with_their_numbers():
    sections = seed(FORM).sections
    assert [
        (section.kind, [p.number for p in section.paragraphs]) for section in sections if section.document == "form"
    ] == [
        ("introduction", ["1.1", "1.2", "1.3"]),
        ("issues", ["2.1"]),
        ("financial", ["3.1", "3.2"]),
        ("legal", ["4.1", "4.2", "4.3"]),
        ("privacy", ["5.1", "5.2", "5.3", "5.4"]),
        ("equality", ["6.1"]),
        ("background", ["7.1"]),
    ]
    assert [section.kind for section in sections if section.document == "report"] == [
        *("time_sensitivity", "facts", "issues", "police_and_crime_plan", "financial", "other", "legal"),
        *("equality", "privacy", "real_estate", "environment", "background"),
    ]


def test_a_sentence_that_a_page_break_cut_is_one_paragraph_and_footnotes_stay_with_their_section():
    sections = {(section.document, section.kind): section for section in seed(FORM).sections}
    advice = sections["report", "facts"].paragraphs
    assert [p.number for p in advice] == ["1", "2", "3", "4", "5", "6", "7"]
    assert "will service all areas of Serious Organised Crime" in advice[3].text
    assert sections["report", "police_and_crime_plan"].paragraphs[-1].number == "¹"
    assert sections["report", "environment"].paragraphs[-1].text.startswith("https://www.london.gov.uk/")


def test_pcd_815_is_read_with_its_money_its_link_and_the_section_whose_heading_is_lost():
    paper = seed(PAGE)
    assert (str(paper.reference), [str(reference) for reference in paper.refers_to]) == ("PCD 815", ["PCD 510"])
    assert (paper.decided_on, paper.signatures) == (None, [])
    assert paper.decided_by == "Sophie Linden, Deputy Mayor, Policing and Crime"
    assert [(str(tranche.financial_year), tranche.amount, tranche.kind) for tranche in paper.tranches] == [
        ("2020/21", Decimal(250000), "offered")
    ]
    assert [(section.kind, section.heading) for section in paper.sections][3] == ("legal", "")
    assert [p.number for p in paper.sections[3].paragraphs] == ["4.1", "4.2"]


def test_the_checks_find_in_the_two_papers_what_is_wrong_with_them_and_nothing_else():
    assert {warning.code for warning in seed(PAGE).warnings} == {"date-missing", "heading-missing"}
    codes = {warning.code for warning in seed(FORM).warnings}
    assert codes == {
        "fund-names-disagree", "kind-disagrees", "decided-late", "exemption-wrong-act", "balance-missing",
        "board-dates-disagree", "power-mismatch", "retrospective",
    }  # fmt: skip
    assert [warning.severity for warning in seed(FORM).warnings if warning.code == "retrospective"] == ["informs"]


@pytest.mark.parametrize("name", [FORM, PAGE])
def test_every_line_of_the_papers_finds_its_place(name):
    assert seed(name).unplaced == []


@pytest.mark.parametrize("name", [FORM, PAGE])
def test_every_value_names_the_line_that_says_it(name):
    lines, paper = seed_text(name).split("\n"), seed(name)
    expected = {
        "reference": str(paper.reference),
        "decided_on": "17/12/2018",
        "tranches[0]": "£250,000",
        "recommendations[0].amounts[0]": f"£{paper.recommendations[0].amounts[0]:,.0f}",
        "refers_to[0]": "PCD 510",
        "signatures[1]": "12/12/2018" if name == FORM else "",
        "part_2.marking": "OFFICIAL-SENSITIVE",
    }
    for path, words in expected.items():
        if path in paper.sources:
            near = "\n".join(lines[paper.sources[path] - 1 : paper.sources[path] + 2])
            assert words in near, path
    assert {"reference", "title", "executive_summary", "recommendations[0]", "sections[3].paragraphs[1]"} <= set(
        paper.sources
    )


PAGE_CHANGES = {
    "amounts-disagree": ("Home Office for £250,000 for", "Home Office for £205,000 for"),
    "predecessor-unnamed": ("PCD 510", "an earlier paper"),
    "reference-differs": ("HO funding for", "PCD 851 HO funding for"),
    "section-missing": ("6. Equality Comments\n\n6.1.", "5.5."),
}


@pytest.mark.parametrize("code", PAGE_CHANGES)
def test_one_slip_in_pcd_815_is_found_and_nothing_else(code):
    before, after = PAGE_CHANGES[code]
    text = seed_text(PAGE)
    assert before in text
    codes = {warning.code for warning in read_paper(text.replace(before, after)).warnings}
    assert codes - {"date-missing", "heading-missing"} == {code}


MENDED = {
    "decided-late": ("17/12/2018", "11/12/2018"),
    "fund-names-disagree": ("Police Transformation Fund", "Innovation Fund"),
    "exemption-wrong-act": ("Data Protection Act Section", "FOIA Section"),
    "balance-missing": ("Information from the NCA", "Information from the NCA; the public interest is in keeping it"),
    "board-dates-disagree": ("December PIB", "November PIB"),
    "power-mismatch": ("approve any bid for grant funding", "approve any bid for grant funding and accept any offer"),
}


@pytest.mark.parametrize("code", MENDED)
def test_what_is_mended_in_pcd_510_is_not_reported_any_more(code):
    before, after = MENDED[code]
    text = seed_text(FORM)
    all_codes = {warning.code for warning in read_paper(text).warnings}
    assert {warning.code for warning in read_paper(text.replace(before, after)).warnings} == all_codes - {code}


def test_a_year_that_does_not_add_up_in_pcd_510_is_found():
    text = seed_text(FORM).replace("2019/20\t£250,000", "2019/20\t£290,000")
    assert "sum-differs" in {warning.code for warning in read_paper(text).warnings}


LOOKS = {
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "Windows-1252": lambda text: text.replace("✓", "x").encode("cp1252", "replace"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "hard spaces": lambda text: text.replace(" ", "\u00a0").encode(),
    "soft hyphens": lambda text: text.replace("tion", "ti\u00adon").encode(),
    "wrapped lines": lambda text: wrapped(text).encode(),
    "wrapped lines without gaps": lambda text: without_gaps(wrapped(text)).encode(),
    "no empty lines": lambda text: without_gaps(text).encode(),
    "twice as many empty lines": lambda text: text.replace("\n", "\n\n").encode(),
    "round bullets": lambda text: text.replace("\n- ", "\n•\t").encode(),
    "bullets of a symbol font": lambda text: text.replace("\n- ", "\n\uf0b7 ").encode(),
    "no emphasis": lambda text: text.replace("**", "").encode(),
    "indented": lambda text: text.replace("\n", "\n    ").encode(),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", [FORM, PAGE])
def test_the_look_of_a_file_changes_nothing_of_what_is_read(name, look):
    text = seed_text(name)
    assert facts(read_paper(read_text(name, LOOKS[look](text)))) == facts(read_paper(text))


def test_the_json_has_every_key_of_its_one_shape():
    for name in (FORM, PAGE):
        shown = seed(name).as_json()
        assert list(shown) == [
            *("reference", "title", "decided_on", "decided_by", "required_by", "executive_summary", "recommendations"),
            *("sections", "tranches", "refers_to", "declarations", "signatures", "report", "deferral", "part_2"),
            *("warnings", "unplaced", "sources"),
        ]
        assert set(shown["recommendations"][0]) == {"text", "action", "amounts"}
        assert set(shown["sections"][0]) == {"document", "kind", "heading", "paragraphs"}
        assert set(shown["tranches"][0]) == {"financial_year", "amount", "kind", "fund"}
        assert set(shown["deferral"]) == {"deferred", "reason", "until"}
        assert set(shown["part_2"]) == {"exists", "marking", "reasons", "sections", "review"}
        assert set(shown["warnings"][0]) == {"code", "severity", "message"}
