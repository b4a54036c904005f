"""What people say to each other about the sample's papers, and what staff do for the public beside publishing."""

from datetime import datetime, timedelta

from django.db import connections

from accounts.models import Person
from accounts.proof import Proof
from accounts.proposals.actions import confirm
from accounts.proposals.registry import verb_named
from book.actions.forward_plan import PlanItem, publish_plan_item
from decisions.actions.write_note import write_note
from decisions.models import Decision
from figures.dates import add_working_days, london_day
from grants.models import Fund, Organisation
from publishing.fund_names import merge_two_funds
from rulings.actions import propose_meeting

People = dict[str, Person]


def load_features(people: People, papers: dict[str, Decision], *, at: datetime) -> None:
    """Notes and questions, a condition ticked off, two names of one fund, the forward plan, a mistake told of."""
    for paper in papers.values():
        paper.refresh_from_db()
    _talk(people, papers, at)
    _tick_off_first_condition(people, papers, at)
    _merge_names(people, at)
    _plan(people, at)
    _report_a_mistake(papers)


def _talk(people: People, papers: dict[str, Decision], at: datetime) -> None:
    """A note pinned to a paragraph with its reply, and a question to an adviser with a day."""
    writer, reviewer = people["fatima"], people.get("clare") or people["kaya"]
    note = write_note(
        decision=papers["lab"],
        part="financial",
        paragraph="1",
        text="Is the licence for three years, or for each year anew?",
        asked=writer,
        by=reviewer,
        at=at - timedelta(hours=5),
    )
    answer = "For three years. The price is fixed until the last of them."
    write_note(decision=papers["lab"], text=answer, reply_to=note, by=writer, at=at - timedelta(hours=3))
    wanted_on = add_working_days(london_day(at), 3)
    question = "Does the power that is named cover money for other bodies too?"
    write_note(
        decision=papers["stalking"],
        part="legal",
        text=question,
        asked=people.get("anna") or reviewer,
        wanted_on=wanted_on,
        by=people["felix"],
        at=at - timedelta(hours=2),
    )


def _tick_off_first_condition(people: People, papers: dict[str, Decision], at: datetime) -> None:
    """The first of several conditions is met: one of staff says so, another confirms."""
    for paper in papers.values():
        if paper.conditions.count() < 2:
            continue
        evidence = "The agreements, kept with the grant’s file."
        rule, day = verb_named("decision.meet_condition"), london_day(at)
        proposer = next(person for person in people.values() if person.offices_on(day) & rule.proposers)
        proposal = propose_meeting(decision=paper, number=1, on=day, evidence=evidence, by=proposer, at=at)
        able = (person for person in people.values() if person.offices_on(day) & rule.confirmers)
        confirm(proposal=proposal, proof=Proof("password"), by=next(p for p in able if p != proposer), at=at)
        return


def _merge_names(people: People, at: datetime) -> None:
    """One fund that a later paper calls by a shorter name; the two are merged."""
    known, other = Fund.objects.get(name="Safer Streets Fund"), Fund.objects.get(name="Safer Streets")
    publisher = next(person for person in people.values() if person.may("publish", london_day(at)))
    merge_two_funds(merged=other.identifier, kept=known.identifier, by=publisher, at=at)


def _plan(people: People, at: datetime) -> None:
    """What is expected to be decided in the coming months."""
    publisher = next(person for person in people.values() if person.may("publish", london_day(at)))
    funder = Organisation.objects.get(name="Ministry of Justice")
    items = (
        (f"A further year of advocates for victims, offered by the {funder.name}", "offer", 60),
        ("Awards to voluntary groups for work with young people", "award", 90),
    )
    for title, kind, days in items:
        expected_on = london_day(at) + timedelta(days=days)
        item = PlanItem(title=title, kind=kind, expected_on=expected_on, office="Strategic Finance")
        publish_plan_item(item, by=publisher, at=at)


def _report_a_mistake(papers: dict[str, Decision]) -> None:
    """Somebody of the public tells of a mistake; it waits at the desk for an answer."""
    paper = papers["advocates"]
    wrong = "The summary says twelve advocates, the council’s minutes of the same week say ten. Which is right?"
    values: list[str | bool] = [
        "M-SAMPLE22",
        paper.reference_words,
        wrong,
        "Minutes of the council",
        "",
        "",
        False,
        "0" * 64,
    ]
    with connections["book"].cursor() as cursor:
        cursor.execute("SELECT book.tell_mistake(%s, %s, %s, %s, %s, %s, %s, %s)", values)
