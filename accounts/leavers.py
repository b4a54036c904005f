"""Accounts whose people may have left: only two administrators can close an account, so they need a list."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from accounts.models import Holding, Person
from audit.models import Event
from figures.dates import london_day

#: An account unused for this long is listed as one whose person may have left.
UNUSED_FOR = timedelta(days=90)
_ADDRESS = re.compile(r"[^\s,;<>\"'()]+@[^\s,;<>\"'()]+")


@dataclass(frozen=True)
class Leaver:
    """An open account that is asked about, and why."""

    person: Person
    offices: list[str]
    signed_in_at: datetime | None
    is_unused: bool
    is_missing: bool


def addresses_in(text: str) -> frozenset[str]:
    """The e-mail addresses in whatever was pasted: a column, a CSV file of the directory, a letter's list."""
    return frozenset(address.lower().strip(".") for address in _ADDRESS.findall(text))


def possible_leavers(*, staff: frozenset[str] = frozenset(), at: datetime) -> list[Leaver]:
    """Open accounts that are unused, or whose address is not among those of the `staff` of today where any are given.

    Those with an office come first, then whoever has been away longest.
    """
    people = list(Person.objects.filter(is_active=True))
    signed_in = dict(
        Event.objects.filter(verb="sign in").values_list("details__email").annotate(last=Max("at")).order_by()
    )
    offices: dict[int, list[str]] = {}
    for holding in Holding.objects.on(london_day(at)).select_related("delegated_by__person"):
        offices.setdefault(holding.person_id, []).append(holding.described())
    leavers = []
    for person in people:
        last = signed_in.get(person.email)
        leaver = Leaver(
            person=person,
            offices=offices.get(person.pk, []),
            signed_in_at=last,
            is_unused=(last or person.created_at) < at - UNUSED_FOR,
            is_missing=bool(staff) and person.email not in staff,
        )
        if leaver.is_unused or leaver.is_missing:
            leavers.append(leaver)
    return sorted(leavers, key=lambda leaver: (not leaver.offices, leaver.signed_in_at or leaver.person.created_at))
