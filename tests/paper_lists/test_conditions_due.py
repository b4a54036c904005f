"""Conditions of decisions with a day: on first pages, in the calendar, its files and people's own, until ticked off."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Person
from accounts.proposals.actions import confirm
from components.clock import held_at
from decisions import actions
from decisions.models import Decision
from decisions.rulings import digest_to_sign
from grants.actions import give_grants
from grants.models import Grant
from rulings.actions import ConditionFacts, RulingFacts, propose_meeting, save_rulings
from tests.decisions import papers
from tests.decisions.papers import AT, HOUR
from tests.people import PROOF, People
from tests.queries import CountingClient

pytestmark = pytest.mark.django_db
DAY = date(2019, 3, 29)
#: Before the condition is due, and after.
NEAR, AFTER = datetime(2019, 3, 20, 9, 0, tzinfo=UTC), datetime(2019, 4, 3, 9, 0, tzinfo=UTC)
WORDS = "The Home Office confirms the second year in writing"


def decided(people: People, *, whose: str, grant: Grant | None = None, by_when: date | None = DAY) -> Decision:
    """A paper that Kaya approved on one condition."""
    paper = papers.endorsed(people, grant=grant)
    condition = ConditionFacts(text=f"{WORDS}.", recommendation=1, by_when=by_when, whose=whose)
    decided_at = AT + 4 * HOUR
    rulings = {1: RulingFacts(outcome="approved")}
    save_rulings(
        decision=paper, seen=paper.version, rulings=rulings, conditions=[condition], by=people.kaya, at=decided_at
    )
    actions.approve(
        **papers.signing(paper), rulings=digest_to_sign(paper, "approve"), by=people.kaya, at=decided_at
    )  # fmt: skip
    return paper


def read(person: Person, name: str, at: datetime = NEAR, query: str = "") -> str:
    """The words of a page."""
    client = CountingClient()
    client.force_login(person)
    with held_at(at):
        page = client.get(reverse(name) + query).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def section(page: str, heading: str) -> str:
    """What stands on a first page from a heading on; empty without it."""
    return page.partition(f" {heading} ")[2]


def tick_off(paper: Decision, people: People) -> None:
    """Fatima says that it is met, Dora agrees."""
    proposal = propose_meeting(
        decision=paper, number=1, on=DAY - timedelta(days=20), evidence="Letter of 9 March.", by=people.fatima, at=NEAR
    )
    confirm(proposal=proposal, proof=PROOF, by=people.dora, at=NEAR + HOUR)


@pytest.mark.parametrize(
    "whose", ["Abel Adeyemi, by letter", "Legal adviser", "the legal adviser", "Adviser"], ids=lambda words: words
)
def test_whoever_a_condition_names_and_the_owner_of_its_grant_find_it_due_then_late(people: People, whose: str) -> None:
    paper = decided(people, whose=whose)
    title = f"Condition 1 of {paper.reference_words}, {Grant.objects.get().code}"
    for person in (people.abel, people.fatima):
        due = section(read(person, "desk:desk_home"), "What is due")
        assert f"{title} {WORDS}. To be met by 29 March 2019. With {whose}." in due, person
        late = section(read(person, "desk:desk_home", AFTER), "What is late")
        assert title in late, person
        assert "29 March 2019: late by 3 working days." in late, person
        assert title not in section(read(person, "desk:desk_home", AT + 5 * HOUR), "What is due"), "not yet"
    for other in (people.felix, people.dev, people.cora):
        assert title not in read(other, "desk:desk_home"), other


def test_the_colleague_to_whom_the_grant_was_given_has_its_condition_from_then_on(people: People) -> None:
    paper = decided(people, whose="The Home Office")
    grants = [Grant.objects.get().pk]
    give_grants(grants=grants, owner=people.fatima, to=people.felix, by=people.fatima, at=AT + 5 * HOUR)
    words = f"Condition 1 of {paper.reference_words}"
    assert words in section(read(people.felix, "desk:desk_home"), "What is due")
    assert words not in section(read(people.fatima, "desk:desk_home"), "What is due")


def test_a_condition_leaves_first_pages_and_calendars_when_it_is_ticked_off(people: People) -> None:
    paper = decided(people, whose="Legal adviser")
    feed = address_of(people.abel)
    words = f"Condition 1 of {paper.reference_words}"
    pages: list[tuple[str, str]] = [("desk:desk_home", ""), ("desk_calendar", ""), ("desk_calendar", "?mine=on")]
    for name, query in pages:
        assert words in read(people.abel, name, query=query), name + query
    assert len(events(feed)) == 1
    tick_off(paper, people)
    for name, query in pages:
        assert words not in read(people.abel, name, query=query), name + query
    assert events(feed) == []


def test_the_calendar_its_table_and_ones_own_show_the_condition_on_its_day(people: People) -> None:
    paper = decided(people, whose="Legal adviser")
    shown = read(people.olu, "desk_calendar", query="?from=2019-01")
    assert f"March 2019 Condition 1 of {paper.reference_words}" in shown
    assert WORDS not in read(people.olu, "desk_calendar", query="?from=2019-01&mine=on"), "not hers to see met"
    assert "Later months" in read(people.olu, "desk_calendar", query="?from=2018-01")
    client = Client()
    client.force_login(people.olu)
    with held_at(NEAR):
        table = client.get(reverse("desk_calendar_csv"), {"from": "2019-01"}).getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["obligation"], row["dueOn"], row["group"], row["with"]) == (
        f"Condition 1 of {paper.reference_words}", "2019-03-29", "Due", "Legal adviser",
    )  # fmt: skip


def address_of(person: Person) -> str:
    """Makes a person's own calendar; its address."""
    client = Client()
    client.force_login(person)
    with held_at(NEAR):
        page = client.post(reverse("desk_calendar"), follow=True).content.decode()
    found = re.search(r'href="(/account/calendar/[0-9]+-[0-9a-f]{64}\.ics)"', page)
    assert found
    return found[1]


