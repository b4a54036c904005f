"""Everything that enters Part 1 or Part 2 makes its writer an author: in the program and in the database alike."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from accounts.offices import Office
from decisions import actions
from decisions.authorship import FEEDS, authors_of
from decisions.composing import compose
from decisions.models import Decision
from decisions.workflow import waiting_for
from drafting.actions import save_part
from figures.years import FinancialYear
from grants.actions import GrantFacts, TrancheFacts, change_fund, change_grant, change_organisation, save_tranches
from part2.actions import ItemFacts, save_part_2
from part2.reader_actions import name_part_2_reader
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import PROOF, People, confirmed
from wording.actions import propose_standing_text

pytestmark = pytest.mark.django_db


def authors_by_sql(paper: Decision) -> frozenset[int]:
    """The same question, asked of the database for everybody."""
    people = Person.objects.values_list("pk", flat=True)
    with connection.cursor() as cursor:
        authors = set()
        for pk in people:
            cursor.execute("SELECT decisions_wrote(%s, %s)", [paper.pk, pk])
            if cursor.fetchone() == (True,):
                authors.add(pk)
    return frozenset(authors)


def _grant(people: People, paper: Decision, by: Person) -> None:
    grant = paper.decision_grants.get().grant
    facts = GrantFacts(
        title="Another", purpose=grant.purpose, funder=grant.funder, recipient=grant.recipient, direction="received",
        route="offer",
    )  # fmt: skip
    change_grant(grant=grant, seen=grant.version, facts=facts, by=by, at=AT)


def _tranches(people: People, paper: Decision, by: Person) -> None:
    grant = paper.decision_grants.get().grant
    rows = [TrancheFacts(year=FinancialYear(2018), fund="Police Transformation Fund", offered=Decimal(1))]
    save_tranches(grant=grant, seen=grant.version, rows=rows, by=by, at=AT)


def _part(people: People, paper: Decision, by: Person) -> None:
    seen = paper.part_saves.filter(part="legal").count()
    save_part(decision=paper, part="legal", seen=seen, values={"text": "x"}, by=by, at=AT)


def _links(people: People, paper: Decision, by: Person) -> None:
    rows = {"rows": [{"kind": "continues", "earlier_reference": "PCD 5"}]}
    save_part(decision=paper, part="earlier", seen=0, values=rows, by=by, at=AT)


def _part_2(people: People, paper: Decision, by: Person) -> None:
    name_part_2_reader(decision=paper, person=by, by=people.fatima, at=AT)
    item = ItemFacts(title="Detail", text="Words.")
    save_part_2(decision=paper, items=[item], exemptions=[], seen=0, by=by, at=AT)


def _explanation(people: People, paper: Decision, by: Person) -> None:
    actions.explain(decision=paper, code="x", where="", problem="A problem.", reason="A reason.", by=by, at=AT)


def _organisation(people: People, paper: Decision, by: Person) -> None:
    funder = paper.decision_grants.get().grant.funder
    change_organisation(organisation=funder, name="HO", short_name="", identifier=funder.identifier, by=by, at=AT)


def _fund(people: People, paper: Decision, by: Person) -> None:
    change_fund(fund=paper.decision_grants.get().grant.tranches.all()[0].fund, name="Another fund", by=by, at=AT)


#: What Felix, who began none of it, changes; and the tables that it enters by.
CHANGES: dict[str, Callable[[People, Decision, Person], None]] = {
    "grants_grant": _grant,
    "grants_tranche": _tranches,
    "grants_organisation": _organisation,
    "grants_fund": _fund,
    "decisions_section": _part,
    "decisions_link": _links,
    "decisions_part2item": _part_2,
    "decisions_explanation": _explanation,
}


@pytest.mark.parametrize("table", CHANGES)
def test_whoever_changes_what_a_paper_says_is_an_author_in_program_and_database(people: People, table: str) -> None:
    paper = papers.draft(people, part_2=papers.STATED)
    assert people.felix.pk not in authors_of(paper)
    CHANGES[table](people, paper, people.felix)
    assert authors_of(paper) == authors_by_sql(paper) == {people.fatima.pk, people.felix.pk}


def test_whoever_changes_the_forms_words_while_a_paper_is_written_is_an_author_of_it(people: People) -> None:
    paper = papers.draft(people)
    proposal = propose_standing_text(
        key="interests", heading="", text="Other words.", from_on=date(2018, 11, 20), by=people.ada, at=AT + HOUR
    )
    confirmed(proposal, by=people.amir, at=AT + HOUR)
    assert authors_of(paper) == authors_by_sql(paper) == {people.fatima.pk, people.ada.pk}


def test_every_table_that_part_1_is_composed_from_is_counted(people: People) -> None:
    paper = papers.paper_with(people)
    _links(people, paper, people.fatima)
    _explanation(people, paper, people.fatima)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        compose(Decision.objects.get(pk=paper.pk), AT.date())
    tables = {name for query in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert tables - set(FEEDS) == set(), "a table feeds Part 1 and nobody counts who writes in it"
    assert {"grants_tranche", "decisions_section", "decisions_standingtext"} <= tables, "the test sees what is read"


def test_nothing_waits_for_an_author_who_holds_the_office_of_the_next_step(people: People) -> None:
    from accounts.actions import confirm_office, give_office

    office = give_office(person=people.felix, office=Office.CHECKER, from_on=AT.date(), by=people.ada, at=AT)
    confirm_office(holding=office, by=people.amir, at=AT, proof=PROOF)
    paper = papers.draft(people)
    _grant(people, paper, people.felix)
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    assert waiting_for(people.felix, AT.date()) == []
    assert waiting_for(people.dev, AT.date()) == [paper]
