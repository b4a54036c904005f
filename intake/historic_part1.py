"""From a paper that was read (intake/parsing) to the Part 1 of an imported, already decided entry.

What the paper does not say stays empty; nothing is invented. The result says that it is a transcript.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.utils.text import slugify

from book.part1 import v1 as part1
from book.part1.offices import DECIDER, ENDORSER, office_label
from figures.text import all_plain, one_line
from intake.parsing.read_paper import ReadPaper
from intake.parsing.read_paper import Recommendation as ReadRecommendation
from intake.parsing.read_paper import Tranche as ReadTranche

TRANSCRIPT_NOTE = (
    "This entry was read from a paper made before the register. The register did not witness its signatures; what "
    "the paper does not say is left empty."
)


@dataclass(frozen=True)
class Source:
    """The file a paper was read from: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class KnownFunder:
    """A funder the register knows: its identifier and name, and the words by which papers name it."""

    id: str
    name: str
    words: tuple[str, ...]

    def is_named_in(self, text: str) -> bool:
        """Whether the text names this funder, as whole words."""
        return any(re.search(rf"\b{re.escape(word)}\b", text) for word in self.words)


def part1_of(
    paper: ReadPaper,
    *,
    source: Source,
    body: str,
    funders: tuple[KnownFunder, ...] = (),
    links: tuple[part1.Link, ...] = (),
) -> part1.Part1:
    """The Part 1 of an imported paper; `links` are what a person knows of earlier decisions.

    Raises ValueError when the paper has no reference or no title.
    """
    if paper.reference is None:
        raise ValueError("The paper has no reference of its own, so it cannot be entered as a decision.")
    if not paper.title:
        raise ValueError("The paper has no title, so it cannot be entered as a decision.")
    grants = _grants(paper, funders)
    grant = grants[0].id if grants else None
    transcript = part1.Part1(
        schema="part1/1",
        reference=str(paper.reference),
        title=one_line(paper.title),
        body=body,
        marking="",
        executive_summary=paper.executive_summary or "",
        recommendations=tuple(
            _recommendation(n, recommendation, grant) for n, recommendation in enumerate(paper.recommendations, 1)
        ),
        grants=grants,
        tranches=tuple(_tranche(tranche, grant or "") for tranche in _by_fund_and_year(paper.tranches)),
        sections=_sections(paper),
        report=_report(paper),
        declarations=_declarations(paper),
        impact_assessment=part1.ImpactAssessment("not_stated", "", None),
        deferral=part1.Deferral(bool(paper.deferral.deferred), paper.deferral.reason or "", paper.deferral.until),
        part_2=_part_2(paper),
        links=links,
        refers_to=tuple(str(reference) for reference in paper.refers_to),
        statements=(),
        explanations=(),
        outcome="approved",
        decided_on=paper.decided_on,
        decided_by=paper.decided_by or "",
        signatures=_signatures(paper),
        origin=part1.Origin(
            imported=True, transcript=True, source_name=source.name, source_sha256=source.sha256, note=TRANSCRIPT_NOTE
        ),
    )
    return all_plain(transcript)


def _declarations(paper: ReadPaper) -> tuple[part1.Declaration, ...]:
    """What the paper confirms; whom it consulted, on what day and by whose word, no paper says."""
    return tuple(
        part1.Declaration(
            kind=cast(Any, declaration.kind),
            statement=declaration.text,
            answer="confirmed" if declaration.confirmed else "not_stated",
            comment="",
            consulted="",
            consulted_on=None,
            made_by="",
        )
        for declaration in paper.declarations
    )


def _part_2(paper: ReadPaper) -> part1.Part2:
    """What the open form says of a confidential part; the register holds none of its text."""
    return part1.Part2(
        exists=bool(paper.part_2.exists),
        marking=paper.part_2.marking or "",
        statement="",
        reasons=tuple(paper.part_2.reasons),
        review=paper.part_2.review or "",
        commitments=(),
    )


