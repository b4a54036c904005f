"""From the desk's rows to Part 1, the book's content type: what the public may see, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from django.conf import settings

from book import part1
from book.part1.text import Block, Paragraph, RichText
from book.part1.upgrade import GRANT_DECISION
from decisions.commitments import commitments
from decisions.further_parts import with_further_parts
from decisions.models import Decision, StandingText
from decisions.models.content import BoardReport
from decisions.models.wording import texts_on
from decisions.money import tranches_of
from decisions.parts import DECLARATIONS, report_of
from decisions.whole_paper import attachments_of, grants_of, standing_texts_of
from figures.references import grant_code
from figures.text import all_plain, one_line
from grants.models import Grant, OnwardGrant, Organisation, Tranche
from markup import read_markup
from profiles import Choice, current

#: The tag of a paper's language (BCP 47), where it is not the key itself.
TAGS = {"en": "en-GB"}
#: Section 23 (security bodies) is never shown in public on new papers; neither is 24, which would hint at it.
STATEMENT_KEYS = ("public_access", "deferral", "part_2", "interests", "declarations", "officer_approval")


def compose(decision: Decision, day: date) -> part1.Part1:
    """Part 1 as the rows now have it, unsigned; `day` says which standing texts are in force."""
    grants, standing_texts = grants_of(decision), texts_on(day, standing_texts_of(decision))
    composed = part1.Part1(
        schema="part1/2",
        paper="paper/2",
        profile=current().digest,
        language=TAGS.get(decision.language, decision.language),
        kind=_label(decision.kind, current().kinds, decision.language) or GRANT_DECISION,
        significance=_label(decision.significance, current().classes, decision.language),
        urgency=_urgency(decision),
        received_on=None,
        effective_from=None,
        reference=decision.reference_words,
        title=one_line(decision.title),
        title_translations=_translations(decision, one_line(decision.title_translation)),
        body=settings.BODY_NAME if decision.language == "en" else _own_name(decision.language),
        register_address=settings.REGISTER_ADDRESS,
        marking=decision.marking,
        executive_summary=decision.executive_summary.strip(),
        executive_summary_translations=_translations(decision, decision.executive_summary_translation),
        recommendations=_recommendations(decision),
        conditions=(),
        grants=tuple(_grant(grant) for grant in grants),
        tranches=tuple(_tranche(t) for t in tranches_of(decision)),
        onward_awards=_onward_awards(decision, grants),
        sections=_sections(decision),
        options=(),
        reasons="",
        stakeholders=(),
        risks=(),
        attachments=_attachments(decision),
        report=_report(report_of(decision)),
        declarations=_declarations(decision, standing_texts),
        impact_assessment=part1.ImpactAssessment(
            state=cast(Any, decision.impact_state or "not_stated"),
            reason=decision.impact_reason.strip(),
            on=decision.impact_on,
            when="",
        ),
        deferral=_deferral(decision),
        part_2=_part_2(decision),
        links=tuple(part1.Link(cast(Any, link.kind), link.earlier_reference) for link in decision.links.all()),
        refers_to=tuple(dict.fromkeys(link.earlier_reference for link in decision.links.all())),
        statements=_statements(standing_texts, decision.language),
        explanations=tuple(
            part1.Explanation(e.code, e.problem, e.reason, e.by_name) for e in decision.explanations.all()
        ),
        consultations=(),
        outcome=None,
        decided_on=None,
        decided_by="",
        authority=None,
        signatures=(),
        origin=part1.Origin(imported=False, transcript=False, source_name="", source_sha256="", note=""),
    )
    # What a grant or an older draft still holds is signed without what nobody can see.
    return all_plain(with_further_parts(composed, decision))


def _translations(decision: Decision, text: str) -> tuple[part1.Translation, ...]:
    """A text in the body's other language than the paper's; none where nobody wrote it or the body has one only."""
    other_language = current().body.other_language(decision.language)
    return (
        (part1.Translation(TAGS.get(other_language, other_language), text.strip()),)
        if other_language and text.strip()
        else ()
    )


def _own_name(language: str) -> str:
    """What the body calls itself in a language."""
    return current().body.name_on(language=language).name


def _label(key: str, choices: Sequence[Choice], language: str) -> part1.Label | None:
    """A choice of the profile by its key, with the words that it has there; None where nothing was chosen."""
    labels = (part1.Label(row.key, current().in_language(row.label, language)) for row in choices if row.key == key)
    return next(labels, None)


def _urgency(decision: Decision) -> part1.Urgency:
    return part1.Urgency(
        urgent=decision.urgent,
        reason=decision.urgent_reason.strip() if decision.urgent else "",
        route=current().urgent.says if decision.urgent else "",
    )


def _deferral(decision: Decision) -> part1.Deferral:
    is_deferred = decision.deferral == "yes"
    return part1.Deferral(
        deferred=is_deferred,
        reason=decision.deferral_reason.strip() if is_deferred else "",
        until=decision.deferral_until if is_deferred else None,
    )


def _recommendations(decision: Decision) -> tuple[part1.Recommendation, ...]:
    return tuple(
        part1.Recommendation(
            number=row.number,
            text=row.text.strip(),
            translations=_translations(decision, row.translation),
            action=cast(Any, row.action),
            grant=grant_code(row.grant_id) if row.grant_id else None,
            amount=row.amount,
            up_to=row.up_to,
            power=row.power.strip(),
            ruling=None,
        )
        for row in decision.recommendations.all()
    )


def _organisation(organisation: Organisation) -> part1.Organisation:
    """An organisation with the number that its identifier holds: at Companies House or the Charity Commission."""
    identifier = organisation.identifier.strip()
    return part1.Organisation(
        id=organisation.identifier,
        name=organisation.name,
        company_number=_number_after("GB-COH-", identifier),
        charity_number=_number_after("GB-CHC-", identifier),
    )


def _number_after(prefix: str, identifier: str) -> str:
    """The number in an identifier of one list of org-id.guide; "" for an identifier of another."""
    return identifier.removeprefix(prefix) if identifier.startswith(prefix) else ""


def _grant(grant: Grant) -> part1.Grant:
    return part1.Grant(
        id=grant.code,
        title=one_line(grant.title),
        purpose=grant.purpose.strip(),
        funder=_organisation(grant.funder),
        recipient=_organisation(grant.recipient),
        recipient_unit=grant.recipient_unit,
        direction=cast(Any, grant.direction),
        route=cast(Any, grant.route),
        carry_over=cast(Any, grant.carry_over),
    )


def _onward_awards(decision: Decision, grants: list[Grant]) -> tuple[part1.OnwardAward, ...]:
    """The paper's grants that pass on money of another one: a line for each year of their money in the paper."""
    awards: dict[int, OnwardGrant] = {grant.pk: grant.onward for grant in grants if hasattr(grant, "onward")}
    return tuple(
        part1.OnwardAward(
            grant=grant_code(award.parent_id),
            award=tranche.grant.code,
            recipient=_organisation(tranche.grant.recipient),
            amount=tranche.promised,
            financial_year=str(tranche.year),
            purpose=tranche.grant.purpose.strip(),
            reason=award.reason,
            conditions=award.conditions,
            subsidy=cast(Any, award.subsidy),
            subsidy_reason=award.subsidy_reason,
        )
        for tranche in (tranches_of(decision) if awards else ())
        if (award := awards.get(tranche.grant_id))
    )


