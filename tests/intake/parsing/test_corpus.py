"""Each layout and each trap of real papers, in papers of our own making: exactly the expected facts."""

from datetime import date
from decimal import Decimal

import pytest

from intake.parsing import read_paper
from tests.intake.parsing.papers import CORPUS, corpus
from text_readers.reader import read_text


def requests_of(paper):
    return [
        (recommendation.action, [int(amount) for amount in recommendation.amounts])
        for recommendation in paper.recommendations
    ]


def money(paper):
    return [(str(tranche.financial_year), int(tranche.amount), tranche.kind) for tranche in paper.tranches]


def kinds(paper):
    return [section.kind for section in paper.sections]


def numbers(paper):
    return [p.number for section in paper.sections for p in section.paragraphs]


FORM = ["introduction", "issues", "financial", "legal", "privacy", "equality", "background"]
OLD_FORM = [kind for kind in FORM if kind != "privacy"]


def test_a_form_of_the_older_series_with_wrapped_lines():
    paper = corpus("older_series_form.txt")
    assert str(paper.reference) == "DMPCD 2014 110"
    assert (paper.decided_on, paper.decided_by) == (date(2014, 9, 4), "Deputy Mayor for Policing and Crime")
    assert (paper.executive_summary or "").endswith("asks for money towards two workers and a room.")
    assert requests_of(paper) == [("award", [64_500])]
    assert money(paper) == [("2014/15", 64_500, "not_stated")]
    assert kinds(paper) == OLD_FORM
    assert paper.sections[0].paragraphs[0].text.endswith("someone neutral should step in early.")
    assert (paper.deferral.deferred, paper.deferral.until) == (True, date(2014, 10, 1))
    assert paper.deferral.reason == "The borough announces the service itself on its open day."
    assert paper.part_2.exists is False
    assert [(declaration.kind, declaration.confirmed) for declaration in paper.declarations] == [
        ("head_of_service", True),
        ("legal", True),
        ("financial", False),
        ("equalities", True),
    ]
    assert [(signature.office, signature.name, signature.on) for signature in paper.signatures] == [
        ("deputy_mayor", None, date(2014, 9, 4)),
        ("chief_executive", "Helen Bright", date(2014, 9, 1)),
    ]


def test_labels_and_values_on_two_lines():
    paper = corpus("labels_on_two_lines.txt")
    assert (str(paper.reference), paper.decided_on) == ("PCD 311", date(2017, 11, 3))
    assert paper.title == "Witness care: further funding for 2017/18"
    assert requests_of(paper) == [("accept_offer", [100_000]), ("award", [95_500]), ("other", [])]
    assert money(paper) == [("2017/18", 100_000, "offered"), ("2017/18", 95_500, "not_stated")]
    assert [str(reference) for reference in paper.refers_to] == ["PCD 128"]
    assert [(signature.name, signature.on) for signature in paper.signatures] == [("Sophie Linden", date(2017, 11, 3))]
    assert kinds(paper) == OLD_FORM


def test_a_key_information_block_with_blank_values_and_a_list_of_contents():
    paper = corpus("key_information_blank.txt")
    assert (str(paper.reference), paper.title) == ("PCD 956", "Safer stations")
    assert (paper.decided_on, paper.decided_by, paper.signatures) == (None, None, [])
    assert requests_of(paper) == [("award", [495_000])]
    assert paper.recommendations[0].up_to
    assert kinds(paper) == FORM
    assert {"date-missing", "decider-missing"} == {warning.code for warning in paper.warnings}


def test_dashes_alone_on_their_lines_and_a_title_three_times():
    paper = corpus("dashes_alone.md")
    assert (str(paper.reference), paper.title, paper.decided_on) == (
        "PCD 1355",
        "Riverside youth hubs",
        date(2022, 9, 19),
    )
    assert requests_of(paper) == [("award", [1_500_000, 500_000]), ("other", [])]
    assert money(paper) == [(year, 500_000, "not_stated") for year in ("2022/23", "2023/24", "2024/25")]
    assert kinds(paper) == FORM
    assert numbers(paper) == ["1.1", "1.2", "2.1", "3.1", "4.1", "5.1", "6.1", "7.1"]


