"""Write the invented papers through the real actions, as the trial people, and take each to where its sketch stands."""

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Person
from attachments.actions import AttachmentFacts, add_attachment
from awards.actions import enter_awards
from book import actions as book
from book.entries import OutcomeAmount
from book.part1 import Body
from decisions.models import Attachment, Decision
from drafting.actions import begin_paper, save_part
from figures.dates import london_day
from figures.years import FinancialYear
from grants.actions import (
    Award,
    GrantFacts,
    OnwardFacts,
    TrancheFacts,
    create_grant,
    record_outcome,
    save_tranches,
)
from grants.models import Grant, Organisation, Tranche
from part2.actions import ExemptionFacts, ItemFacts, save_part_2
from profiles import current
from sample.papers import SamplePaper
from sample.parts import parts_of_sample, power_cited
from sample.steps import Clock, take_steps

People = dict[str, Person]


def walk(sample: SamplePaper, people: People, earlier: dict[str, Decision], *, at: datetime) -> Decision:
    """Make one paper and take it as far as its sketch says; `at` is now, the paper begins `days_ago` before it."""
    clock = Clock(london_day(at - timedelta(days=sample.days_ago)), at)
    writer = people[sample.savers[0]]
    before = earlier[sample.continues].grants().first() if sample.continues else None
    grant = _make_grant(sample, before, writer, clock.soon())
    paper = begin_paper(title=sample.title, grants=[grant], by=writer, at=clock.soon())
    for n, (part, values) in enumerate(parts_of_sample(sample, grant, earlier, at).items()):
        by = people[sample.savers[n % len(sample.savers)]]
        save_part(decision=paper, part=part, seen=0, values=values, by=by, at=clock.soon())
    if sample.partners:
        _pass_on(paper, grant, sample, writer, clock.soon())
    if sample.confidential:
        _write_part_2(paper, sample, writer, clock.soon())
    if sample.attachment:
        facts = AttachmentFacts(
            title="Costs by item",
            file_name="costs.csv",
            data=sample.attachment.encode(),
            accessible=Attachment.Accessible.YES,
        )
        add_attachment(decision=paper, facts=facts, by=writer, at=clock.soon())
    paper.refresh_from_db()
    take_steps(paper, sample, people, clock)
    if sample.accepted:
        _accept(paper, grant, sample, people, at)
    return paper


def _make_grant(sample: SamplePaper, before: Grant | None, by: Person, at: datetime) -> Grant:
    funder = Organisation.objects.get(name=sample.funder)
    facts = GrantFacts(
        title=sample.title.split(":")[0],
        purpose=sample.purpose,
        funder=funder,
        recipient=Organisation.objects.get(name=current().body.force),
        recipient_unit=sample.unit,
        direction="received",
        route=sample.route,
        carry_over="with_consent" if "carried over" in sample.financial else "not_stated",
    )
    grant = create_grant(facts=facts, continues=before, by=by, at=at)
    rows = [
        TrancheFacts(
            year=FinancialYear.parse(row.year),
            fund=row.fund,
            fund_as_written="",
            bid=Decimal(row.bid) if row.bid else None,
            offered=Decimal(row.offered) if row.offered else None,
        )
        for row in sample.money
    ]
    return save_tranches(grant=grant, seen=grant.version, rows=rows, by=by, at=at)


def _pass_on(paper: Decision, grant: Grant, sample: SamplePaper, by: Person, at: datetime) -> None:
    """The paper's awards to partners, each in the first year of its grant's money."""
    year = FinancialYear.parse(sample.money[0].year)
    awards = [
        Award(
            recipient=partner.recipient,
            amount=Decimal(partner.amount),
            year=year,
            purpose=partner.purpose,
            facts=OnwardFacts(
                parent=grant,
                reason=partner.reason,
                conditions=partner.conditions,
                subsidy="no",
                subsidy_reason="It pays for a public service that nobody sells.",
                assessed_on=london_day(at),
            ),
        )
        for partner in sample.partners
    ]
    programme = sample.title.split(":")[0]
    enter_awards(decision=paper, awards=awards, programme=programme, power=power_cited("award"), by=by, at=at)


def _write_part_2(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    save_part_2(
        decision=paper,
        items=[ItemFacts(title="Operational detail", text=sample.confidential)],
        exemptions=[
            ExemptionFacts(
                section="31",
                limb="(1)(a)",
                reason="Would prejudice the prevention and detection of crime.",
                balance="Part 1 says how the money is used; naming places would help offenders more than the public.",
                lapses_on=london_day(at + timedelta(days=3 * 365)),
            )
        ],
        by=by,
        at=at,
    )


def accept_money(grant: Grant, amounts: list[Decimal], *, by: Person, at: datetime) -> list[Tranche]:
    """Record what was accepted of a grant, year by year."""
    grant.refresh_from_db()
    tranches = list(grant.tranches.select_related("fund").order_by("year"))
    accepted = {tranche.pk: amount for tranche, amount in zip(tranches, amounts, strict=True)}
    record_outcome(grant=grant, seen=grant.version, accepted=accepted, by=by, at=at)
    return tranches


def _accept(paper: Decision, grant: Grant, sample: SamplePaper, people: People, at: datetime) -> None:
    """The money is taken up, and the register says so."""
    amounts = [Decimal(amount) for amount in sample.accepted]
    tranches = accept_money(grant, amounts, by=people[sample.savers[0]], at=at)
    reference = paper.reference
    assert reference is not None  # it has been published
    book.record_outcome(
        reference=reference,
        grant=grant.code,
        result="accepted",
        happened_on=london_day(at),
        statement="The grant agreement has been signed by both sides.",
        amounts=tuple(
            OutcomeAmount(str(t.year), Body(t.fund.identifier, t.fund.name), t.offered, amount)
            for t, amount in zip(tranches, amounts, strict=True)
        ),
        by=next(person for person in people.values() if person.may("publish", london_day(at))),
        at=at,
    )