def _tranche(tranche: Tranche) -> part1.Tranche:
    return part1.Tranche(
        grant=tranche.grant.code,
        financial_year=str(tranche.year),
        fund=part1.Body(id=tranche.fund.identifier, name=tranche.fund.name),
        fund_as_written=tranche.written_fund,
        bid=tranche.bid,
        offered=tranche.offered,
        accepted=tranche.accepted,
        as_stated=None,
    )


def _sections(decision: Decision) -> tuple[part1.Section, ...]:
    """The sections that are written, in the profile's order; notes are numbered through form and report."""
    texts_by_section = {(s.document, s.kind): s.text for s in decision.sections.all() if s.text.strip()}
    headings = {(s.document, s.kind): s.heading for s in decision.sections.all() if s.heading}
    sections: list[part1.Section] = []
    notes = 0
    report = () if report_of(decision).is_left_out else current().report
    for document, order in (("form", current().form), ("report", report)):
        of_paper = (row for row in order if not row.kinds or decision.kind in row.kinds)
        for number, row in enumerate((row for row in of_paper if (document, row.kind) in texts_by_section), 1):
            content = read_markup(texts_by_section[document, row.kind], first_note=notes + 1)
            notes += len(content.notes)
            of_form = document == "form"
            sections.append(
                part1.Section(
                    document=cast(Any, document),
                    kind=row.kind,
                    number=f"{number}." if of_form else "",
                    heading=headings.get((document, row.kind)) or current().in_language(row.heading, decision.language),
                    content=_numbered(content, number) if of_form else content,
                )
            )
    return tuple(sections)