def test_everything_numbered_one_has_lost_its_numbers_and_nothing_else():
    paper = corpus("everything_numbered_one.txt")
    assert requests_of(paper) == [("award", [310_000]), ("other", [])]
    assert kinds(paper) == FORM
    assert set(numbers(paper)) == {""}
    assert [p.text for p in paper.sections[0].paragraphs] == ["The kennels were built in 1974.", "The roof leaks."]


def test_recommendations_without_a_heading_and_paragraphs_run_together():
    paper = corpus("asked_without_heading.txt")
    assert requests_of(paper) == [("approve_bid", [550_000]), ("other", [])]
    assert kinds(paper) == FORM
    assert numbers(paper) == ["1.1", "1.2", "2.1", "3.1", "4.1", "5.1", "6.1", "7.1"]
    assert paper.decided_on == date(2020, 3, 16)


def test_the_only_reference_is_another_decisions_and_is_not_adopted():
    paper = corpus("only_another_reference.txt")
    assert (paper.reference, [str(reference) for reference in paper.refers_to]) == (None, ["PCD 468"])
    assert [warning.message for warning in paper.warnings if warning.code == "reference-missing"] == [
        "No reference found, refers to PCD 468."
    ]


def test_marks_of_lists_that_swallow_headings():
    paper = corpus("swallowed_headings.txt")
    assert kinds(paper) == ["introduction", "issues", "financial", "legal", "equality", "background"]
    assert requests_of(paper) == [("accept_offer", [220_000]), ("approve_bid", [80_000])]
    assert money(paper) == [("2019/20", 220_000, "offered"), ("2020/21", 80_000, "bid")]
    assert paper.sections[2].paragraphs[0].text == "The offer covers six scanners."


def test_labels_first_and_their_values_after_them_in_order():
    paper = corpus("labels_then_values.txt")
    assert (str(paper.reference), paper.decided_on) == ("PCD 1211", date(2022, 7, 12))
    assert paper.decided_by == "Sophie Linden, Deputy Mayor, Policing and Crime"
    assert requests_of(paper) == [("award", [84_000]), ("accept_offer", [20_000]), ("other", [])]
    assert money(paper) == [("2022/23", 80_000, "not_stated"), ("2023/24", 4_000, "not_stated")]
    assert [str(reference) for reference in paper.refers_to] == ["PCD 900"]
    assert "sum-differs" not in {warning.code for warning in paper.warnings}


def test_items_with_roman_numerals_after_a_lead_and_money_in_the_advice():
    paper = corpus("roman_items.txt")
    assert (str(paper.reference), paper.decided_on) == ("DMPCD 2013 45", date(2013, 3, 12))
    assert [recommendation.text[:12] for recommendation in paper.recommendations] == ["a grant of £", "the attached"]
    assert requests_of(paper)[0] == ("award", [1_500_000])
    assert money(paper) == [("2013/14", 750_000, "not_stated"), ("2014/15", 750_000, "not_stated")]
    assert [str(reference) for reference in paper.refers_to] == ["DMPCD 2012 15"]


def test_answers_and_ticks_on_lines_of_their_own():
    paper = corpus("answers_on_their_own_lines.txt")
    assert (paper.decided_on, paper.required_by) == (date(2025, 4, 2), date(2025, 3, 31))
    assert [(signature.office, signature.name) for signature in paper.signatures] == [
        ("deputy_mayor", "Kaya Marsh"),
        ("chief_executive", "Clare Winter"),
    ]
    assert (paper.deferral.deferred, paper.part_2.exists) == (False, False)
    assert len(paper.declarations) == 6
    assert all(declaration.confirmed for declaration in paper.declarations)
    assert [line.text for line in paper.unplaced] == ["Drafting Officer:", "Jane Poe has drafted this report.", "✓"]
    assert paper.sections[1].paragraphs[0].text.startswith("The backlog grows by 2.5 million pages")


def test_a_reference_in_the_pages_own_address_and_a_table_in_thousands():
    paper = corpus("reference_in_address.md")
    assert (str(paper.reference), paper.decided_on) == ("PCD 1333", date(2023, 5, 3))
    assert money(paper) == [(year, 350_000, "not_stated") for year in ("2023/24", "2024/25", "2025/26")]
    assert [str(reference) for reference in paper.refers_to] == ["PCD 1101"]
    assert "sum-differs" in {warning.code for warning in paper.warnings}


