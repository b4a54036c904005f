"""A read paper as the checks of every paper see it."""

from decisions.checks.paper import (
    CheckedExemption,
    CheckedPaper,
    CheckedRecommendation,
    CheckedSection,
    CheckedTranche,
    Passage,
)
from intake.parsing.read_paper import ReadPaper


def from_read(read: ReadPaper) -> CheckedPaper:
    """A read paper as the checks see it."""
    part = read.part_2
    return CheckedPaper(
        title=read.title or "",
        claims=tuple(read.claims),
        decided=True,
        decided_on=read.decided_on,
        required_by=read.required_by,
        executive_summary=read.executive_summary or "",
        report_summary=read.report.executive_summary or "",
        recommendations=tuple(
            CheckedRecommendation(one.text, one.action, tuple(one.amounts), f"recommendations[{n}]", one.up_to)
            for n, one in enumerate(read.recommendations)
        ),
        report_recommendations=tuple(
            CheckedRecommendation(one.text, one.action, tuple(one.amounts), f"report.recommendations[{n}]", one.up_to)
            for n, one in enumerate(read.report.recommendations)
        ),
        sections=tuple(_section(read, n) for n in range(len(read.sections))),
        tranches=tuple(
            CheckedTranche(one.financial_year, one.amount, one.kind, one.fund or "", f"tranches[{n}]")
            for n, one in enumerate(read.tranches)
        ),
        totals=tuple(read.totals),
        board_on=read.report.board_on,
        refers_to=tuple(str(one) for one in read.refers_to),
        exemptions=tuple(
            CheckedExemption(one.act, one.section, one.text, where=f"part_2.sections[{n}]")
            for n, one in enumerate(part.sections)
        ),
        part_2=" ".join([*part.reasons, *(one.text for one in part.sections), part.review or ""]),
    )


def _section(read: ReadPaper, number: int) -> CheckedSection:
    one, where = read.sections[number], f"sections[{number}]"
    passages = tuple(
        Passage(p.text, f"{where}.paragraphs[{n}]", one.document, one.kind, p.number)
        for n, p in enumerate(one.paragraphs)
    )
    return CheckedSection(one.document, one.kind, one.heading, passages, where)
