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


def from_read(paper: ReadPaper) -> CheckedPaper:
    """A read paper as the checks see it."""
    part = paper.part_2
    return CheckedPaper(
        title=paper.title or "",
        claims=tuple(paper.claims),
        decided=True,
        decided_on=paper.decided_on,
        required_by=paper.required_by,
        executive_summary=paper.executive_summary or "",
        report_summary=paper.report.executive_summary or "",
        recommendations=tuple(
            CheckedRecommendation(
                recommendation.text,
                recommendation.action,
                tuple(recommendation.amounts),
                f"recommendations[{n}]",
                recommendation.up_to,
            )
            for n, recommendation in enumerate(paper.recommendations)
        ),
        report_recommendations=tuple(
            CheckedRecommendation(
                recommendation.text,
                recommendation.action,
                tuple(recommendation.amounts),
                f"report.recommendations[{n}]",
                recommendation.up_to,
            )
            for n, recommendation in enumerate(paper.report.recommendations)
        ),
        sections=tuple(_section(paper, n) for n in range(len(paper.sections))),
        tranches=tuple(
            CheckedTranche(tranche.financial_year, tranche.amount, tranche.kind, tranche.fund or "", f"tranches[{n}]")
            for n, tranche in enumerate(paper.tranches)
        ),
        totals=tuple(paper.totals),
        board_on=paper.report.board_on,
        refers_to=tuple(str(reference) for reference in paper.refers_to),
        exemptions=tuple(
            CheckedExemption(section.act, section.section, section.text, where=f"part_2.sections[{n}]")
            for n, section in enumerate(part.sections)
        ),
        part_2=" ".join([*part.reasons, *(section.text for section in part.sections), part.review or ""]),
    )


def _section(paper: ReadPaper, number: int) -> CheckedSection:
    section, path = paper.sections[number], f"sections[{number}]"
    passages = tuple(
        Passage(p.text, f"{path}.paragraphs[{n}]", section.document, section.kind, p.number)
        for n, p in enumerate(section.paragraphs)
    )
    return CheckedSection(section.document, section.kind, section.heading, passages, path)
