"""The first two administrators of an installation."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actions.common import record_about
from accounts.actions.holdings import facts
from accounts.actions.people import create_person
from accounts.models import Holding, Person
from accounts.offices import Office
from components.refusals import Refused
from figures.dates import london_day


@transaction.atomic
def create_administrators(
    *, first: dict[str, Any], second: dict[str, Any], at: datetime, is_trial: bool = False
) -> tuple[Person, Person]:
    """The first two administrators of an installation, each confirmed by the other.

    Args:
        first, second: email, name, and if wished job_title and password.

    Raises:
        Refused: there are administrators already; from then on they give the office.
    """
    if Holding.objects.filter(office=Office.ADMINISTRATOR).exists():
        raise Refused(
            "There are administrators already. They can make others at the desk; if none can sign in any more, use "
            "register-manage recover_administrator."
        )
    first_person = create_person(**first, by=None, at=at, is_trial=is_trial)
    second_person = create_person(**second, by=None, at=at, is_trial=is_trial)
    for person, other in ((first_person, second_person), (second_person, first_person)):
        holding = Holding.objects.create(
            person=person, office=Office.ADMINISTRATOR, from_on=london_day(at), given_by=person, given_at=at,
            confirmed_by=other, confirmed_at=at,
        )  # fmt: skip
        sentence = f"made {person.name} an administrator from the server's command line; {other.name} is the other."
        record_about(None, at, "give office", person, sentence, after=facts(holding))
    return first_person, second_person
