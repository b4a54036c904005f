"""What the checks find in a paper at the desk: shown on its task list, and to everybody who signs."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from book.part1.text import Paragraph
from checks import (
    CheckedExemption,
    CheckedPaper,
    CheckedRecommendation,
    CheckedSection,
    CheckedTranche,
    Passage,
    Problem,
    problems,
)
from decisions.models import Decision, Power, Recommendation, Section
from decisions.models.confidential import PART_2
from decisions.models.content import BoardReport
from decisions.money import tranches_of
from decisions.parts import PARTS, report_of
from figures.prose import find_amounts
from markup import read_markup
from profiles import current

#: What the task list says already of each part: that nothing is written yet.
SHOWN_IN_TASK_LIST = frozenset({"section-missing"})


def problems_of(decision: Decision, day: date) -> list[Problem]:
    """Every problem that a check finds in a paper on a day, the gravest first."""
    return decision.once(f"problems on {day}", lambda: _problems_of(decision, day))


def _problems_of(decision: Decision, day: date) -> list[Problem]:
    return [p for p in problems(checked_paper(decision, day)) if p.code not in SHOWN_IN_TASK_LIST]


def checked_paper(decision: Decision, day: date) -> CheckedPaper:
    """A paper of the desk as the checks see it."""
    report = report_of(decision)
    if report.is_left_out:
        report = BoardReport()  # of no paper: naming the paper would put it in place of its own
    powers = list(Power.objects.on(day))
    report_lines = [line for line in report.recommendations.splitlines() if line.strip()]
    return CheckedPaper(
        title=decision.title,
        claims=(("label", decision.reference),) if decision.reference else (),
        decided=False,
        required_by=report.needed_by,
        executive_summary=decision.executive_summary,
        report_summary=report.executive_summary,
        recommendations=tuple(_recommendation(row, n, powers) for n, row in enumerate(decision.recommendations.all())),
        report_recommendations=tuple(
            CheckedRecommendation(
                line, "other", tuple(amount.value for amount in find_amounts(line)), f"report.recommendations[{n}]"
            )
            for n, line in enumerate(report_lines)
        ),
        sections=_sections(decision),
        tranches=tuple(_tranches(decision)),
        board_on=report.board_on,
        refers_to=tuple(link.earlier_reference for link in decision.links.all()),
        links=bool(decision.links.all()),
        exemptions=tuple(
            CheckedExemption(
                "Freedom of Information Act 2000",
                exemption.section,
                exemption.reason,
                balanced=bool(exemption.balance.strip()),
                where=PART_2,
            )
            for exemption in decision.exemptions.all()
        ),
        part_2=f"{decision.part_2_statement} {decision.part_2_reasons} {decision.part_2_review}".strip(),
    )


def _sections(decision: Decision) -> tuple[CheckedSection, ...]:
    """The sections that are written, of a short paper those of the form alone, numbered as the paper numbers them."""
    is_short = report_of(decision).is_left_out
    rows = [row for row in decision.sections.all() if row.paragraphs()]
    written_kinds = {row.kind for row in rows if row.document == Section.Document.FORM}
    numbers = {kind: n for n, kind in enumerate((row.kind for row in current().form if row.kind in written_kinds), 1)}
    return tuple(
        _section(row, numbers.get(row.kind, 0) if row.document == Section.Document.FORM else 0)
        for row in rows
        if not is_short or row.document == Section.Document.FORM
    )


def _recommendation(row: Recommendation, number: int, powers: list[Power]) -> CheckedRecommendation:
    """A recommendation for the checks; `covered` is None where the list of powers does not know the power named."""
    covered_actions = {power.action for power in powers if power.citation == row.power.strip()}
    return CheckedRecommendation(
        row.text,
        row.action,
        (row.amount,) if row.amount is not None else (),
        f"recommendations[{number}]",
        row.up_to,
        covered=row.action in covered_actions if covered_actions else None,
    )


#: The part of the paper in which each section is written: where a problem can be mended.
_PART_OF = {part.section: key for key, part in PARTS.items() if part.section}


def _label(section: Section, part_key: str) -> str:
    """What the desk calls a section; one that the profile no longer has by its kind."""
    return PARTS[part_key].label if part_key in PARTS else section.get_kind_display()


def _section(section: Section, number: int) -> CheckedSection:
    """A section, by its number in the form; a section of the report, whose number is 0, keeps what its writer typed."""
    part_key = _PART_OF.get((section.document, section.kind), section.kind)
    typed_numbers = [block.number for block in read_markup(section.text).blocks if isinstance(block, Paragraph)]
    passages = tuple(
        Passage(
            text,
            f"{part_key}, paragraph {n}",
            section.document,
            section.kind,
            f"{number}.{n}." if number else typed_numbers[n - 1] if n <= len(typed_numbers) else "",
        )
        for n, text in enumerate(section.paragraphs(), 1)
    )
    return CheckedSection(section.document, section.kind, _label(section, part_key), passages, part_key)


def _tranches(decision: Decision) -> Iterator[CheckedTranche]:
    for tranche in tranches_of(decision):
        amounts: dict[str, Decimal | None] = {kind: getattr(tranche, kind) for kind in ("bid", "offered", "accepted")}
        for kind, amount in amounts.items():
            if amount is not None:
                yield CheckedTranche(tranche.year, amount, kind, tranche.written_fund, "grants")


def part_of(problem: Problem) -> str:
    """The key of the part in which a problem can be mended; empty when it is about the paper as a whole."""
    key = problem.where.split(",")[0].split("[")[0].split(".")[0]
    return {"executive_summary": "summary", "sections": "", "tranches": "grants", "decided_on": ""}.get(
        key, key if key in PARTS or key == PART_2 else ""
    )
