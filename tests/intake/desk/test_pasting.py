"""The whole text of a report or a form is pasted into a draft and cut into its parts, with nothing lost or replaced."""

from datetime import date

import pytest

from decisions.composing import compose
from decisions.models import Decision
from decisions.parts import read_part
from figures.dates import london_day
from intake.pasted_text import read_pasted
from tests.decisions import papers
from tests.decisions.desk.conftest import As
from tests.people import People

pytestmark = pytest.mark.django_db

REPORT = """**Money for night patrols**

Portfolio and Investment Board, 4 March 2025

**Report by Insp Jo Poe, Roads Unit on behalf of the Deputy Commissioner**

**Part 1 – This section of the report will be published. It is classified as OFFICIAL – PUBLIC**

EXECUTIVE SUMMARY

The Home Office offers £90,000 for patrols at night.

Recommendations

The board is asked to:

1. Accept an offer of £90,000 from the Home Office.
2. Note the plan.

Time sensitivity

A decision is needed by 20/03/2025. Patrols begin in April.

Non-confidential facts and advice to the Deputy Mayor for Policing and Crime

1. Patrols were cut in 2020.
2. They are wanted:

- by bus drivers
- by nurses

Financial, Commercial and Procurement Comments

The money is:

| Year | Amount |
| --- | ---: |
| 2025/26 | £40,000 |
| 2026/27 | £50,000 |

No cost falls on the police fund.[^1]

[^1]: Letter of 3 February 2025.

Risk management

Vans may come late.

Contribution to the Police and Crime Plan

It serves the plan.
"""
FORM = """1. Introduction and background
- 1.1. Patrols were cut in 2020.
- 1.2. The Home Office pays.

2. Issues for consideration
- 2.1. Without a decision in March there are no patrols in April.

5. GDPR and Data Privacy
- 5.1. A DPIA has been commenced for this project.
"""


def test_a_report_pasted_whole_fills_its_parts_with_its_own_headings_tables_and_notes(
    people: People, signed_in: As
) -> None:
    empty = {"text": ""}
    paper = papers.draft(people, introduction=empty, issues=empty, report_facts=empty)
    client = signed_in(people.fatima)
    answer = client.post(f"/desk/decisions/{paper.pk}/paste/", {"form_text": FORM, "report_text": REPORT}, follow=True)
    assert "Filled from the text: " in answer.content.decode()
    paper = Decision.objects.get(pk=paper.pk)
    assert read_part(paper, "report-facts")["text"].startswith("1. Patrols were cut in 2020.")
    financial = read_part(paper, "report-financial")
    assert financial["heading"] == "Financial, Commercial and Procurement Comments"
    assert "| 2026/27 | £50,000 |" in financial["text"]
    assert "[^1]: Letter of 3 February 2025." in financial["text"]
    assert "### Risk management\n\nVans may come late." in financial["text"], "no part has this heading"
    part1 = compose(paper, london_day(papers.AT))
    sections = {(section.document, section.kind): section for section in part1.sections}
    assert sections["report", "financial"].heading == "Financial, Commercial and Procurement Comments"
    assert [getattr(block, "number", "") for block in sections["report", "facts"].content.blocks] == ["1.", "2.", ""]
    assert [getattr(block, "number", "") for block in sections["form", "introduction"].content.blocks] == [
        "1.1.",
        "1.2.",
    ]


def test_what_is_written_already_stays_and_is_named(people: People, signed_in: As) -> None:
    paper = papers.draft(people)
    client = signed_in(people.fatima)
    before = read_part(paper, "introduction")
    answer = client.post(f"/desk/decisions/{paper.pk}/paste/", {"form_text": FORM, "report_text": ""}, follow=True)
    words = answer.content.decode()
    assert "Something is written already in: Introduction and background; Issues for consideration" in words
    assert read_part(Decision.objects.get(pk=paper.pk), "introduction") == before


def test_what_is_no_paper_is_refused_in_a_sentence_and_kept_in_its_box(people: People, signed_in: As) -> None:
    paper = papers.draft(people)
    client = signed_in(people.fatima)
    answer = client.post(f"/desk/decisions/{paper.pk}/paste/", {"form_text": "Milk, eggs and bread."})
    assert answer.status_code == 422
    assert "Milk, eggs and bread." in answer.content.decode()
    assert client.post(f"/desk/decisions/{paper.pk}/paste/", {"form_text": " "}).status_code == 422
    assert signed_in(people.olu).get(f"/desk/decisions/{paper.pk}/paste/").status_code == 403


def test_the_head_of_a_report_is_read_from_its_text() -> None:
    parts = read_pasted(REPORT, "report").parts
    report = parts["report"]
    assert (report["board"], report["board_on"]) == ("Portfolio and Investment Board", date(2025, 3, 4))
    assert (report["author_rank"], report["author"], report["author_unit"]) == ("Insp", "Jo Poe", "Roads Unit")
    assert report["marking"] == "OFFICIAL – PUBLIC"
    assert report["recommendations"] == "Accept an offer of £90,000 from the Home Office.\nNote the plan."
    assert parts["time"]["needed_by"] == date(2025, 3, 20)


def test_a_sentence_that_a_page_cut_is_one_paragraph_and_the_marking_of_part_2_is_read_on_its_line() -> None:
    cut = REPORT.replace("1. Patrols were cut in 2020.", "1. Patrols were cut in\n\nall boroughs in 2020.")
    text = """
Part 2 – This section refers to what is NOT SUITABLE for publication.

The marking for Part 2 is: OFFICIAL-SENSITIVE

Part 2 is exempt from publication for the following reasons:

- Law enforcement
"""
    parts = read_pasted(cut + text, "report").parts
    assert parts["report-facts"]["text"].startswith("1. Patrols were cut in\nall boroughs in 2020.\n2. They")
    assert (parts["part-2"]["part_2_marking"], parts["part-2"]["part_2_reasons"]) == (
        "OFFICIAL-SENSITIVE",
        "Law enforcement",
    )