def _grants(paper: ReadPaper, funders: tuple[KnownFunder, ...]) -> tuple[part1.Grant, ...]:
    """The grant of the paper, when exactly one known funder is named where the money is asked for."""
    wording = " ".join([paper.title or "", *(recommendation.text for recommendation in paper.recommendations)])
    named_funders = [funder for funder in funders if funder.is_named_in(wording)]
    if len(named_funders) != 1 or paper.reference is None:
        return ()
    nobody = part1.Body(id="", name="")
    return (
        part1.Grant(
            id=f"{paper.reference.slug}-1",
            title=paper.title or "",
            purpose="",
            funder=part1.Body(id=named_funders[0].id, name=named_funders[0].name),
            recipient=nobody,
            recipient_unit="",
            direction="made"
            if any(recommendation.action == "award" for recommendation in paper.recommendations)
            else "received",
            route="not_stated",
            carry_over="not_stated",
        ),
    )


def _recommendation(number: int, recommendation: ReadRecommendation, grant: str | None) -> part1.Recommendation:
    return part1.Recommendation(
        number=number,
        text=recommendation.text,
        action=cast(Any, recommendation.action),
        grant=grant,
        amount=recommendation.amounts[0] if len(recommendation.amounts) == 1 else None,
        up_to=recommendation.up_to and len(recommendation.amounts) == 1,
        power="",
    )


def _by_fund_and_year(tranches: list[ReadTranche]) -> list[ReadTranche]:
    """The tranches in the order of the paper, the same line twice (form and report) only once."""
    seen: dict[tuple[Any, ...], ReadTranche] = {}
    for tranche in tranches:
        seen.setdefault((tranche.financial_year, tranche.fund, tranche.kind, tranche.amount), tranche)
    return list(seen.values())


def _tranche(tranche: ReadTranche, grant: str) -> part1.Tranche:
    amounts: dict[str, Decimal | None] = dict.fromkeys(("bid", "offered", "accepted", "as_stated"))
    amounts["as_stated" if tranche.kind == "not_stated" else tranche.kind] = tranche.amount
    name = tranche.fund or ""
    return part1.Tranche(
        grant=grant,
        financial_year=str(tranche.financial_year),
        fund=part1.Body(id=slugify(name), name=name),
        fund_as_written=name,
        **amounts,
    )


_NUMBER = re.compile(r"^(\d+)\.")


def _sections(paper: ReadPaper) -> tuple[part1.Section, ...]:
    sections = []
    for section in paper.sections:
        lead = _NUMBER.match(section.paragraphs[0].number) if section.paragraphs else None
        sections.append(
            part1.Section(
                document=cast(Any, section.document),
                kind=cast(Any, section.kind),
                number=f"{lead[1]}." if lead and section.document == "form" else "",
                heading=section.heading,
                paragraphs=tuple(part1.Paragraph(p.number, p.text) for p in section.paragraphs),
            )
        )
    return tuple(sections)


def _report(paper: ReadPaper) -> part1.Report | None:
    """The board report as it was read; None where the paper has none."""
    report, time = paper.report, paper.report.time_sensitivity
    if not any((report.board, report.author, report.title, report.executive_summary, paper.required_by)):
        return None
    return part1.Report(
        title=report.title or "",
        board=report.board or "",
        board_on=report.board_on,
        author=report.author or "",
        author_rank="",
        author_unit="",
        on_behalf_of=report.on_behalf_of or "",
        marking=report.marking or "",
        executive_summary=report.executive_summary or "",
        recommendations=tuple(recommendation.text for recommendation in report.recommendations),
        needed_by=paper.required_by,
        needed_why=time.reason or "",
        delay_would=tuple(time.delay_would_cost),
    )


_STEP = {ENDORSER: "endorsed", DECIDER: "approved"}


def _signatures(paper: ReadPaper) -> tuple[part1.Signature, ...]:
    """The signatures that the paper shows; the digest and the way of signing are unknown."""
    return tuple(
        part1.Signature(
            office=cast(Any, signature.office),
            name=signature.name or "",
            title=office_label(signature.office),
            step=cast(Any, _STEP[signature.office]),
            on=signature.on,
            at=None,
            how="not_stated",
            statement="",
            interests="",
            digest="",
            recorded_by="",
            on_behalf_of="",
            note="",
            evidence=None,
        )
        for signature in paper.signatures
    )
