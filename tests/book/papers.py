"""Papers for tests of the register: PCD 510 and PCD 815 as far as the book is concerned, and others at will."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from book.part1.v1 import (
    Body,
    Deferral,
    Grant,
    ImpactAssessment,
    Link,
    Origin,
    Paragraph,
    Part1,
    Part2,
    Recommendation,
    Report,
    Section,
    Tranche,
)

HOME_OFFICE = Body("GB-GOR-D16", "Home Office")
POLICE = Body("GB-LAE-MPS", "Metropolitan Police Service")
ONLINE = Body("F-1", "Regional Organised Crime Unit online capability")
TRANSFORMATION = Body("F-2", "Police Transformation Fund")
TEAM = Grant(
    "G-0001",
    "Online investigative team",
    "To find those who deal in illegal goods online.",
    HOME_OFFICE,
    POLICE,
    "Cyber Crime Unit",
    "received",
    "offer",
    "none",
)
TOOLS = replace(TEAM, id="G-0002", title="Cyber tools", route="bid")
REPORT = Report(
    "Online crime",
    "Portfolio and Investment Board",
    date(2018, 11, 13),
    "Michael Gallagher",
    "DCS",
    "Central Specialist Crime",
    "Deputy Commissioner",
    "OFFICIAL",
    "Summary of the report.",
    ("Approve an offer.",),
    date(2018, 12, 13),
    "Recruitment begins at once.",
    ("Funding unused.",),
)


def tranche(year: str, fund: Body, grant: str = "G-0001", **amounts: str) -> Tranche:
    """A tranche with the amounts given, in pounds, and blanks for the others."""
    given = {kind: Decimal(amounts[kind]) if kind in amounts else None for kind in Tranche.__slots__[4:]}
    return Tranche(grant, year, fund, fund.name, **given)


def advise(
    number: int, amount: str | None, action: Any = "accept_offer", grant: str | None = "G-0001"
) -> Recommendation:
    """One recommendation."""
    return Recommendation(
        number, f"Recommendation {number}.", action, grant, Decimal(amount) if amount else None, False, "para 4.8"
    )


def section(text: str) -> Section:
    """An introduction of one paragraph."""
    return Section("form", "introduction", "1", "Introduction and background", (Paragraph("1.1", text),))


PCD_510 = Part1(
    schema="part1/1",
    reference="PCD 510",
    title="Request to accept Home Office funding against online crime",
    body="Mayor’s Office for Policing and Crime",
    marking="OFFICIAL",
    executive_summary="Permission is sought to accept funding of £500,000 and to bid for £120,000.",
    recommendations=(advise(1, "500000"), advise(2, "120000", "approve_bid", "G-0002")),
    grants=(TEAM, TOOLS),
    tranches=(
        tranche("2018/19", ONLINE, offered="250000"),
        tranche("2019/20", ONLINE, offered="250000"),
        tranche("2018/19", TRANSFORMATION, "G-0002", bid="120000"),
    ),
    sections=(section("A joint strategy against illegal goods for sale online."),),
    report=REPORT,
    declarations=(),
    impact_assessment=ImpactAssessment("started", "", None),
    deferral=Deferral(False, "", None),
    part_2=Part2(True, "OFFICIAL-SENSITIVE", "Exempt from publication.", ("Tactics",), "2028", ()),
    links=(),
    refers_to=(),
    statements=(),
    explanations=(),
    outcome="approved",
    decided_on=date(2018, 12, 17),
    decided_by="Deputy Mayor for Policing and Crime",
    signatures=(),
    origin=Origin(False, False, "", "", ""),
)

PCD_815 = replace(
    PCD_510,
    reference="PCD 815",
    title="Home Office funding for another year of the online teams",
    executive_summary="A further year’s funding of £250,000 is offered (PCD 510).",
    recommendations=(advise(1, "250000"),),
    grants=(TEAM,),
    tranches=(tranche("2020/21", ONLINE, offered="250000"),),
    report=None,
    part_2=Part2(False, "", "", (), "", ()),
    links=(Link("continues", "PCD 510"),),
    refers_to=("PCD 510",),
    decided_on=None,
    origin=Origin(True, True, "pcd_815_page.txt", "", ""),
)


def paper(number: int, **changes: Any) -> Part1:
    """A small paper PCD `number`, as PCD 510 but for the changes."""
    return replace(PCD_510, reference=f"PCD {number}", **changes)
