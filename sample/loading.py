"""Load the whole sample: trial people, organisations, two imported papers, and the invented ones."""

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from book.part1.v1 import Link
from decisions.models import Decision, Status
from delegated.actions import can_enter_delegated, enter_delegated
from delegated.record import DelegatedFacts
from figures.dates import london_day
from grants.actions import create_fund, create_organisation
from intake.actions.import_published import Original, import_published
from intake.parsing import read_paper
from profiles import current
from sample.features import load_features
from sample.outside import load_outside
from sample.papers import FOLDER, sample_papers
from sample.people import make_trial_people
from sample.returns import enter_earlier_grants, load_returns
from sample.walking import walk
from sample.years import live_years, publish_year_ends
from text_readers.reader import read_text

#: Name, short name, published identifier, funds.
ORGANISATIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Home Office", "", "GB-GOR-D16", ("Police Transformation Fund", "Safer Streets Fund", "Police Innovation Fund")),
    ("Ministry of Justice", "MoJ", "GB-GOR-D18", ("Victims Support Grant", "Young Futures Fund")),
    (current().body.force, current().body.force_short_name, "", ()),
)


def _sample_organisations() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The organisations of this sample alone: `organisations.toml` beside its papers."""
    path = FOLDER / "organisations.toml"
    rows = tomllib.loads(path.read_text())["organisation"] if path.exists() else []
    return [(row["name"], row["short_name"], row["identifier"], tuple(row["funds"])) for row in rows]


def is_loaded() -> bool:
    """Whether a paper or a person is there already: the sample is loaded into an empty register only."""
    return Person.objects.exists() or Decision.objects.exists()


@transaction.atomic
def load(*, password: str, at: datetime, report: Callable[[str], None]) -> dict[str, Person]:
    """Load everything or nothing; `report` is called with a line on each step. Gives the people by key."""
    report("People and their offices")
    people = make_trial_people(password=password, at=at)
    _enter_organisations(people["fatima"], at - timedelta(days=810))
    _import_earlier(people, at)
    report("Two grants of earlier years, and what was decided of them")
    earlier = enter_earlier_grants(people, at=at)
    papers: dict[str, Decision] = {}
    for sample in sample_papers(london_day(at)):
        report(sample.title)
        papers[sample.key] = walk(sample, people, papers, at=at)
    report("Returns and claims of the earlier grants")
    load_returns(earlier, people, at=at)
    report("Budgets, forecasts and spend of accepted grants")
    live_years(people, at=at)
    publish_year_ends(people, at=at)
    report("What a funder published, and an agreement's file")
    load_outside(people, at=at)
    report("Notes and questions, a condition that is met, the forward plan")
    load_features(people, papers, at=at)
    report("What an officer decided under delegation")
    _enter_delegated(people, papers, at)
    return people


def _enter_delegated(people: dict[str, Person], papers: dict[str, Decision], at: datetime) -> None:
    """One decision of an officer, under a delegation that a paper of the sample is said to have given."""
    by = next((person for person in people.values() if can_enter_delegated(person, at)), None)
    if by is None:
        return
    given = next((paper for paper in papers.values() if paper.status == Status.APPROVED), None)
    facts = DelegatedFacts(
        title="First-aid kits for walking routes",
        decision="Award £4,200 for first-aid kits at two stations on the walking routes.",
        reasons="The kits are part of the programme that was approved, and cost less than the limit of the delegation.",
        officer=people["felix"].name,
        post="Head of Commissioning",
        decided_on=london_day(at - timedelta(days=12)),
        delegation="Awards of up to £10,000 within an approved programme",
        given_by=given.reference_words if given else "",
        amount=Decimal(4200),
    )
    enter_delegated(facts=facts, by=by, at=at)


def _import_earlier(people: dict[str, Person], at: datetime) -> None:
    """Enter the earlier decisions that lie beside the papers, each as one that continues the one before."""
    by = next(person for person in people.values() if person.may("history", london_day(at)))
    links: tuple[Link, ...] = ()
    for path in sorted(FOLDER.glob("*.txt")):
        original = _original(path.name, *links)
        import_published(originals=[original], by=by, at=at)
        links = (Link("continues", str(original.paper.reference)),)


def _original(name: str, *links: Link) -> Original:
    data = (FOLDER / name).read_bytes()
    return Original(paper=read_paper(read_text(name, data), name=name), name=name, data=data, links=links)


def _enter_organisations(by: Person, at: datetime) -> None:
    for name, short_name, identifier, funds in (*ORGANISATIONS, *_sample_organisations()):
        body = create_organisation(name=name, short_name=short_name, identifier=identifier, by=by, at=at)
        for fund in funds:
            create_fund(funder=body, name=fund, by=by, at=at)
