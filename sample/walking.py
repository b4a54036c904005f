"""Walk the invented papers through the real actions, as the trial people, to where each sketch stands."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Person
from accounts.stepup import Proof
from attachments.actions import AttachmentFacts, add_attachment
from awards.actions import enter_awards
from book import actions as book
from book.entries import OutcomeAmount
from book.part1 import Body
from decisions import actions
from decisions.models import Attachment, Decision
from decisions.parts import DECLARATIONS, PARTS
from decisions.rulings import digest_to_sign
from decisions.workflow import can_take, offices_due, steps_of
from figures.dates import LONDON, add_working_days, is_working_day, london_day
from figures.money import format_money
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
from rulings.actions import ConditionFacts, RulingFacts, save_rulings
from sample.papers import FOLDER, SamplePaper

People = dict[str, Person]
#: The board of MOPAC's own papers, and an invented one.
_BOARD = "Portfolio and Investment Board" if FOLDER.name == "mopac" else "Commissioning Board"
_ORDER = ("submit", "check", "endorse", "approve", "publish")


def walk(sample: SamplePaper, people: People, earlier: dict[str, Decision], *, at: datetime) -> Decision:
    """Make one paper and take it as far as its sketch says; `at` is now, the paper begins `days_ago` before it."""
    clock = Clock(london_day(at - timedelta(days=sample.days_ago)), at)
    writer = people[sample.savers[0]]
    grant = _make_grant(sample, writer, clock.soon())
    paper = actions.begin_paper(title=sample.title, grants=[grant], by=writer, at=clock.soon())
    for n, (part, values) in enumerate(_parts(sample, grant, earlier, at).items()):
        by = people[sample.savers[n % len(sample.savers)]]
        actions.save_part(decision=paper, part=part, seen=0, values=values, by=by, at=clock.soon())
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
    _take_steps(paper, sample, people, clock)
    if sample.accepted:
        _accept(paper, grant, sample, people, at)
    return paper


class Clock:
    """The hours at which a sample paper is worked on: working days from ten to four, never after `end`."""

    def __init__(self, begun: date, end: datetime) -> None:
        self.moment, self.end = self._morning(begun), end

    def _morning(self, day: date) -> datetime:
        while not is_working_day(day):
            day -= timedelta(days=1)
        return datetime.combine(day, time(10, 5), LONDON)

    def soon(self) -> datetime:
        """A quarter of an hour later, or the next working morning."""
        self.moment += timedelta(minutes=14)
        if self.moment.hour >= 16:
            self.moment = datetime.combine(add_working_days(self.moment.date(), 1), time(10, 5), LONDON)
        return min(self.moment, self.end)

    def next_day(self) -> datetime:
        """The next working day, at another hour."""
        hour = time(11 + self.moment.day % 4, self.moment.day * 7 % 60)
        self.moment = datetime.combine(add_working_days(self.moment.date(), 1), hour, LONDON)
        return min(self.moment, self.end)


def _make_grant(sample: SamplePaper, by: Person, at: datetime) -> Grant:
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
    grant = create_grant(facts=facts, by=by, at=at)
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


def _parts(sample: SamplePaper, grant: Grant, earlier: dict[str, Decision], at: datetime) -> dict[str, dict[str, Any]]:
    begun = london_day(at - timedelta(days=sample.days_ago))
    state, reason = sample.assessment
    texts = {"introduction": sample.introduction, "issues": sample.issues, "financial": sample.financial}
    if sample.until == "draft":
        return {key: {"text": text} for key, text in texts.items() if text and key in PARTS}
    values = {
        **_form_parts(sample, grant, earlier),
        **{key: {"text": text} for key, text in texts.items()},
        "privacy": {
            "text": "Personal data is handled under the Data Protection Act 2018 and the body’s own data protection "
            "policy. The information governance team has read this paper.",
            "impact_state": state,
            "impact_reason": reason,
            "impact_on": begun if state != "not_needed" else None,
        },
        **_report_parts(sample, begun),
        "declarations": {"rows": _declarations(begun)},
        **_publication_parts(sample, at),
        "urgency": {"urgent": bool(sample.urgent), "urgent_reason": sample.urgent},
    }
    kinds, classes = ([row.key for row in choices] for choices in (current().kinds, current().classes))
    values["kind"] = {"kind": "".join(kinds[:1]), "significance": "".join(classes[:1])}
    for part in PARTS.values():
        if part.section and part.required:
            values.setdefault(part.key, {"text": "The authors have weighed this; nothing speaks against it."})
    return {key: values[key] for key in PARTS if key in values}


def _form_parts(sample: SamplePaper, grant: Grant, earlier: dict[str, Decision]) -> dict[str, dict[str, Any]]:
    """The form's own parts, but for the texts that a sketch brings."""
    recommendations = [
        {
            "text": ask.text,
            "action": ask.action,
            "grant": grant.pk,
            "amount": Decimal(ask.amount),
            "up_to": ask.up_to,
            "power": _power(ask.action),
        }
        for ask in sample.asks
    ]
    return {
        "summary": {"title": sample.title, "executive_summary": sample.summary, "marking": "OFFICIAL"},
        "earlier": {"rows": _links(sample, earlier)},
        "recommendations": {"rows": recommendations},
        "legal": {"text": _legal(sample)},
        "equality": {
            "text": "The effect on people who share protected characteristics was considered; none is harmful."
        },
        "background": {"text": "The board report."},
    }