def _numbered(content: RichText, section: int) -> RichText:
    """The form's paragraphs are numbered by the program, whatever number was typed; the report keeps its own."""
    blocks: list[Block] = []
    count = 0
    for block in content.blocks:
        if isinstance(block, Paragraph):
            count += 1
            block = replace(block, number=f"{section}.{count}.")
        blocks.append(block)
    return RichText(tuple(blocks), content.notes)


def _attachments(decision: Decision) -> tuple[part1.Attachment, ...]:
    return tuple(
        part1.Attachment(
            number=row.number,
            title=row.title,
            file_name=row.file_name,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            accessible=cast(Any, row.accessible),
            accessible_in=row.accessible_in,
        )
        for row in attachments_of(decision)
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _report(report: BoardReport) -> part1.Report | None:
    if not report.pk or report.is_left_out or not current().report:
        return None
    return part1.Report(
        title=report.title,
        board=report.board,
        board_on=report.board_on,
        author=report.author,
        author_rank=report.author_rank,
        author_unit=report.author_unit,
        on_behalf_of=report.on_behalf_of,
        marking=report.marking,
        executive_summary=report.executive_summary.strip(),
        recommendations=_lines(report.recommendations),
        needed_by=report.needed_by,
        needed_why=report.needed_why.strip(),
        delay_would=_lines(report.delay_would),
    )


def _declarations(decision: Decision, standing_texts: dict[str, StandingText]) -> tuple[part1.Declaration, ...]:
    in_language = current().in_language
    return tuple(
        part1.Declaration(
            kind=part1.Label(
                row.kind, in_language(DECLARATIONS.get(row.kind, row.get_kind_display()), decision.language)
            ),
            statement=in_language(
                standing_texts[key].text
                if (key := f"declaration_{row.kind}") in standing_texts
                else row.get_kind_display(),
                decision.language,
            ),
            answer=cast(Any, row.answer or "not_stated"),
            comment=row.comment.strip(),
            consulted=row.consulted.strip(),
            consulted_on=row.consulted_on,
            made_by=row.made_by_name,
        )
        for row in decision.declarations.all()
    )


def _part_2(decision: Decision) -> part1.Part2:
    if decision.part_2 != "yes":
        return part1.Part2(False, "", "", (), "", ())
    return part1.Part2(
        exists=True,
        marking=decision.part_2_marking,
        statement=decision.part_2_statement.strip(),
        reasons=_lines(decision.part_2_reasons),
        review=decision.part_2_review.strip(),
        commitments=commitments(decision),
    )


def _statements(standing_texts: dict[str, StandingText], language: str) -> tuple[part1.Statement, ...]:
    in_language = current().in_language
    return tuple(
        part1.Statement(
            key, in_language(standing_texts[key].heading, language), in_language(standing_texts[key].text, language)
        )
        for key in STATEMENT_KEYS
        if key in standing_texts
    )
