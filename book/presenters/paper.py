"""One presenter for Part 1: its values in words and rows, whichever version it is of."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext

from book.paper import words
from book.paper.money import MoneyTable, money_table
from book.part1 import (
    AnyPart1,
    Attachment,
    Condition,
    Part1,
    Recommendation,
    Section,
    Signature,
    Translation,
    newest,
)
from book.part1.text import NOTHING, RichText
from book.part1.upgrade import plain_content
from figures.money import format_money
from figures.templatetags.paper_words import day_words, moment_words

RULINGS = {
    "approved": "Approved",
    "approved_with_changes": "Approved with changes",
    "refused": "Refused",
}
BEFORE = {"acceptance": "Before any money is accepted", "nothing": ""}
ANSWERED = {"endorsed": "Endorsed", "approved": "Approved", "refused": "Refused"}
ACCESSIBLE = {"yes": "", "no": "No accessible form of this file is available"}


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition in words: what, by when, whose, and what must wait for it."""

    number: int
    text: str
    facts: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation with the decision on it; `facts` is the line below its text."""

    number: int
    text: str
    content: RichText
    translations: tuple[Translation, ...]
    action: str
    amount: Decimal | None
    up_to: bool
    power: str
    grant: str
    facts: tuple[str, ...]
    ruling: str
    ruling_text: str
    ruling_amount: str
    conditions: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its heading."""

    kind: str
    number: str
    heading: str
    content: RichText


