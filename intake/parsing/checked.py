"""A read paper as the checks of every paper see it."""

from checks.paper import (
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
            CheckedRecommendation(
                recommendation.text,
                recommendation.action,
                tuple(recommendation.amounts),
                f"recommendations[{n}]",
                recommendation.up_to,
            )
            for n, recommendation in enumerate(read.recommendations)
        ),
        report_recommendations=tuple(
            CheckedRecommendation(
                recommendation.text,
                recommendation.action,
                tuple(recommendation.amounts),
                f"report.recommendations[{n}]",
                recommendation.up_to,
            )
            for n, recommendation in enumerate(read.report.recommendations)
        ),
        sections=tuple(_section(read, n) for n in range(len(read.sections))),
        tranches=tuple(
            CheckedTranche(tranche.financial_year, tranche.amount, tranche.kind, tranche.fund or "", f"tranches[{n}]")
            for n, tranche in enumerate(read.tranches)
        ),
        totals=tuple(read.totals),
        board_on=read.report.board_on,
        refers_to=tuple(str(reference) for reference in read.refers_to),
        exemptions=tuple(
            CheckedExemption(section.act, section.section, section.text, where=f"part_2.sections[{n}]")
            for n, section in enumerate(part.sections)
        ),
        part_2=" ".join([*part.reasons, *(section.text for section in part.sections), part.review or ""]),
    )


def _section(read: ReadPaper, number: int) -> CheckedSection:
    section, where = read.sections[number], f"sections[{number}]"
    passages = tuple(
        Passage(p.text, f"{where}.paragraphs[{n}]", section.document, section.kind, p.number)
        for n, p in enumerate(section.paragraphs)
    )
    return CheckedSection(section.document, section.kind, section.heading, passages, where)
