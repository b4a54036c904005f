"""Agreements of the tests and what follows from them, by the real actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Person
from grants import actions
from grants.actions import AgreementFacts, GrantFileFacts, StepFacts
from grants.models import Agreement, AgreementTerm, Grant, GrantFile, Obligation
from tests.people import PROOF, People

#: The agreement of PCD 510's money, accepted on the day of its decision.
ACCEPTED = date(2018, 11, 21)
AT = datetime(2018, 11, 21, 15, 0, tzinfo=UTC)


def agree(grant: Grant, by: Person, *timetables: str, at: datetime = AT, **facts: Any) -> Agreement:
    """The next version of a grant's agreement with these timetables, monthly returns if none are named."""
    given: dict[str, Any] = {"begins_on": ACCEPTED, "accepted_on": ACCEPTED, "accepted_by": "Clare Chamberlain"} | facts
    newest = grant.agreements.first()
    return actions.record_agreement(
        grant=grant,
        seen=newest.version if newest else 0,
        facts=AgreementFacts(timetables=timetables or ("monthly_return",), **given),
        by=by,
        at=at,
    )


def add_condition(grant: Grant, by: Person) -> AgreementTerm:
    """A condition of a grant's agreement."""
    return actions.add_term(grant=grant, kind="condition", text="An evaluation is published.", by=by, at=AT)


#: The least that is a PDF by its content.
LETTER = b"%PDF-1.4\n% Letter of 20 November\n%%EOF\n"


def add_letter(grant: Grant, by: Person, **facts: Any) -> GrantFile:
    """A letter about a grant, as a file."""
    given: dict[str, Any] = {"about": "other", "file_name": "letter.pdf", "data": LETTER} | facts
    return actions.add_grant_file(grant=grant, facts=GrantFileFacts(**given), by=by, at=AT)


def take(obligation: Obligation, step: str, by: Person, on: date, **facts: Any) -> None:
    """Take a step with an obligation on a day."""
    at = datetime(on.year, on.month, on.day, 12, 0, tzinfo=UTC)
    seen = obligation.steps.count()
    step_facts = StepFacts(happened_on=on, **facts)
    proof = PROOF if step == "certify" else None
    actions.take_obligation_step(
        obligation=obligation, step=step, seen=seen, facts=step_facts, proof=proof, by=by, at=at
    )


def send(people: People, obligation: Obligation, on: date, amount: int = 20000, **facts: Any) -> None:
    """Fatima prepares, Cora certifies, Fatima sends; all on one day."""
    take(obligation, "prepare", people.fatima, on, amount=Decimal(amount), **facts)
    take(obligation, "certify", people.cora, on)
    take(obligation, "send", people.fatima, on)
