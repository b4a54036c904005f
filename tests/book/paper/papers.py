"""Papers for the tests: one as PCD 510 is shaped, in words of our own, and the odd ones that a form can bring."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from book.part1.v1 import (
    Body,
    Commitment,
    Declaration,
    DeclarationKind,
    Deferral,
    Explanation,
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
    SectionKind,
    Signature,
    Statement,
    Tranche,
)

HOME_OFFICE = Body("GB-GOR-D16", "Home Office")
POLICE = Body("GB-LAE-MPS", "Metropolitan Police Service")
ADVICE = (
    "The unit follows the money that organised groups earn from selling stolen goods online, and prepares the cases "
    "that the rest of the force brings to court. Its work so far has been paid for from the general budget, which "
    "leaves no room for the specialists that the next two years need."
)


def _declaration(
    kind: DeclarationKind, statement: str, answer: Literal["confirmed", "not_applicable", "not_stated"]
) -> Declaration:
    return Declaration(kind, statement, answer, "", "Strategic Finance", date(2026, 2, 20), "Fatima Begum")


def _sections() -> tuple[Section, ...]:
    def form(number: int, kind: SectionKind, heading: str, *texts: str) -> Section:
        paragraphs = tuple(Paragraph(f"{number}.{n}.", text) for n, text in enumerate(texts, 1))
        return Section("form", kind, f"{number}.", heading, paragraphs)

    def report(kind: SectionKind, heading: str, *texts: str) -> Section:
        paragraphs = tuple(Paragraph(f"{n}.", text) for n, text in enumerate(texts, 1))
        return Section("report", kind, "", heading, paragraphs)

    return (
        form(1, "introduction", "Introduction and background", ADVICE, "The Home Office has offered two years’ money."),
        form(2, "issues", "Issues for consideration", "Money not spent by 31 March is returned to the Home Office."),
        form(3, "financial", "Financial Comments", "There is no cost to the force beyond the grant.", ADVICE),
        form(4, "legal", "Legal Comments", "The Deputy Mayor may approve bids and accept offers of grant."),
        form(5, "privacy", "GDPR and Data Privacy", "An impact assessment has begun."),
        form(
            6,
            "equality",
            "Equality Comments",
            "The team will be recruited openly:\n- in every borough\n- at every grade",
        ),
        form(7, "background", "Background/supporting papers", "The report of the board."),
        report("facts", "Facts and advice", *(f"Point {n}. {ADVICE}" for n in range(1, 6))),
        report("police_and_crime_plan", "Contribution to the Police and Crime Plan", "It serves the plan’s third aim."),
        report("commercial", "Commercial and procurement comments", "Equipment is bought under standing contracts."),
        report("environment", "Environmental implications", "There are none."),
    )


def _signatures(digest: str) -> tuple[Signature, ...]:
    common: Any = {"digest": digest, "recorded_by": "", "on_behalf_of": "", "note": "", "evidence": None}
    chief = Signature(
        office="chief_executive", name="Clare Osei", title="Chief Executive", step="endorsed", on=date(2026, 3, 12),
        at=datetime(2026, 3, 12, 15, 4, tzinfo=UTC), how="totp", interests="",
        statement="I have been consulted, and am satisfied that this may be put to the Deputy Mayor.", **common,
    )  # fmt: skip
    mayor = Signature(
        office="deputy_mayor", name="Kaya Adeyemi", title="Deputy Mayor for Policing and Crime", step="approved",
        on=date(2026, 3, 17), at=datetime(2026, 3, 17, 10, 30, tzinfo=UTC), how="passkey", interests="None.",
        statement="I have considered whether I have any interest in this matter, and record any below.", **common,
    )  # fmt: skip
    return mayor, chief


def decided_paper(**changes: Any) -> Part1:
    """An approved paper with two recommendations, three tranches, a Part 2 and a board report."""
    online = Grant(
        "G-0001", "Online investigation team", "Investigate serious and organised crime online", HOME_OFFICE, POLICE,
        "Cyber Crime Unit", "received", "offer", "none",
    )  # fmt: skip
    tools = Grant(
        "G-0002", "Tools for research and evidence", "Build tools", HOME_OFFICE, POLICE, "", "received", "bid", "none"
    )
    core, innovation = Body("fund-core", "Core uplift"), Body("fund-ptf", "Police Transformation Fund")
    paper = Part1(
        schema="part1/1",
        reference="PCD 1901",
        title="Home Office money for an online investigation team, and a bid for its tools",
        body="Mayor’s Office for Policing and Crime",
        marking="OFFICIAL",
        executive_summary=f"{ADVICE}\n\nThis paper asks to accept one grant and to bid for another.",
        recommendations=(
            Recommendation(1, "accept the Home Office’s offer of up to £500,000 over two years", "accept_offer",
                           "G-0001", Decimal("500000.00"), True, "Scheme of Delegation and Consent, paragraph 4.8"),
            Recommendation(2, "approve a bid to the Home Office for £120,000 in 2026/27", "approve_bid",
                           "G-0002", Decimal("120000.00"), False, "Scheme of Delegation and Consent, paragraph 4.8"),
        ),
        grants=(online, tools),
        tranches=(
            Tranche("G-0001", "2026/27", core, "", None, Decimal("250000.00"), Decimal("250000.00"), None),
            Tranche("G-0001", "2027/28", core, "", None, Decimal("250000.00"), None, None),
            Tranche("G-0002", "2026/27", innovation, "Innovation Fund", Decimal("120000.00"), None, None, None),
        ),
        sections=_sections(),
        report=Report(
            "Money for investigating crime online", "Portfolio and Investment Board", date(2026, 2, 13),
            "A. Gallego", "Detective Chief Superintendent", "Specialist Crime", "the Deputy Commissioner",
            "OFFICIAL – PUBLIC", ADVICE, ("approve the offer", "approve the bid"), date(2026, 3, 20),
            "Recruitment begins in April.", ("money returned unspent", "a team that starts a year late"),
        ),
        declarations=(
            _declaration("financial", "The finance team has been consulted on this proposal.", "confirmed"),
            _declaration("legal", "The legal team has been consulted on this proposal.", "confirmed"),
            _declaration("equalities", "Equality and diversity are covered in the report.", "confirmed"),
            _declaration("commercial", "Commercial issues are covered in the report.", "not_applicable"),
            _declaration("privacy", "Data protection is covered in the report.", "confirmed"),
            _declaration("head_of_service", "The head of service is content that this is put forward.", "confirmed"),
        ),
        impact_assessment=ImpactAssessment("started", "", date(2026, 2, 1)),
        deferral=Deferral(False, "", None),
        part_2=Part2(True, "OFFICIAL-SENSITIVE", "It holds operational detail.", ("methods of investigation",), "2036",
                     (Commitment(1, "text", "ab" * 32), Commitment(2, "file", "0f" * 32))),
        links=(Link("continues", "PCD 1877"),),
        refers_to=("PCD 1877",),
        statements=(
            Statement("public_access", "Public access to information", "Part 1 of this paper is published."),
            Statement("deferral", "Part 1 deferral", "Publication may be put off for as short a time as is needed."),
            Statement("part_2", "Part 2", "Only what is likely to be exempt from disclosure stands in Part 2."),
            Statement("interests", "Interests", "I have considered my interests."),
            Statement("declarations", "Originating officer declaration", "Each is confirmed, or does not apply."),
            Statement("officer_approval", "Officer approval", "I have been consulted."),
        ),
        explanations=(Explanation("late", "The board met late.", "The offer came late.", "Fatima Begum"),),
        outcome=None,
        decided_on=None,
        decided_by="",
        signatures=(),
        origin=Origin(False, False, "", "", ""),
    )  # fmt: skip
    decided = replace(
        paper, outcome="approved", decided_on=date(2026, 3, 17),
        decided_by="Kaya Adeyemi, Deputy Mayor for Policing and Crime", signatures=_signatures(paper.digest()),
    )  # fmt: skip
    return replace(decided, **changes)


def draft_paper() -> Part1:
    """The same paper before anybody decided."""
    return decided_paper().unsigned()


def refused_in_ink() -> Part1:
    """Refused in ink by somebody to whom the office was lent; nobody knows the hour."""
    paper = decided_paper()
    mayor = replace(
        paper.signatures[0], step="refused", at=None, how="ink", recorded_by="Dev Patel", name="Ravi O’Connor",
        on_behalf_of="Kaya Adeyemi", digest="", interests="A relative works there.", note="Not this year.",
    )  # fmt: skip
    return replace(
        paper, outcome="refused", decided_by="Ravi O’Connor", links=(), part_2=Part2(False, "", "", (), "", ()),
        deferral=Deferral(True, "A court case is under way.", date(2026, 9, 1)), explanations=(),
        tranches=paper.tranches[:1], signatures=(mayor, paper.signatures[1]),
    )  # fmt: skip


def transcript() -> Part1:
    """A paper older than the register, silent where its page was: no date, no signatures, no report, lost heading."""
    paper = decided_paper()
    return replace(
        paper,
        reference="PCD 815",
        marking="",
        outcome=None,
        decided_on=None,
        signatures=(),
        report=None,
        declarations=(),
        explanations=(),
        statements=(),
        tranches=(replace(paper.tranches[0], offered=None, accepted=None, as_stated=Decimal("250000.00")),),
        sections=(
            Section("form", "financial", "3.", "Financial Comments", (Paragraph("3.1.", "There is no further cost."),)),
            Section("form", "legal", "4.", "", (Paragraph("4.1.", "The power is that of paragraph 4.8."),)),
            Section("form", "other", "", "Appendix", (Paragraph("", "A paragraph without a number."),)),
        ),
        impact_assessment=ImpactAssessment("not_stated", "", None),
        part_2=Part2(False, "", "", (), "", ()),
        origin=Origin(True, True, "pcd_815.txt", "c0" * 32, ""),
    )


HOSTILE = (
    "<script>alert('x')</script> </p></main> <img src=file:///etc/passwd> {{ settings.SECRET_KEY }} {% now 'Y' %} "
    "& &amp; &#60; ]]> \x00\x07\x1b[31m \u202e0005£ yap\u202c مرحبا بالعالم 日本語 😀👨‍👩‍👧 "
    "Łódź O’Brien's \"quoted\" '}) " + "unbreakable" * 40
)


def hostile_paper() -> Part1:
    """Every text of the paper as hostile as can be; numbers that would end a style attribute."""
    paper = decided_paper()
    number = "1.1.' onload='x;} @import url(file:///etc/passwd"
    sections = tuple(
        replace(
            s, heading=HOSTILE[:60], number="<b>1", paragraphs=(Paragraph(number, HOSTILE), Paragraph("1.2", HOSTILE))
        )
        for s in paper.sections[:4]
    )
    note = HOSTILE[:200]
    signatures = tuple(replace(s, name="O’Brien <b>😀", interests=HOSTILE, note=note) for s in paper.signatures)
    recommendations = tuple(replace(r, text=HOSTILE, power=HOSTILE[:100]) for r in paper.recommendations)
    return replace(
        paper, title=HOSTILE[:150], executive_summary=HOSTILE + "\n\n- " + HOSTILE, sections=sections,
        signatures=signatures, recommendations=recommendations, decided_by=HOSTILE[:80],
    )  # fmt: skip


def wide_paper() -> Part1:
    """A money table with every column, long names and amounts that nobody's grant reaches."""
    paper = decided_paper()
    fund = Body("fund-long", "Fund for " + "interoperability, " * 8 + "andAWordThatHasNoPlaceToBreakAnywhere" * 3)
    amount = Decimal("999999999999.99")
    tranches = tuple(
        Tranche("G-0001", f"{2020 + n}/{21 + n}", fund, "Another name " * 6, amount, amount, amount, amount)
        for n in range(12)
    )
    return replace(paper, tranches=tranches)


def long_paper(pages: int = 200) -> Part1:
    """Advice as long as the longest anybody sends: about three paragraphs a page."""
    paper = decided_paper()
    texts = tuple(Paragraph(f"1.{n}.", f"{ADVICE} {ADVICE}") for n in range(1, pages * 9 // 2))
    return replace(paper, sections=(Section("form", "introduction", "1.", "Introduction", texts), *paper.sections[1:]))