@dataclass(frozen=True, slots=True)
class ReportView:
    """The board report behind the form."""

    title: str
    rows: tuple[tuple[str, str], ...]
    summary: RichText
    recommendations: tuple[str, ...]
    needed_why: RichText
    delay_would: tuple[str, ...]
    has_timing: bool
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One declaration of the originating officer."""

    label: str
    answer: str
    statement: RichText
    comment: RichText
    consulted: str
    made_by: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A person's consent in words."""

    is_decision: bool
    office: str
    name: str
    named: bool
    step: str
    answer: str
    says: str
    statement: RichText
    interests: str
    day: date | None
    on: str
    at: str
    moment: datetime | None
    how: str
    ink: bool
    recorded_by: str
    acting_for: str
    digest: str
    note: str
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file published beside the paper."""

    number: int
    title: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    accessible: str


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """By what authority the paper was decided: a line for each link of the chain, and what is not recorded of it."""

    lines: tuple[str, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """Everything that is shown of Part 1, in the order of the form."""

    part1: Part1
    summary: RichText
    summary_translations: tuple[tuple[str, RichText], ...]
    recommendations: tuple[RecommendationRow, ...]
    conditions: tuple[ConditionRow, ...]
    money: MoneyTable | None
    form: tuple[SectionView, ...]
    report: ReportView | None
    declarations: tuple[DeclarationRow, ...]
    officer: str
    impact: str
    impact_reason: RichText
    signatures: tuple[SignatureView, ...]
    attachments: tuple[AttachmentRow, ...]
    authority: AuthorityView | None
    outcome: str

    @property
    def decisions(self) -> tuple[SignatureView, ...]:
        """The signatures of who decided."""
        return tuple(signature for signature in self.signatures if signature.is_decision)

    @property
    def endorsements(self) -> tuple[SignatureView, ...]:
        """The other signatures."""
        return tuple(signature for signature in self.signatures if not signature.is_decision)


def present(part1: AnyPart1) -> PaperView:
    """A Part 1 of any version in rows and words."""
    paper = newest(part1)
    officers = {declaration.made_by for declaration in paper.declarations}
    return PaperView(
        part1=paper,
        summary=plain_content(paper.executive_summary),
        summary_translations=tuple(
            (row.language, plain_content(row.text)) for row in paper.executive_summary_translations
        ),
        recommendations=tuple(_recommendation(line, paper) for line in paper.recommendations),
        conditions=tuple(_condition(condition) for condition in paper.conditions),
        money=money_table(paper),
        form=tuple(_section(section) for section in paper.sections if section.document == "form"),
        report=_report(paper),
        declarations=tuple(
            DeclarationRow(
                label=row.kind.label,
                answer=words.ANSWERS[row.answer],
                statement=plain_content(row.statement),
                comment=plain_content(row.comment),
                consulted=_joined_by_comma(row.consulted, day_words(row.consulted_on)),
                made_by=row.made_by,
            )
            for row in paper.declarations
        ),
        officer=officers.pop() if len(officers) == 1 else "",
        impact=_joined_by_comma(gettext(words.IMPACT[paper.impact_assessment.state]), _impact_day(paper)),
        impact_reason=plain_content(paper.impact_assessment.reason),
        signatures=tuple(_signature(signature, paper) for signature in paper.signatures),
        attachments=tuple(_attachment(file) for file in paper.attachments),
        authority=_authority(paper),
        outcome=outcome_words(paper),
    )


def key_facts(view: PaperView, *, draft: bool) -> list[tuple[str, str]]:
    """What stands at the head of a paper, as label and value; of a draft nothing of a decision."""
    paper = view.part1
    rows = [
        ("Decision by", "" if draft else paper.decided_by or gettext("Not stated")),
        ("Date signed", "" if draft else day_words(paper.decided_on) or gettext("Not stated")),
        ("Kind of decision", "" if paper.kind.key == "grant" else paper.kind.label),
        ("Class", paper.significance.label if paper.significance else ""),
        ("Urgent", " ".join((paper.urgency.reason, paper.urgency.route)) if paper.urgency.urgent else ""),
        ("Received", day_words(paper.received_on)),
        ("Needed by", day_words(paper.report.needed_by) if paper.report else ""),
        ("In effect from", day_words(paper.effective_from)),
        *((link.kind.capitalize(), link.reference) for link in paper.links),
        ("Refers to", ", ".join(r for r in paper.refers_to if r not in {link.reference for link in paper.links})),
    ]
    return [(label, value) for label, value in rows if value]


def outcome_words(paper: Part1) -> str:
    """The decision in a word or two; never "Approved" alone where it comes with conditions or changes."""
    if paper.outcome != "approved":
        return words.OUTCOMES.get(paper.outcome or "", "")
    rulings = {line.ruling.outcome for line in paper.recommendations if line.ruling}
    extras = []
    if rulings - {"approved"}:
        extras.append("in part" if "refused" in rulings else "with changes")
    if paper.conditions:
        extras.append("with conditions")
    return " ".join(["Approved", " and ".join(extras)]).strip()


def _impact_day(paper: Part1) -> str:
    return day_words(paper.impact_assessment.on) or paper.impact_assessment.when


def _recommendation(line: Recommendation, paper: Part1) -> RecommendationRow:
    grant = next((grant.title for grant in paper.grants if grant.id == line.grant), "")
    grant = grant if len(paper.grants) > 1 else ""
    amount = format_money(line.amount)
    limit = gettext("up to %(amount)s") % {"amount": amount} if amount and line.up_to else amount
    facts = (words.ACTIONS[line.action], limit, grant, line.power)
    ruling = line.ruling
    changed = ruling is not None and ruling.outcome == "approved_with_changes"
    return RecommendationRow(
        number=line.number,
        text=line.text,
        content=plain_content(line.text),
        translations=line.translations,
        action=words.ACTIONS[line.action],
        amount=line.amount,
        up_to=line.up_to,
        power=line.power,
        grant=grant,
        facts=tuple(fact for fact in facts if fact),
        ruling=RULINGS[ruling.outcome] if ruling else "",
        ruling_text=ruling.text if ruling else "",
        ruling_amount=format_money(ruling.amount) if ruling and changed else "",
        conditions=tuple(_condition(c) for c in paper.conditions if c.recommendation == line.number),
    )


def _condition(condition: Condition) -> ConditionRow:
    when = gettext("by %(day)s") % {"day": day_words(condition.by_when)} if condition.by_when else ""
    facts = tuple(fact for fact in (when, condition.whose, BEFORE[condition.before]) if fact)
    number = condition.recommendation
    about = gettext("Recommendation %(number)s") % {"number": number} if number else gettext("All recommendations")
    return ConditionRow(condition.number, condition.text, facts, about)


def _section(section: Section) -> SectionView:
    heading = section.heading.strip() or "Heading not stated in the original"
    return SectionView(section.kind, section.number.strip().rstrip("."), heading, section.content)


def _report(paper: Part1) -> ReportView | None:
    sections = tuple(_section(section) for section in paper.sections if section.document == "report")
    report = paper.report
    if report is None:
        return ReportView("", (), NOTHING, (), NOTHING, (), False, sections) if sections else None
    author = _joined_by_comma(f"{report.author_rank} {report.author}".strip(), report.author_unit)
    rows = (
        ("Board", _joined_by_comma(report.board, day_words(report.board_on))),
        ("Report by", author),
        ("On behalf of", report.on_behalf_of),
        ("Decision needed by", day_words(report.needed_by)),
        ("Marking", report.marking),
    )
    told_apart = any(section.kind == "time_sensitivity" for section in sections)
    return ReportView(
        title=report.title,
        rows=tuple((label, value) for label, value in rows if value),
        summary=plain_content(report.executive_summary),
        recommendations=report.recommendations,
        needed_why=plain_content(report.needed_why),
        delay_would=report.delay_would,
        has_timing=bool(report.needed_why or report.delay_would) and not told_apart,
        sections=sections,
    )


def _signature(signature: Signature, paper: Part1) -> SignatureView:
    ink = signature.how == "ink"
    decides = signature.step != "endorsed"
    interests = signature.interests or ("Not stated." if paper.origin.imported else "None.")
    return SignatureView(
        is_decision=decides,
        office=signature.title or signature.office.label,
        name=signature.name or words.NOT_STATED,
        named=bool(signature.name),
        step=signature.step,
        answer=ANSWERED[signature.step],
        says=words.signed_as(signature),
        statement=plain_content(signature.statement),
        interests=interests if decides else "",
        day=signature.on,
        on=day_words(signature.on) or gettext(words.NOT_STATED),
        at=moment_words(signature.at),
        moment=signature.at,
        how="" if ink else words.HOW[signature.how],
        ink=ink,
        recorded_by=signature.recorded_by,
        acting_for=signature.stand_in.name if signature.stand_in else "",
        digest=signature.digest,
        note=signature.note,
        has_evidence=signature.evidence is not None,
    )


def _authority(paper: Part1) -> AuthorityView | None:
    if paper.authority is None:
        return None
    lines = []
    for link in paper.authority.powers:
        by = f", {gettext('by')} {link.decision}" if link.decision else ""
        since = f", {gettext('since')} {day_words(link.since)}" if link.since else ""
        lines.append(f"{link.holder}: {link.power}{by}{since}")
    return AuthorityView(tuple(lines), paper.authority.gap)


def _attachment(file: Attachment) -> AttachmentRow:
    same = gettext("Attachment %(number)s holds the same in an accessible form") % {"number": file.accessible_in}
    other = same if file.accessible_in else ""
    accessibility = other if file.accessible == "other" else gettext(ACCESSIBLE.get(file.accessible) or " ").strip()
    return AttachmentRow(
        file.number, file.title, file.file_name, file.media_type, file.size, file.sha256, accessibility
    )


def _joined_by_comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
