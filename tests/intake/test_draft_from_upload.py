"""What a draft takes from a paper that exists: rank and unit, marking, the state of the assessment, FOIA sections."""

from typing import Any

import pytest

from decisions.models import Decision
from decisions.parts import read_part
from intake.actions.import_published import Original
from intake.actions.uploads import begin_from_paper
from intake.draft_from_upload import draft_of, impact_state, without_addressee
from intake.money_tables import with_money_tables
from intake.parsing import read_paper
from intake.parsing.read_paper import BoardReport
from tests.decisions.desk.conftest import NOW, As, signed_in  # noqa: F401  # a fixture
from tests.people import People

PAPER = """DMPC Decision – PCD 700
Title: A team against fraud
Executive Summary:
The team is funded.
Recommendation:
The Deputy Mayor for Policing and Crime is recommended to:
1. The Deputy Mayor is recommended to approve a grant of £40,000 from the Home Office.
PART I - NON-CONFIDENTIAL FACTS AND ADVICE TO THE DMPC
1. Introduction and background
1.1. Fraud rises.
2. GDPR and Data Privacy
2.1. A DPIA has been commenced for this project.
Part 2 – This section refers to the details of the business case which is NOT SUITABLE for MOPAC Publication.
The Government Security Classification marking for Part 2 is: OFFICIAL-SENSITIVE
The relevant sections under the FOIA that would exempt this information from disclosure are
- Section 31 – Prejudicing the prevention of crime.
- Section 43(2) – Commercial interests.
"""


def parts() -> dict[str, dict[str, Any]]:
    return draft_of(read_paper(PAPER)).parts


def test_author_rank_unit_and_marking_of_the_report_are_taken() -> None:
    read = read_paper(PAPER)
    read.report = BoardReport(
        author="DCS Jo Poe, Central Specialist Crime",
        on_behalf_of="Deputy Commissioner",
        marking="OFFICIAL – PUBLIC",
    )
    report = draft_of(read).parts["report"]
    taken = {name: report[name] for name in ("author", "author_rank", "author_unit", "on_behalf_of", "marking")}
    assert taken == {
        "author": "Jo Poe",
        "author_rank": "DCS",
        "author_unit": "Central Specialist Crime",
        "on_behalf_of": "Deputy Commissioner",
        "marking": "OFFICIAL – PUBLIC",
    }


def test_to_whom_it_is_recommended_is_said_once() -> None:
    (row,) = parts()["recommendations"]["rows"]
    assert row["text"] == "Approve a grant of £40,000 from the Home Office."
    assert without_addressee("The DMPC is asked to: accept £5.") == "Accept £5."
    assert without_addressee("Note that the Mayor is asked to write.") == "Note that the Mayor is asked to write."


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("A DPIA has been commenced.", "started"),
        ("A Data Protection Impact Assessment has been completed.", "done"),
        ("No DPIA is required.", "not_needed"),
        ("Such assessments (DPIA) become mandatory.", ""),
    ],
)
def test_the_state_of_the_assessment_is_taken_where_the_paper_states_it(text: str, state: str) -> None:
    assert impact_state(text) == state


@pytest.mark.django_db
def test_foia_sections_go_into_part_2_and_the_comparison_stays_in_reach(
    people: People,
    signed_in: As,  # noqa: F811
) -> None:
    data = PAPER.encode()
    original = Original(read_paper(PAPER), "paper.txt", data)
    begin_from_paper(original=original, by=people.fatima, at=NOW)
    paper = Decision.objects.get()
    cited = paper.exemptions.order_by("pk").values_list("section", "limb", "reason")
    assert list(cited) == [("31", "", "Prejudicing the prevention of crime."), ("43", "(2)", "Commercial interests.")]
    assert read_part(paper, "privacy")["impact_state"] == "started"
    page = signed_in(people.fatima).get(f"/desk/decisions/{paper.pk}/").content.decode()
    assert f'href="/desk/decisions/{paper.pk}/from-paper/"' in page
    assert f'href="/desk/decisions/{paper.pk}/from-paper/money/"' in page


def test_a_table_that_tells_of_no_money_is_a_table_of_its_section() -> None:
    rows = "Name\tRole\nJo Poe\tLead\nAnn Lee\tAnalyst"
    read = read_paper(PAPER.replace("1.1. Fraud rises.\n", f"1.1. Fraud rises.\n{rows}\n"))
    text = draft_of(read).parts["introduction"]["text"]
    assert text == "Fraud rises.\n\n| Name | Role |\n| --- | --- |\n| Jo Poe | Lead |\n| Ann Lee | Analyst |"


def test_a_cost_table_by_years_stays_a_table_in_its_section() -> None:
    rows = "2018/19\t£250,000 additional funding\n2019/20\t£250,000 additional funding"
    text = PAPER.replace("1.1. Fraud rises.\n", f"1.1. Fraud rises.\n\nThe bid is for:\n{rows}\n")
    read = read_paper(text)
    assert len(read.tranches) == 2
    draft = draft_of(with_money_tables(read, text.split("\n")))
    assert draft.parts["introduction"]["text"] == (
        "Fraud rises.\n\nThe bid is for:\n\n|  |  |\n| --- | --- |\n"
        "| 2018/19 | £250,000 additional funding |\n| 2019/20 | £250,000 additional funding |"
    )
    assert with_money_tables(read, ()) is read
