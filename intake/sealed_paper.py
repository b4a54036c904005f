"""The register's own sealed papers read back whole: what they carry as data is the truth where our seal is intact."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from asn1crypto import x509

from book import part1
from book.paper.drawing import DATA_NAME
from book.part1.text import lines_of
from documents.examining import NotExamined, examine
from figures.references import Reference
from figures.years import FinancialYear
from intake.parsing.read_paper import (
    BoardReport,
    Declaration,
    Deferral,
    Paragraph,
    Part2,
    ReadingWarning,
    ReadPaper,
    Recommendation,
    Section,
    Signature,
    TimeSensitivity,
    Tranche,
)
from intake.reading.client import attachments_of


def paper_sealed_in(data: bytes, roots: Sequence[x509.Certificate]) -> ReadPaper | None:
    """The paper that a PDF carries as data, under this register's intact seal over the whole file; None for others."""
    carried = next((file.data for file in attachments_of(data) if file.name == DATA_NAME), None)
    if carried is None:
        return None
    try:
        if examine(data, roots).verdict != "intact":
            return None
        return read_part1(part1.newest(part1.read_part1(carried)))
    except (NotExamined, part1.NotCanonical):
        return None


def read_part1(content: Any) -> ReadPaper:
    """A published Part 1 as a read paper: every value that both know."""
    reference = Reference.parse(content.reference)
    note = "Read from the data that the sealed paper carries; the seal of this register is intact."
    return ReadPaper(
        reference=reference,
        title=content.title or None,
        decided_on=content.decided_on,
        decided_by=content.decided_by or None,
        required_by=content.report.needed_by if content.report else None,
        executive_summary=content.executive_summary or None,
        recommendations=[_recommendation(row) for row in content.recommendations],
        sections=[_section(row) for row in content.sections],
        tranches=[tranche for row in content.tranches for tranche in _tranches(row)],
        refers_to=list(dict.fromkeys(Reference.parse(text) for text in _references(content))),
        declarations=[
            Declaration(row.kind.key, row.answer == "confirmed", row.statement) for row in content.declarations
        ],
        signatures=[Signature(row.office.key, row.name or None, row.on) for row in content.signatures],
        report=_report(content.report),
        deferral=Deferral(content.deferral.deferred, content.deferral.reason or None, content.deferral.until),
        part_2=Part2(
            exists=content.part_2.exists,
            marking=content.part_2.marking or None,
            reasons=list(content.part_2.reasons),
            review=content.part_2.review or None,
        ),
        warnings=[ReadingWarning("sealed-here", "informs", note)],
        claims=[("label", reference)],
    )


def _recommendation(row: Any) -> Recommendation:
    return Recommendation(row.text, row.action, [row.amount] if row.amount is not None else [], row.up_to)


def _section(row: Any) -> Section:
    paragraphs = []
    for line in lines_of(row.content):
        number, _, remainder = line.partition(" ")
        numbered = number[:1].isdigit() and "." in number and remainder
        paragraphs.append(Paragraph(number.rstrip("."), remainder) if numbered else Paragraph("", line))
    return Section(row.document, row.kind, row.heading, paragraphs)


def _tranches(row: Any) -> list[Tranche]:
    """A row of money as the reader knows it: each kind apart."""
    amounts: dict[str, Decimal | None] = {
        "bid": row.bid,
        "offered": row.offered,
        "accepted": row.accepted,
        "not_stated": row.as_stated,
    }
    year, fund = FinancialYear.parse(row.financial_year), row.fund_as_written or row.fund.name or None
    return [Tranche(year, amount, kind, fund) for kind, amount in amounts.items() if amount is not None]


def _references(content: Any) -> list[str]:
    own_reference = content.reference
    return [text for text in (*content.refers_to, *(link.reference for link in content.links)) if text != own_reference]


def _report(row: Any) -> BoardReport:
    if row is None:
        return BoardReport()
    return BoardReport(
        board=row.board or None,
        board_on=row.board_on,
        author=row.author or None,
        on_behalf_of=row.on_behalf_of or None,
        title=row.title or None,
        marking=row.marking or None,
        executive_summary=row.executive_summary or None,
        recommendations=[Recommendation(text, "other") for text in row.recommendations],
        time_sensitivity=TimeSensitivity(row.needed_by, row.needed_why or None, list(row.delay_would)),
    )