def events(address: str) -> list[Any]:
    with held_at(NEAR):
        return list(Calendar.from_ical(Client().get(address).content).walk("VEVENT"))


def test_a_calendar_of_ones_own_names_decision_and_grant_by_their_numbers_and_says_nothing_more(people: People) -> None:
    paper = decided(people, whose="Legal adviser")
    (event,) = events(address_of(people.abel))
    code = Grant.objects.get().code
    assert event["SUMMARY"] == f"Due: condition 1 of {paper.reference_words}, {code}"
    assert event.decoded("dtstart") == DAY
    assert event["URL"].endswith(reverse("desk:decision_conditions", args=[paper.pk]))
    assert WORDS.encode() not in event.to_ical().replace(b"\r\n ", b"")
    assert events(f"{address_of(people.olu)}?mine=on") == [], "of her own there is none"


def test_a_condition_without_a_day_is_in_no_calendar(people: People) -> None:
    paper = decided(people, whose="Legal adviser", by_when=None)
    for name in ("desk:desk_home", "desk_calendar"):
        assert f"Condition 1 of {paper.reference_words}" not in read(people.abel, name), name


def test_a_condition_on_no_grant_is_the_papers_owners(people: People) -> None:
    line = {"text": "Publish a review.", "action": "other", "grant": None, "amount": None, "up_to": False}
    paper = papers.endorsed(people, recommendations={"rows": [line | {"power": "4.8"}]})
    condition = ConditionFacts(text=f"{WORDS}.", by_when=DAY, whose="The Home Office")
    at, rulings = AT + 4 * HOUR, {1: RulingFacts(outcome="approved")}
    save_rulings(decision=paper, seen=paper.version, rulings=rulings, conditions=[condition], by=people.kaya, at=at)
    actions.approve(**papers.signing(paper), rulings=digest_to_sign(paper, "approve"), by=people.kaya, at=at)
    words = f"Condition 1 of {paper.reference_words}"
    assert words in section(read(people.fatima, "desk:desk_home"), "What is due")
    assert words not in read(people.felix, "desk:desk_home")
