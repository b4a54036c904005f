"""Load the whole sample: trial people, organisations, two imported papers, and the invented ones."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from accounts.models import Person
from book.part1.v1 import Link
from decisions.models import Decision
from grants.actions import create_fund, create_organisation
from intake.actions.import_published import Original, import_published
from intake.parsing import read_paper
from intake.text.reader import read_text
from sample.papers import SAMPLE_PAPERS
from sample.people import make_trial_people
from sample.walking import walk

HERE = Path(__file__).parent

#: Name, short name, published identifier, funds.
ORGANISATIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Home Office", "", "GB-GOR-D16", ("Police Transformation Fund", "Safer Streets Fund", "Police Innovation Fund")),
    ("Ministry of Justice", "MoJ", "GB-GOR-D18", ("Victims Support Grant", "Young Futures Fund")),
    ("Greater London Authority", "GLA", "GB-LAE-GLA", ("River Partnership Fund", "Community Safety Small Grants")),
    ("Metropolitan Police Service", "MPS", "", ()),
)


def is_loaded() -> bool:
    """Whether a paper or a person is there already: the sample is loaded into an empty register only."""
    return Person.objects.exists() or Decision.objects.exists()


@transaction.atomic
def load(*, password: str, at: datetime, tell: Callable[[str], None]) -> dict[str, Person]:
    """Load everything or nothing; `tell` is called with a line on each step. Gives the people by key."""
    tell("People and their offices")
    people = make_trial_people(password=password, at=at)
    _enter_organisations(people["fatima"], at - timedelta(days=700))
    tell("PCD 510 and PCD 815, as far as their facts go")
    import_published(originals=[_original("pcd_510.txt")], by=people["dev"], at=at)
    continues = Link("continues", "PCD 510")
    import_published(originals=[_original("pcd_815.txt", continues)], by=people["dev"], at=at)
    made: dict[str, Decision] = {}
    for sample in SAMPLE_PAPERS:
        tell(sample.title)
        made[sample.key] = walk(sample, people, made, at=at)
    return people


def _original(name: str, *links: Link) -> Original:
    data = (HERE / name).read_bytes()
    return Original(read=read_paper(read_text(name, data), name=name), name=name, data=data, links=links)


def _enter_organisations(by: Person, at: datetime) -> None:
    for name, short_name, identifier, funds in ORGANISATIONS:
        body = create_organisation(name=name, short_name=short_name, identifier=identifier, by=by, at=at)
        for fund in funds:
            create_fund(funder=body, name=fund, by=by, at=at)
