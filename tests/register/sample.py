"""A small book with one of everything: linked, corrected, refused, deferred, withdrawn, released, answered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from book.actions import publish_due, record_outcome
from book.actions.release import Item
from book.entries import OutcomeAmount
from book.part1.v1 import Body, Commitment, Declaration, Deferral, Link, Paragraph, Part1, Part2, Section, Signature
from documents.commitment import commit
from figures.references import Reference
from tests.book.agreeing import correct, publish, release, withdraw
from tests.book.conftest import NOW
from tests.book.papers import ONLINE, PCD_510, PCD_815, TEAM, advise, tranche
from tests.people import People

#: Stands in the Part 2 of a paper and nowhere else: no public byte may hold it.
MARKER = "xylographer"
SALT = b"s" * 32
RELEASED = b"The name of the supplier."
GLA = Body("GB-LAE-GLA", "Greater London Authority")
YOUTH = Body("GB-COH-01234567", "London Youth Partnership")
VIOLENCE = Body("F-9", "Violence Reduction Fund")

SIGNED = Signature(
    "deputy_mayor", "Kaya Kent", "Deputy Mayor for Policing and Crime", "approved", date(2018, 12, 17), NOW, "passkey",
    "The above request has my approval.", "I have no interests.", "a" * 64, "", "", "", None,
)  # fmt: skip
INTRODUCTION = (
    Paragraph("1.1", "A joint strategy against illegal goods."),
    Paragraph("1.2", "It pays for:\n- two analysts\n- tools"),
)
POWER = Paragraph("2.1", "Paragraph 4.8 gives the power & more <script>alert(1)</script>.")
ADVICE = (
    Section("form", "introduction", "1", "Introduction and background", INTRODUCTION),
    Section("form", "legal", "2", "", (POWER,)),
    Section("report", "facts", "", "Facts", (Paragraph("", "The team finds sellers of drugs."),)),
)
FULL = replace(
    PCD_510,
    sections=ADVICE,
    signatures=(SIGNED,),
    declarations=(
        Declaration("legal", "Advice was taken.", "confirmed", "", "Abel Adeyemi", date(2018, 12, 3), "Fatima"),
    ),
    tranches=(*PCD_510.tranches[:2], replace(PCD_510.tranches[2], fund_as_written="Innovation Fund")),
    part_2=replace(
        PCD_510.part_2,
        commitments=(
            Commitment(1, "text", commit(SALT, RELEASED)),
            Commitment(2, "text", commit(SALT, f"{MARKER} tactics".encode())),
        ),
    ),
)


def award(number: int, title: str, amount: str, on: date, year: str = "2026/27", **changes: Any) -> Part1:
    """A decision to award a grant."""
    grant = replace(TEAM, id="G-0100", title="Violence prevention", direction="made", funder=GLA, recipient=YOUTH)
    return replace(
        PCD_510,
        reference=f"PCD {number}",
        title=title,
        executive_summary=f"{title}. Partners work together and report each quarter.",
        recommendations=(advise(1, amount, "award", "G-0100"),),
        grants=(grant,),
        tranches=(tranche(year, VIOLENCE, "G-0100", accepted=amount),),
        report=None,
        sections=(Section("form", "introduction", "1", "Introduction", (Paragraph("1.1", "Partners asked for it."),)),),
        decided_on=on,
        part_2=Part2(False, "", "", (), "", ()),
        **changes,
    )


FIRST = award(1901, "Prevention of violence", "75000", date(2025, 5, 6), "2025/26")
SECOND = award(1902, "Violence, the second year", "90000", date(2026, 4, 7), links=(Link("replaces", "PCD 1901"),))
DEFERRED = award(
    1903,
    "Support for victims",
    "1250000",
    date(2026, 6, 1),
    deferral=Deferral(True, "A contract was open.", date(2026, 7, 1)),
)
REFUSED = replace(award(1904, "Body-worn cameras", "15000000", date(2026, 8, 3)), outcome="refused")
WRONG = award(1905, "Published by mistake", "40000", date(2026, 9, 1))
FORMULA = award(1906, '=HYPERLINK("http://example.org")', "49999.50", date(2026, 9, 14))
MENDED = replace(FORMULA, executive_summary="Partners work together and report each month.")
HIDDEN = award(1999, "Waits until the year 3000", "1", date(2026, 9, 15))


def make_book(people: People, more: int = 0) -> None:
    """Publish one of everything, and `more` plain decisions."""
    publish_all(people, FULL)
    publish_all(people, PCD_815, pdf=None, pages=None, original=("page.txt", "text/plain", b"the original page"))
    publish_all(people, FIRST, SECOND, DEFERRED, REFUSED, WRONG, FORMULA)
    publish_all(people, HIDDEN, due_at=NOW.replace(year=3000))
    by, at = people.dev, NOW
    withdraw(reference=Reference.parse("PCD 1905"), reason="It named somebody who must not be named.", by=by, at=at)
    note = "The review is monthly."
    correct(
        reference=Reference.parse("PCD 1906"),
        text=note,
        part1=MENDED.to_json(),
        pdf=b"%PDF-1.7 mended",
        pages=4,
        by=by,
        at=at,
    )
    home = Reference.parse("PCD 510")
    record_outcome(
        reference=home,
        grant="G-0002",
        result="unsuccessful",
        happened_on=date(2019, 2, 1),
        statement="No.",
        by=by,
        at=at,
    )
    came = tuple(OutcomeAmount(year, ONLINE, Decimal(250_000), Decimal(250_000)) for year in ("2018/19", "2019/20"))
    record_outcome(
        reference=home, grant="G-0001", result="accepted", happened_on=date(2019, 1, 10), statement="Both years came.",
        amounts=came, by=by, at=at,
    )  # fmt: skip
    item = Item(1, SALT, RELEASED)
    release(reference=home, item=item, statement="No longer secret.", by=by, agreed_by=people.dora, at=at)
    publish_all(
        people,
        *(
            award(2000 + n, f"Neighbourhood scheme {n}", str(10_000 + n), date(2024, 1, 1 + n % 28), "2023/24")
            for n in range(more)
        ),
    )


def publish_all(people: People, *papers: Part1, **more: Any) -> None:
    """Dev publishes papers."""
    for paper in papers:
        pdf = f"%PDF-1.7 sealed {paper.reference}".encode()
        values: dict[str, Any] = {"pdf": pdf, "pages": 5, "due_at": NOW, "by": people.dev, "at": NOW}
        publish(part1=paper.to_json(), **values | more)
    publish_due()
