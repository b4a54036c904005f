"""The exemption clock: a Part 2 that lapses or is due for review is on the desk's list until it is released."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Person
from components.clock import held_at
from decisions import actions
from decisions.models import Decision
from part2.actions import ExemptionFacts, ItemFacts, save_part_2
from publishing.actions.release import propose_release
from tests.decisions.papers import AT, HOUR, SECRET, STATED, draft, signing
from tests.people import People, confirmed

pytestmark = pytest.mark.django_db
LAPSES, REVIEW = date(2020, 6, 1), date(2021, 3, 31)


@pytest.fixture
def paper(people: People) -> Decision:
    """An approved and published decision with a Part 2 of two items."""
    paper = draft(people, part_2=STATED)
    items = [
        ItemFacts(title="Detail", text=SECRET, review_on=REVIEW),
        ItemFacts(title="More", text="X"),
    ]
    exemptions = [ExemptionFacts(section="31", limb="(1)(a)", reason="Crime.", balance="Kept.", lapses_on=LAPSES)]
    save_part_2(decision=paper, items=items, exemptions=exemptions, seen=0, by=people.fatima, at=AT)
    paper.refresh_from_db()
    actions.submit(decision=paper, seen=paper.version, by=people.fatima, at=AT + HOUR)
    actions.check(decision=paper, seen=paper.version, by=people.dev, at=AT + 2 * HOUR)
    actions.endorse(**signing(paper), by=people.clare, at=AT + 3 * HOUR)
    actions.approve(**signing(paper), by=people.kaya, at=AT + 4 * HOUR)
    actions.publish(decision=paper, seen=paper.version, by=people.dora, at=AT + 5 * HOUR)
    return paper


def home(person: Person, day: date) -> str:
    client = Client()
    with held_at(datetime.combine(day, AT.timetz())):
        client.force_login(person)
        return client.get("/desk/").content.decode()


def test_it_is_listed_three_months_before_and_ever_after(people: People, paper: Decision) -> None:
    assert "Part 2 lapses" not in home(people.dev, LAPSES - timedelta(days=91))
    assert "Part 2 lapses on 1 June 2020." in home(people.dev, LAPSES - timedelta(days=90))
    overdue = home(people.dev, LAPSES + timedelta(days=400))
    assert "Part 2 lapsed on 1 June 2020." in overdue
    assert "Overdue" in overdue
    assert SECRET not in overdue


def test_nobody_but_dmpc_staff_is_shown_the_list(people: People, paper: Decision) -> None:
    for person in (people.fatima, people.clare, people.kaya, people.olu):
        assert "Part 2 lapse" not in home(person, LAPSES)


def test_what_is_released_whole_leaves_the_list(people: People, paper: Decision) -> None:
    at = datetime.combine(LAPSES, AT.timetz())
    for number in (1, 2):
        assert "Part 2 lapses on" in home(people.dev, LAPSES)
        proposal = propose_release(decision=paper, number=number, reason="It is over.", by=people.dev, at=at)
        confirmed(proposal, by=people.dora, at=at + HOUR)
    assert "Part 2 lapses on" not in home(people.dev, LAPSES)
