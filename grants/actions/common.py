"""What changes to grants have in common: the office, the lock and the version, the event, refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from accounts.proof import Proof
from audit.actions import record
from components.refusals import NotAllowed, Refused, Stale
from figures.dates import london_day
from grants.models import Grant


def can_enter_grants(person: Person, day: date) -> bool:
    """Whether a person may enter and change grants on a day."""
    return person.may("grants", day)


def check_can_enter_grants(person: Person, day: date) -> None:
    """Raise NotAllowed for who may not enter and change grants on a day."""
    if not can_enter_grants(person, day):
        needed = labels(offices_that_may("grants"))
        raise NotAllowed(f"To enter or change grants you need the office {needed} on the day.")


def record_event(
    verb: str, subject: str, sentence: str, by: Person, at: datetime, *, words: str = "", **details: Any
) -> None:
    """Add the event of a change to grants; `details` are what was so before and after, `words` what people wrote."""
    record(verb=verb, at=at, by=by, subject=subject, sentence=sentence, details=details, words=words)


@contextmanager
def changing(grant: Grant, *, seen: int, by: Person, at: datetime) -> Iterator[Grant]:
    """Lock a grant, check office and version, yield it, save it with the next version; broken rules are Refused."""
    check_can_enter_grants(by, london_day(at))
    try:
        with transaction.atomic():
            locked = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
            if locked.version != seen:
                raise Stale(
                    f"{locked.code} was changed while you were typing. Nothing of yours is lost: "
                    "compare with what stands there now and save again."
                )
            yield locked
            locked.version += 1
            locked.save()
    except IntegrityError as error:
        raise Refused(_sentence(error)) from error


#: What the database's own rules mean to the person whose change they stopped.
_RULES = {
    "tranche_accepted_within_authority": "That is more than the approved decisions in force allow to be accepted. "
    "Somebody may have accepted money at the same moment: look at the figures again.",
    "tranche_accepted_after_conditions": "A condition of the decision forbids it until it is met. Look at the grant’s "
    "conditions.",
    "tranche_year_is_open": "The year is closed: what was accepted for it does not change any more.",
    "tranche_once_per_grant_fund_year": "Two rows have the same year and fund. Put their amounts into one row.",
    "onward_within_parent": "More would be passed on to partners than the grant comes to. Change the awards first, or "
    "less of the grant.",
    "onward_directions": "Money is passed on out of a grant received, by a grant made: their directions stay.",
    "fund_name_once_per_funder": "The funder has a fund of this name already. Pick it from the list.",
    "grant_funder_is_not_recipient": "The funder and the recipient are one organisation. Choose two different ones.",
}


def check_is_confirmed(proof: Proof | None) -> None:
    """Raise NotAllowed for a step that needs a fresh proof of who takes it and has none."""
    if proof is None:
        raise NotAllowed("Confirm that it is you: this needs your password, a code or a passkey again.")


def proof_row(proof: Proof | None) -> dict[str, Any]:
    """What a row keeps of a proof (grants/models/confirming.py); nothing without one."""
    return {} if proof is None else {"confirmed_how": proof.how, "passkey_answer": proof.evidence}


def rule_of(error: IntegrityError) -> str:
    """The name of the database's rule that a change broke; empty where the error names none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""


def _sentence(error: IntegrityError) -> str:
    """What the database's rule means; a rule that nobody should be able to meet is raised as the fault it is."""
    name = rule_of(error)
    if name not in _RULES:
        raise error
    return _RULES[name]


def subject_of(grant: Grant) -> str:
    """What events about a grant name it by."""
    return f"grant:{grant.pk}"