def test_a_saved_page_with_menus_scripts_and_a_table():
    paper = corpus("saved_page.html")
    assert (str(paper.reference), paper.title, paper.decided_on) == ("PCD 1488", "Night buses", date(2023, 6, 9))
    assert {str(reference) for _, reference in paper.claims} == {"PCD 1488"}
    assert requests_of(paper) == [("accept_offer", [340_000]), ("award", [40_000])]
    assert money(paper) == [("2023/24", 340_000, "offered")]
    assert paper.tranches[0].fund == "Safer Transport Fund"
    assert [str(reference) for reference in paper.refers_to] == ["PCD 1302"]
    assert kinds(paper) == FORM
    assert paper.unplaced == []


def test_a_predecessor_in_the_title_is_not_the_papers_own_reference():
    paper = corpus("predecessor_in_title.txt")
    assert (str(paper.reference), [str(reference) for reference in paper.refers_to]) == ("PCD 1100", ["PCD 468"])
    assert paper.title == "Variation to PCD 468: helpline opening hours"
    assert money(paper) == [("2021/22", 45_000, "not_stated"), ("2022/23", 45_000, "not_stated")]
    assert "sum-differs" not in {warning.code for warning in paper.warnings}
    assert ("other", "Public Health Approach") in [(section.kind, section.heading) for section in paper.sections]


def test_a_board_report_without_its_form():
    paper = corpus("report_alone.txt")
    assert {section.document for section in paper.sections} == {"report"}
    assert (paper.report.board, paper.report.board_on) == ("Portfolio and Investment Board", date(2019, 6, 4))
    assert (paper.report.author, paper.report.on_behalf_of) == ("Supt Ann Lee, Marine Policing", "Commissioner")
    assert (paper.recommendations, [recommendation.action for recommendation in paper.report.recommendations]) == (
        [],
        ["award"],
    )
    assert paper.part_2.marking == "OFFICIAL-SENSITIVE [COMMERCIAL]"
    codes = {warning.code for warning in paper.warnings}
    assert {"section-missing", "recommendation-missing", "reference-missing"} <= codes
    assert not codes & {"exemption-wrong-act", "balance-missing"}


def test_items_below_an_item_belong_to_it():
    paper = corpus("nested_items.txt")
    assert [recommendation.text.count("\n") for recommendation in paper.recommendations] == [2, 0, 0]
    assert {"sum-differs", "scale-suspect"} <= {warning.code for warning in paper.warnings}


def test_address_title_and_label_that_disagree_and_a_date_that_is_none():
    paper = corpus("references_disagree.txt")
    assert (str(paper.reference), paper.decided_on) == ("PCD 1206", None)
    assert {"reference-differs", "date-unreadable", "date-missing"} <= {warning.code for warning in paper.warnings}
    assert paper.recommendations[0].amounts == [1_500_000, 2_000_000]
    assert [line.text for line in paper.unplaced] == ["Date signed: tbc"]


def test_key_information_in_a_table():
    paper = corpus("labels_in_a_table.md")
    assert (str(paper.reference), paper.decided_on) == ("PCD 1500", date(2023, 5, 5))
    assert requests_of(paper) == [("award", [2_400_000, 800_000]), ("other", [50_000])]
    assert kinds(paper) == [*OLD_FORM[:4], "privacy", "equality", "other", "background"]


def test_a_page_whose_whole_advice_is_one_nested_list():
    paper = corpus("nested_list_page.html")
    assert (str(paper.reference), paper.decided_on) == ("PCD 402", date(2018, 6, 25))
    assert kinds(paper) == FORM
    assert [p.text for p in paper.sections[0].paragraphs] == ["Knives kill.", "Arches help."]
    assert money(paper) == [("2018/19", 12_000, "not_stated")]


def test_labels_between_tabs_and_items_within_one_sentence():
    paper = corpus("labels_between_tabs.txt")
    assert (str(paper.reference), paper.title) == ("PCD 1012", "Cyber choices programme")
    assert paper.decided_by == "Sophie Linden, Deputy Mayor for Policing and Crime"
    assert requests_of(paper) == [("accept_offer", [75_000]), ("other", [])]
    assert [(signature.name, signature.on) for signature in paper.signatures] == [("Sophie Linden", date(2021, 5, 12))]
    assert [line.text for line in paper.unplaced] == ["Date\t10/05/2021"]