def _report_parts(sample: SamplePaper, begun: date) -> dict[str, dict[str, Any]]:
    """The board report, of a board a fortnight before the paper was begun."""
    return {
        "report": {
            "title": sample.title,
            "board": _BOARD,
            "board_on": begun - timedelta(days=14),
            "author": sample.author[0],
            "author_rank": "",
            "author_unit": sample.author[1],
            "on_behalf_of": "the chief officers",
            "marking": "OFFICIAL",
            "executive_summary": sample.summary.split("\n\n")[0],
            "recommendations": "\n".join(ask.text for ask in sample.asks),
        },
        "time": {
            "needed_by": begun + timedelta(days=sample.needed_in),
            "needed_why": "The funder closes its books for the quarter then.",
            "delay_would": "A later start, and with it a shorter first year.\nPrices that hold only until then.",
        },
        "report-facts": {"text": sample.report},
        "report-plan": {
            "text": "The work serves the Police and Crime Plan’s aim of making "
            f"{current().body.area.name} safer for all."
        },
    }


def _publication_parts(sample: SamplePaper, at: datetime) -> dict[str, dict[str, Any]]:
    """When the paper is published, and what of it never is."""
    confidential = bool(sample.confidential)
    return {
        "deferral": {
            "deferral": "yes" if sample.deferral else "no",
            "deferral_reason": sample.deferral,
            "deferral_until": london_day(at) + timedelta(days=60) if sample.deferral else None,
        },
        "part-2": {
            "part_2": "yes" if confidential else "no",
            "part_2_marking": "OFFICIAL-SENSITIVE" if confidential else "",
            "part_2_statement": "",
            "part_2_reasons": "Law enforcement" if confidential else "",
            "part_2_review": str(at.year + 3) if confidential else "",
        },
    }


def _power(action: str) -> str:
    return next(power.citation for power in current().powers if power.action == action)


def _legal(sample: SamplePaper) -> str:
    total = format_money(sum((Decimal(ask.amount) for ask in sample.asks), Decimal(0)))
    request = "make a bid for" if sample.route == "bid" else "accept an offer of"
    decider, power = current().offices["decider"].label, _power(sample.asks[0].action)
    return f"The paper asks for approval to {request} {total}.\n\nThe power of the {decider} is that of: {power}."


def _links(sample: SamplePaper, earlier: dict[str, Decision]) -> list[dict[str, str]]:
    if not sample.continues:
        return []
    return [{"kind": "continues", "earlier_reference": earlier[sample.continues].reference_words}]


