"""Pages in the shapes that other offices publish: not taken for ours; where a person says so, nothing is invented."""

from datetime import date
from decimal import Decimal

import pytest

from intake.parsing import AnotherBody, ReadPaper, read_paper
from text_readers.reader import read_text

PAGES = {
    "kent": """Office of the Kent Police and Crime Commissioner
Reference number: OPCC.D.036.25
Title: Hub at Ashford
Executive Summary:
The hub needs a further year of funding of £312,450.00.
Recommendation:
That the Commissioner agrees to extend the grant to Compass House Trust by £312,450.00 for 2025/26.
""",
    "essex": """PFCC Decision Report
Report reference number: 031-24
Title of report: Safer streets grant
1. Executive Summary
1.1 This report seeks approval to accept a Home Office grant of £712,345.67.
2. Recommendations
2.1 That the PFCC accepts a grant of £712,345.67 from the Home Office.
2.2 That the PFCC awards £512,345.67 to Tendring District Council.
""",
    "surrey": """Office of the Police & Crime Commissioner for Surrey
Decision Number: 19/2025-26
Protective Marking: OFFICIAL
Executive Summary
For 2025/26 the Commissioner made £655,000 available for community safety.
Recommendation
The Commissioner supports the applications and awards £22,650.
""",
    "west yorkshire": """Deputy Mayor for Policing and Crime - West Yorkshire Combined Authority
Decision date: 7 October 2024
Title: Mayor's Safer Communities Fund
Summary: 43 projects were assessed.
Decision: To award £279,880 to 43 projects.
Signed: L. Alderton, Director of Policing
""",
    "derbyshire": """OFFICE OF THE POLICE AND CRIME COMMISSIONER FOR DERBYSHIRE
OPCC Ref 33/16
Request received: 2 August 2016
Title: Witness care rooms
Executive summary: To fund two witness care rooms at a cost of £18,600.
Decision: I approve the request for £18,600.
I confirm that I have considered whether or not I have any personal or prejudicial interest in this matter.
Signature: H. Dhindsa Date: 11 August 2016
SECTION B - CONFIDENTIAL
None.
""",
    "york": """York and North Yorkshire Combined Authority
Decision Notice DN 01/YNYCA/M/2024
1. The Mayor was asked to consider the Commissioned services budget of £1.2m for 2024/25.
Decision
The Mayor approves the budget of £1.2m.
""",
}


def read(name: str, *, ours: bool) -> ReadPaper:
    return read_paper(read_text("page.txt", PAGES[name].encode()), name="page.txt", ours=ours)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_another_office_is_not_taken_for_ours(name: str) -> None:
    with pytest.raises(AnotherBody):
        read(name, ours=False)


@pytest.mark.parametrize(
    ("name", "title", "amounts"),
    [
        ("kent", "Hub at Ashford", [["312450.00"]]),
        ("essex", "Safer streets grant", [["712345.67"], ["512345.67"]]),
        ("surrey", None, [["22650.00"]]),
        ("west yorkshire", "Mayor's Safer Communities Fund", [["279880.00"]]),
        ("derbyshire", "Witness care rooms", [["18600.00"]]),
        ("york", None, [["1200000.00"]]),
    ],
)
def test_where_a_person_says_that_it_is_ours_nothing_is_invented(
    name: str, title: str | None, amounts: list[list[str]]
) -> None:
    paper = read(name, ours=True)
    assert paper.title == title
    assert [r.amounts for r in paper.recommendations] == [[Decimal(a) for a in part] for part in amounts]
    assert paper.reference is None


def test_what_is_decided_below_a_recommendation_is_not_recommended_twice() -> None:
    decided = (
        "Decision:\nI agree to extend the grant by £312,450.00 for 2025/26.\nSignature\nM. Scott\nDate 14/03/2025\n"
    )
    text = read_text("page.txt", (PAGES["kent"] + decided).encode())
    paper = read_paper(text, name="page.txt", ours=True)
    assert [r.amounts for r in paper.recommendations] == [[Decimal("312450.00")]]
    assert paper.decided_on == date(2025, 3, 14)
    assert "I agree to extend" in str(paper.as_json())


def test_a_date_of_receipt_is_not_the_day_of_the_decision() -> None:
    assert read("derbyshire", ours=True).decided_on == date(2016, 8, 11)