def test_a_file_in_windows_1252_with_hard_spaces_in_its_figures():
    paper = corpus("windows_1252.txt")
    assert (str(paper.reference), paper.title) == ("PCD 55", "Something")
    assert requests_of(paper) == [("approve_bid", [495_000]), ("other", [])]
    assert "Home Office’s fund – for" in paper.recommendations[0].text
    assert money(paper) == [("2016/17", 495_000, "bid")]


def test_a_page_with_its_title_thrice_and_a_summary_without_a_heading():
    paper = corpus("title_twice_then_summary.txt")
    assert (str(paper.reference), paper.title) == ("PCD 2361", "Night desk grant (years 2031/32 to 2033/34)")
    assert (paper.decided_on, paper.decided_by) == (None, "Robin Vale, Deputy Mayor, Policing and Crime")
    assert (paper.executive_summary or "").startswith("The night desk answers calls from other forces")
    assert (paper.executive_summary or "").endswith(
        "Nothing is asked of the office itself:\n- no rent, and\n- no posts."
    )
    assert requests_of(paper) == [("accept_offer", [41_250])]
    assert money(paper) == [(year, 41_250, "offered") for year in ("2031/32", "2032/33", "2033/34")]
    assert paper.sources["tranches[0]"] == 14
    assert kinds(paper) == ["introduction", "issues", "financial"]
    assert paper.unplaced == []
    assert {warning.code for warning in paper.warnings} == {"date-missing", "section-missing"}


def test_who_authorised_it_items_under_another_sign_and_one_without_any():
    paper = corpus("authorised_by_name.txt")
    assert (paper.decided_on, paper.decided_by) == (date(2031, 2, 13), "Robin Vale, Deputy Mayor, Policing and Crime")
    assert [(signature.name, signature.on) for signature in paper.signatures] == [("Robin Vale", date(2031, 2, 13))]
    assert requests_of(paper) == [
        ("award", [1_000_000, 288_450, 150_000]),
        ("award", [30_000]),
        ("award", []),
        ("accept_offer", []),
    ]


def test_a_lead_that_asks_for_the_money_itself_is_the_recommendation():
    paper = corpus("lead_that_asks.txt")
    assert requests_of(paper) == [("award", [1_900_000])]
    assert paper.recommendations[0].text.count("\n") == 3
    assert money(paper) == [("2032/33", 600_000, "not_stated"), ("2033/34", 1_300_000, "not_stated")]
    assert "fund-names-disagree" not in {warning.code for warning in paper.warnings}


def test_a_summary_that_tells_what_is_asked_leaves_it_to_the_recommendations():
    paper = corpus("summary_that_asks.txt")
    assert (paper.executive_summary or "").endswith(
        "is asked to approve the continuation of this funding for the desk."
    )
    assert requests_of(paper) == [
        ("accept_offer", [1_023_000]),
        ("accept_offer", [582_000, 17_000, 565_000]),
        ("other", [582_000, 17_000, 565_000]),
    ]
    assert money(paper) == [
        ("2030/31", 1_023_000, "offered"),
        ("2030/31", 17_000, "offered"),
        ("2031/32", 565_000, "offered"),
    ]
    assert [paper.sources[f"tranches[{n}]"] for n in range(3)] == [11, 13, 14]
    assert paper.unplaced == []


def test_a_lead_without_its_verb_and_a_total_before_its_years():
    paper = corpus("dmpc_to.txt")
    assert requests_of(paper) == [
        ("award", [615_300]),
        ("other", [11_650]),
        ("award", [3_000_000, 1_500_000, 1_500_000]),
        ("other", []),
    ]
    assert money(paper) == [
        ("2030/31", 615_300, "not_stated"),
        ("2030/31", 11_650, "not_stated"),
        ("2030/31", 1_500_000, "not_stated"),
        ("2031/32", 1_500_000, "not_stated"),
    ]
    assert numbers(paper) == ["", ""]
    assert "sum-differs" not in {warning.code for warning in paper.warnings}


