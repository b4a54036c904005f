"""By what authority a paper was decided: powers, appointments, whoever stood in, and what is not recorded."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from book.part1 import read_part1
from book.part1.v2 import Authority, Part1, Power
from decisions import chain_of_authority, powers
from decisions.models import Decision
from profiles import Appointment, current
from tests.decisions import papers
from tests.people import People

pytestmark = pytest.mark.django_db
SCHEME = "Scheme of Delegation and Consent, paragraph 4.8 (grant offers)"


def chain(paper: Decision) -> Authority:
    """The chain that the sealed Part 1 states."""
    part1 = read_part1(bytes(paper.part1 or b""))
    assert isinstance(part1, Part1)
    assert part1.authority is not None
    return part1.authority


def with_profile(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    profile = replace(current(), **values)
    for module in (chain_of_authority, powers):
        monkeypatch.setattr(module, "profile_of", lambda paper: profile)


def test_an_approved_paper_names_the_power_and_who_was_appointed_under_which_law(people: People) -> None:
    authority = chain(papers.approved(people))
    act = "Police Reform and Social Responsibility Act 2011, section 19"
    assert authority.powers[0] == Power("Deputy Mayor for Policing and Crime", SCHEME, act, date(2012, 1, 16))
    assert authority.powers[-1].holder == people.kaya.name
    assert authority.powers[-1].power == f"Deputy Mayor for Policing and Crime, under the {act}"
    assert authority.gap.startswith("No published decision is recorded that appointed the Deputy Mayor")


def test_a_whole_chain_has_no_gap(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    with_profile(monkeypatch, appointments=(Appointment("decider", decision="MD 1000", begins=date(2016, 5, 9)),))
    authority = chain(papers.approved(people))
    assert (authority.powers[-1].decision, authority.gap) == ("MD 1000", "")


def test_an_appointment_of_another_time_and_a_missing_power_are_said(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = Appointment("decider", decision="MD 1000", ends=date(2017, 1, 1))
    with_profile(monkeypatch, appointments=(ended,), powers=())
    authority = chain(papers.approved(people))
    assert authority.powers == ()
    assert "No power is recorded for recommendation 1." in authority.gap
    assert "No published decision is recorded" in authority.gap
