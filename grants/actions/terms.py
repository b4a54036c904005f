"""Conditions and restrictions of an agreement: entered as they were agreed, met with evidence."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from components.refusals import NotOpen, Refused
from figures.dates import format_date, london_day
from figures.text import plain_text
from grants.actions.common import check_can_enter_grants, record_event, subject_of
from grants.models import AgreementTerm, Grant, TermMet


def add_term(
    *, grant: Grant, kind: str, text: str, due_on: date | None = None, by: Person, at: datetime
) -> AgreementTerm:
    """Enter a condition or restriction of a grant's newest agreement.

    Raises:
        NotOpen: no agreement has been recorded yet.
    """
    check_can_enter_grants(by, london_day(at))
    with transaction.atomic():
        locked = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        agreement = locked.agreements.first()
        if agreement is None:
            raise NotOpen(f"No agreement of {locked.code} is recorded yet. Record it first.")
        term = AgreementTerm.objects.create(
            agreement=agreement,
            kind=AgreementTerm.Kind(kind),
            text=plain_text(text).strip(),
            due_on=due_on,
            recorded_by=by,
            recorded_at=at,
        )
        sentence = f"{by.name} entered a {term.get_kind_display().lower()} of the agreement of {locked.code}."
        record_event("add term", subject_of(locked), sentence, by, at, words=term.text)
    return term


def meet_term(*, term: AgreementTerm, met_on: date, evidence: str, by: Person, at: datetime) -> TermMet:
    """Record that a term was met, on which day, and by what that is seen.

    Raises:
        NotOpen: that is recorded already.
        Refused: the day is still to come.
    """
    check_can_enter_grants(by, london_day(at))
    if met_on > london_day(at):
        raise Refused(f"{format_date(met_on)} is still to come. Enter the day on which it was met.")
    with transaction.atomic():
        locked = (
            AgreementTerm.objects.select_for_update(of=("self",)).select_related("agreement__grant").get(pk=term.pk)
        )
        if TermMet.objects.filter(term=locked).exists():
            raise NotOpen("Somebody recorded already that it was met.")
        made = TermMet.objects.create(
            term=locked, met_on=met_on, evidence=plain_text(evidence).strip(), recorded_by=by, recorded_at=at
        )
        grant = locked.agreement.grant
        kind = locked.get_kind_display().lower()
        met = f"a {kind} of the agreement of {grant.code} was met on {format_date(met_on)}"
        sentence = f"{by.name} recorded that {met}."
        record_event("meet term", subject_of(grant), sentence, by, at, words=made.evidence)
    return made