def test_a_lead_that_stops_at_a_semicolon_and_a_heading_with_a_full_stop():
    advice = "Part I - Non-confidential facts and advice to the DMPC.\n\n1. Introduction and background.\n\n1. Old.\n"
    lead = "Recommendation\nThe DMPC is recommended to approve contract awards for;\n\n"
    paper = read_paper(f"{lead}1. Cleaning the stables in the sum of £585,000,\n\n2. Barriers for £9,126.\n\n{advice}")
    assert requests_of(paper) == [("award", [585_000]), ("award", [9_126])]
    assert paper.sections[0].heading == "Introduction and background"
    alone = read_paper(
        f"Recommendation\nThe DMPC is asked to approve a grant of £5,000;\n\nThe DMPC is asked to note it.\n\n{advice}"
    )
    assert requests_of(alone) == [("award", [5_000]), ("other", [])]


def test_items_that_ask_for_themselves_are_no_part_of_their_lead():
    lead = "Recommendation\nThe DMPC is recommended to approve grants of £90,000 to the stables as follows:\n"
    advice = "\nNon-confidential facts and advice\n1. Introduction and background\n1.1 The stables are old.\n"
    apart = read_paper(f"{lead}1. Approve a grant of £50,000 for hay.\n2. Award £40,000 for straw.{advice}")
    assert requests_of(apart) == [("award", [50_000]), ("award", [40_000])]
    whole = read_paper(f"{lead}- £50,000 for hay\n- £40,000 for straw{advice}")
    assert requests_of(whole) == [("award", [90_000, 50_000, 40_000])]


def test_a_paper_that_names_other_bodies_beside_this_office_is_read():
    paper = corpus("names_other_bodies.txt")
    assert (paper.reference, requests_of(paper)) == (None, [("award", [61_000])])


REFUSED = {
    "list_of_decisions",
    "another_body",
    "another_commissioner",
    "another_register",
    "another_notice",
    "another_report",
    "another_council",
    "list_with_summaries",
    "part_of_a_list",
    "police_authority",
    "not_english",
    "minutes",
    "letter",
    "windows_1252",
}
#: Papers whose lines are those of the file, read as they stand.
READ = sorted(path.name for path in CORPUS.iterdir() if path.suffix in (".txt", ".md") and path.stem not in REFUSED)


@pytest.mark.parametrize("name", READ)
def test_every_line_of_the_corpus_is_placed_or_unplaced(name):
    lines = (CORPUS / name).read_text(encoding="utf-8").split("\n")
    paper = corpus(name)
    filled = {number for number, line in enumerate(lines, 1) if line.strip()}
    assert filled == set(paper.placed) | {line.line for line in paper.unplaced}
    assert not set(paper.placed) & {line.line for line in paper.unplaced}


@pytest.mark.parametrize("name", READ)
def test_no_figure_of_a_paper_is_invented(name):
    text = (CORPUS / name).read_text(encoding="utf-8")
    digits = "".join(character for character in text if character.isdigit())
    paper = corpus(name)
    for amount in [a for recommendation in paper.recommendations for a in recommendation.amounts] + [
        tranche.amount for tranche in paper.tranches
    ]:
        assert f"{Decimal(amount):.0f}".rstrip("0") in digits


def test_money_in_a_table_comes_from_its_own_row_not_from_the_tables_head() -> None:
    assert corpus("saved_page.html").sources["tranches[0]"] == 48
    rows = [("Fund", "2020/21", "2021/22"), ("River Fund", "£100k", "£100k"), ("Lake Fund", "", "£100k")]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = (
        "<h1>PCD 77 Boats</h1><h2>Recommendation</h2><p>The DMPC is asked to approve a bid of £300k.</p>"
        f"<h2>3. Financial comments</h2><table>{table}</table>"
    )
    paper = read_paper(read_text("boats.html", page.encode()), name="boats.html")
    funds = [(tranche.fund, str(tranche.financial_year)) for tranche in paper.tranches]
    assert funds == [("River Fund", "2020/21"), ("River Fund", "2021/22"), ("Lake Fund", "2021/22")]
    first = paper.sources["tranches[0]"]
    assert [paper.sources[f"tranches[{n}]"] - first for n in range(3)] == [0, 0, 1]
