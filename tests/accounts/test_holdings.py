"""Offices: given, confirmed, ended, delegated, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.actions import (
    Refused,
    confirm_office,
    create_administrators,
    create_person,
    delegate_office,
    give_office,
    propose_end_of_office,
)
from accounts.models import Holding, Person
from accounts.offices import Office
from audit.models import Event
from figures.dates import london_day
from tests.people import PROOF, SINCE, People, close_together, end_together

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def own(person: Person) -> Holding:
    return person.holdings.get(delegated_by=None)


def test_an_office_counts_from_its_first_to_its_last_day(people: People) -> None:
    holding = give_office(
        person=people.sam,
        office=Office.ADVISER,
        from_on=date(2026, 3, 1),
        until_on=date(2026, 3, 31),
        reason="It was forgotten yesterday.",
        by=people.ada,
        at=NOW,
    )
    confirm_office(holding=holding, by=people.amir, at=NOW, proof=PROOF)
    counted = [day for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)) if
            people.sam.holds(Office.ADVISER, day)]  # fmt: skip
    assert counted == [date(2026, 3, 1), date(2026, 3, 31)]


def test_an_office_counts_for_nothing_until_another_administrator_has_confirmed_it(people: People) -> None:
    holding = give_office(
        person=people.sam, office=Office.DECIDER, from_on=SINCE, reason="Late.", by=people.ada, at=NOW
    )
    assert people.sam.offices_on(TODAY) == frozenset()
    with pytest.raises(Refused, match="You proposed this yourself"):
        confirm_office(holding=holding, by=people.ada, at=NOW, proof=PROOF)
    with pytest.raises(Refused, match="you need the office Administrator"):
        confirm_office(holding=holding, by=people.dev, at=NOW, proof=PROOF)
    confirm_office(holding=holding, by=people.amir, at=NOW, proof=PROOF)
    assert people.sam.offices_on(TODAY) == {"decider"}
    with pytest.raises(Refused, match="settled already"):
        confirm_office(holding=holding, by=people.amir, at=NOW, proof=PROOF)


def test_nobody_gives_or_confirms_an_office_for_themselves(people: People) -> None:
    with pytest.raises(Refused, match="cannot give yourself"):
        give_office(person=people.ada, office=Office.DECIDER, from_on=SINCE, reason="Late.", by=people.ada, at=NOW)
    holding = give_office(
        person=people.amir, office=Office.DECIDER, from_on=SINCE, reason="Late.", by=people.ada, at=NOW
    )
    with pytest.raises(Refused, match="This concerns you"):
        confirm_office(holding=holding, by=people.amir, at=NOW, proof=PROOF)


def test_only_an_administrator_gives_offices(people: People) -> None:
    with pytest.raises(Refused, match="Only an administrator gives offices"):
        give_office(person=people.sam, office=Office.ADVISER, from_on=TODAY, by=people.kaya, at=NOW)


@pytest.mark.parametrize(
    ("name", "office"),
    [("clare", Office.DECIDER), ("kaya", Office.ENDORSER), ("olu", Office.ORIGINATOR),
     ("fatima", Office.AUDITOR), ("dev", Office.CHECKER)],
)  # fmt: skip
def test_offices_that_do_not_go_together_are_refused(people: People, name: str, office: str) -> None:
    with pytest.raises(Refused, match=r"nobody can be|already"):
        give_office(person=getattr(people, name), office=office, from_on=TODAY, by=people.ada, at=NOW)


def test_an_end_before_the_beginning_is_refused(people: People) -> None:
    with pytest.raises(Refused, match="last day must be the first day or later"):
        give_office(
            person=people.sam, office=Office.ADVISER, from_on=TODAY, until_on=SINCE, by=people.ada, at=NOW
        )  # fmt: skip


def test_ending_an_office_keeps_its_past_and_ends_the_sessions(people: People) -> None:
    before = people.dev.session_version
    end_together(people, own(people.dev), date(2026, 3, 31), at=NOW)
    assert people.dev.holds(Office.CHECKER, date(2026, 3, 31))
    assert not people.dev.holds(Office.CHECKER, date(2026, 4, 1))
    people.dev.refresh_from_db()
    assert people.dev.session_version > before


def test_an_office_that_has_not_begun_is_taken_back(people: People) -> None:
    holding = give_office(person=people.sam, office=Office.ADVISER, from_on=TODAY, by=people.ada, at=NOW)
    confirm_office(holding=holding, by=people.amir, at=NOW, proof=PROOF)
    end_together(people, holding, date(2026, 3, 1), at=NOW)
    assert people.sam.offices_on(TODAY) == frozenset()


def test_the_past_of_an_office_cannot_be_rewritten(people: People) -> None:
    with pytest.raises(Refused, match="further back than yesterday"):
        end_together(people, own(people.kaya), date(2019, 1, 1), at=NOW)


def test_the_last_two_administrators_stay(people: People) -> None:
    with pytest.raises(Refused, match="Two other administrators must stay"):
        end_together(people, own(people.ada), TODAY, at=NOW)
    with pytest.raises(Refused, match="Two other administrators must stay"):
        propose_end_of_office(holding=own(people.ada), until_on=TODAY, by=people.amir, at=NOW)


def test_a_delegation_lends_the_office_for_the_absence_only(people: People) -> None:
    lent = delegate_office(
        holding=own(people.clare), to=people.dora, from_on=TODAY, until_on=date(2026, 3, 9), by=people.clare, at=NOW
    )
    assert not people.dora.holds(Office.ENDORSER, TODAY)
    confirm_office(holding=lent, by=people.ada, at=NOW, proof=PROOF)
    assert people.dora.offices_on(TODAY) == {"endorser", "checker"}
    holding = people.dora.holding_of(Office.ENDORSER, TODAY)
    assert holding is not None
    assert holding.delegated_by == own(people.clare)
    assert not people.dora.holds(Office.ENDORSER, date(2026, 3, 10))
    assert people.clare.holds(Office.ENDORSER, TODAY), "the holder keeps the office"


def test_a_delegation_ends_with_the_office_it_is_lent_from(people: People) -> None:
    lent = delegate_office(
        holding=own(people.clare), to=people.dora, from_on=TODAY, until_on=date(2026, 4, 9), by=people.clare, at=NOW
    )
    confirm_office(holding=lent, by=people.ada, at=NOW, proof=PROOF)
    end_together(people, own(people.clare), date(2026, 3, 5), at=NOW)
    assert people.dora.holds(Office.ENDORSER, date(2026, 3, 5))
    assert not people.dora.holds(Office.ENDORSER, date(2026, 3, 6))


@pytest.mark.parametrize(
    ("lender", "to", "by", "sentence"),
    [
        ("clare", "dora", "dev", "Only the person who holds an office"),
        ("clare", "kaya", "clare", "nobody can be Chief Executive as well"),
        ("clare", "olu", "clare", "nobody can be Chief Executive as well"),
        ("clare", "clare", "clare", "Choose another person"),
        ("ada", "sam", "ada", "Administrator cannot be delegated"),
    ],
)
def test_an_office_is_delegated_by_its_holder_to_somebody_who_could_hold_it(
    people: People, lender: str, to: str, by: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        delegate_office(
            holding=own(getattr(people, lender)), to=getattr(people, to), from_on=TODAY, until_on=TODAY,
            by=getattr(people, by), at=NOW,
        )  # fmt: skip


def test_a_delegated_office_is_not_delegated_again_nor_beyond_the_holders_time(people: People) -> None:
    lent = delegate_office(
        holding=own(people.clare), to=people.dora, from_on=TODAY, until_on=TODAY, by=people.clare, at=NOW
    )
    confirm_office(holding=lent, by=people.ada, at=NOW, proof=PROOF)
    with pytest.raises(Refused, match="cannot be delegated again"):
        delegate_office(holding=lent, to=people.sam, from_on=TODAY, until_on=TODAY, by=people.dora, at=NOW)
    with pytest.raises(Refused, match="within the time"):
        delegate_office(
            holding=own(people.kaya), to=people.sam, from_on=date(2017, 1, 1), until_on=TODAY, by=people.kaya, at=NOW
        )  # fmt: skip


def test_a_closed_account_holds_no_office_and_gets_none_back(people: People) -> None:
    close_together(people, people.dev, at=NOW)
    assert people.dev.offices_on(TODAY) == frozenset()
    assert people.dev.holds(Office.CHECKER, TODAY) is False
    with pytest.raises(Refused, match="closed"):
        give_office(
            person=Person.objects.get(pk=people.dev.pk), office=Office.ADVISER, from_on=TODAY, by=people.ada, at=NOW
        )  # fmt: skip


def test_the_first_administrators_are_made_only_once(people: People) -> None:
    with pytest.raises(Refused, match="administrators already"):
        create_administrators(
            first={"email": "x@example.org", "name": "X"}, second={"email": "y@example.org", "name": "Y"}, at=NOW
        )  # fmt: skip


@pytest.mark.parametrize(
    ("email", "name", "sentence"),
    [
        ("FATIMA@example.org ", "Fatima Two", "already an account"),
        ("nonsense", "Nora", "Enter an email address"),
        ("nora@example.org", "  ", "Enter the person’s name"),
        ("nora@example.org", "Nora\r\nBcc: all", "") ,
        ("nora@example.org", "No\x00ra", "Enter the person’s name"),
    ],
)  # fmt: skip
def test_an_account_has_an_address_of_its_own_and_a_name(people: People, email: str, name: str, sentence: str) -> None:
    if not sentence:
        person = create_person(email=email, name=name, by=people.ada, at=NOW)
        assert person.name == "Nora Bcc: all", "a line break cannot reach the header of a letter"
        return
    with pytest.raises(Refused, match=sentence):
        create_person(email=email, name=name, by=people.ada, at=NOW)


def test_every_change_is_an_event_with_what_was_before_and_after(people: People) -> None:
    end_together(people, own(people.dev), date(2026, 3, 31), at=NOW)
    event = Event.objects.filter(verb="end office").latest("number")
    assert (event.actor_id, event.subject) == (people.amir.pk, f"person:{people.dev.pk}")
    assert event.sentence == "Amir Aziz ended Dev Desai’s office of DMPC staff; its last day is 31 March 2026."
    assert event.details["before"]["until_on"] is None
    assert event.details["after"]["until_on"] == "2026-03-31"


def test_an_office_that_nobody_confirms_lapses_and_makes_room(people: People) -> None:
    holding = give_office(person=people.sam, office=Office.ADVISER, from_on=TODAY, by=people.ada, at=NOW)
    late = NOW + timedelta(days=14)
    with pytest.raises(Refused, match="lapsed"):
        confirm_office(holding=holding, by=people.amir, at=late, proof=PROOF)
    again = give_office(person=people.sam, office=Office.ADVISER, from_on=london_day(late), by=people.ada, at=late)
    confirm_office(holding=again, by=people.amir, at=late, proof=PROOF)
    assert people.sam.holds(Office.ADVISER, london_day(late))