def _declarations(day: Any) -> list[dict[str, Any]]:
    consulted = {
        "financial": "Strategic Finance",
        "legal": "Directorate of Legal Services",
        "equalities": "Equality, Diversity and Inclusion team",
        "privacy": "Information Governance",
        "head_of_service": "Chief Finance Officer",
    }
    return [
        {
            "kind": kind,
            "answer": "confirmed" if kind in consulted else "not_applicable",
            "comment": "",
            "consulted": consulted.get(kind, ""),
            "consulted_on": day if kind in consulted else None,
        }
        for kind in DECLARATIONS
    ]


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
    enter_awards(decision=paper, awards=awards, programme=programme, power=_power("award"), by=by, at=at)


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


def _take_steps(paper: Decision, sample: SamplePaper, people: People, clock: Clock) -> None:
    last = sample.until
    if last == "draft":
        return
    if last == "withdraw":
        actions.withdraw(
            decision=paper, seen=paper.version, note="The fund closed early.", by=people["fatima"], at=clock.next_day()
        )
        return
    route = {"refuse": (*_ORDER[:3], "refuse", "publish"), "send_back": ("submit", "send_back")}
    steps = route.get(last) or _ORDER[: _ORDER.index(last) + 1]
    for name in steps:
        while name in (open_here := steps_of(paper)) and paper.status in open_here[name].moves:
            # The book knows no past: what is published today is authorised today.
            moment = clock.end if name == "publish" else clock.next_day()
            _STEPS[name](paper, sample, _actor(name, paper, sample, people, moment), moment)
            paper.refresh_from_db()
            if name == "publish":
                break


def _actor(name: str, paper: Decision, sample: SamplePaper, people: People, at: datetime) -> Person:
    """Who takes a step: whoever may, sooner somebody who has not acted on the paper yet."""
    if name == "submit":
        return people[sample.savers[0]]
    able = [person for person in people.values() if can_take(name, paper, person, london_day(at))]
    acted = set(paper.moves.values_list("by_id", flat=True))
    return next((person for person in able if person.pk not in acted), able[0])


def _submit(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.submit(decision=paper, seen=paper.version, by=by, at=at)


def _check(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.check(decision=paper, seen=paper.version, by=by, at=at)


def _signing(paper: Decision) -> dict[str, Any]:
    digest = paper.submissions.get(round=paper.round).digest
    return {"decision": paper, "seen": paper.version, "digest": digest, "proof": Proof("password")}


def _endorse(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    (office,) = offices_due(steps_of(paper)["endorse"], paper)
    needs_note = current().office(office.value).comment == "required"
    note = "I have read the paper and the figures in it, and I have no objection." if needs_note else ""
    actions.endorse(**_signing(paper), note=note, by=by, at=at)


def _approve(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    if sample.condition and not paper.rulings.exists():
        _approve_on_condition(paper, sample.condition, by, at)
    actions.approve(**_signing(paper), rulings=digest_to_sign(paper, "approve"), interests="", by=by, at=at)


def _approve_on_condition(paper: Decision, text: str, by: Person, at: datetime) -> None:
    """Approve everything as recommended, on conditions: one a line."""
    rulings = {line.number: RulingFacts(outcome="approved") for line in paper.recommendations.all()}
    by_when = add_working_days(london_day(at), 60)
    conditions = [
        ConditionFacts(text=line, by_when=by_when, whose="Head of Strategic Finance") for line in text.splitlines()
    ]
    save_rulings(decision=paper, seen=paper.version, rulings=rulings, conditions=conditions, by=by, at=at)


def _refuse(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.refuse(**_signing(paper), note=sample.refusal, by=by, at=at)


def _publish(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    actions.publish(decision=paper, seen=paper.version, by=by, at=at)


def _send_back(paper: Decision, sample: SamplePaper, by: Person, at: datetime) -> None:
    note = "Please say who pays for the marking kits after the first year."
    actions.send_back(decision=paper, seen=paper.version, note=note, by=by, at=at)


_STEPS = {
    "submit": _submit,
    "check": _check,
    "endorse": _endorse,
    "approve": _approve,
    "refuse": _refuse,
    "publish": _publish,
    "send_back": _send_back,
}


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
