"""Money received, spent, returned and carried between years: entries are added, and corrected by new ones."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.offices import Office
from accounts.proof import Proof
from components.refusals import NotOpen, Refused
from figures.dates import format_date, london_day
from figures.money import format_signed_money
from figures.text import one_line, plain_text
from grants.actions.closing import check_is_chief_finance_officer
from grants.actions.common import check_can_enter_grants, check_is_confirmed, proof_row, record_event, subject_of
from grants.models import Actual, ClosedYear, Tranche


@dataclass(frozen=True, kw_only=True)
class ActualFacts:
    """One entry as typed; the amount in pounds and pence, negative for a credit note."""

    tranche: Tranche
    kind: str
    amount: Decimal
    happened_on: date
    cost_category: str = ""
    unit: str = ""
    evidence: str = ""

    def words(self) -> str:
        """The entry within a sentence."""
        kind = Actual.Kind(self.kind).label
        return f"{kind}: {format_signed_money(self.amount)} of {self.tranche} on {format_date(self.happened_on)}"


def add_actual(*, facts: ActualFacts, by: Person, at: datetime) -> Actual:
    """Enter what happened to a tranche's money.

    Raises:
        Refused: the amount is nil, the day is to come, or spend lies outside the tranche's year.
    """
    check_can_enter_grants(by, london_day(at))
    if not facts.amount:
        raise Refused("Enter an amount other than £0. An entry of nothing says nothing.")
    _check_day(facts, at)
    if is_of_closed_year(facts.tranche):
        raise NotOpen(_closed(facts.tranche))
    with transaction.atomic():
        entry = _add(facts, by, at)
        _record("add actual", f"{by.name} entered money of {entry.tranche.grant.code}.", entry, facts, by, at)
    return entry


def correct_actual(
    *, entry: Actual, facts: ActualFacts, reason: str, proof: Proof | None = None, by: Person, at: datetime
) -> Actual:
    """Put a new entry of the same grant in the place of one that was wrong; nil takes it away. Both are kept.

    Raises:
        NotOpen: somebody has corrected it already.
        NotAllowed: the year is closed, and the person is not the chief finance officer or has not proved who they are.
        Refused: no reason is given, or as for a new entry.
    """
    check_can_correct(entry, by, at)
    if facts.tranche.grant_id != entry.tranche.grant_id:
        raise Refused("An entry is corrected within its own grant. Correct it to £0 here and enter it in the other.")
    if not reason.strip():
        raise Refused("Say why the entry is corrected.")
    _check_day(facts, at)
    if is_of_closed_year(facts.tranche):
        check_is_chief_finance_officer(by, at)
    if is_of_closed_year(facts.tranche) or is_of_closed_year(entry.tranche):
        check_is_confirmed(proof)
    if not entry.counts:
        raise NotOpen(f"{entry.number} has been corrected already. Correct the entry that stands in its place.")
    try:
        with transaction.atomic():
            correction = _add(facts, by, at, corrects=entry, reason=plain_text(reason).strip(), proof=proof)
            sentence = f"{by.name} corrected {entry.number} of {entry.tranche.grant.code} by {correction.number}."
            _record("correct actual", sentence, correction, facts, by, at)
    except IntegrityError as error:
        if "corrects_id" not in str(error):
            raise
        raise NotOpen(f"Somebody has corrected {entry.number} at the same moment. Look at it again.") from error
    return correction


def check_can_correct(entry: Actual, person: Person, at: datetime, is_closed_year: bool | None = None) -> None:
    """Raise NotAllowed for who may not correct an entry: of a closed year the chief finance officer alone may.

    `closed` is whether the entry's year is, where that is known already.
    """
    if is_of_closed_year(entry.tranche) if is_closed_year is None else is_closed_year:
        check_is_chief_finance_officer(person, at)
    else:
        check_can_enter_grants(person, london_day(at))


def is_of_closed_year(tranche: Tranche) -> bool:
    """Whether the year of a tranche is closed for its grant."""
    return ClosedYear.objects.filter(grant=tranche.grant_id, year=tranche.year.start).exists()


def _closed(tranche: Tranche) -> str:
    return (
        f"{tranche.year} of {tranche.grant.code} is closed. The "
        f"{Office.CHIEF_FINANCE_OFFICER.label} alone corrects its entries, with "
        "a reason."
    )


def _check_day(facts: ActualFacts, at: datetime) -> None:
    """Costs count in the year that they belong to (accruals basis); money may come or go before or after it."""
    if facts.happened_on > london_day(at):
        raise Refused(f"{format_date(facts.happened_on)} is still to come. Enter the day on which it happened.")
    year = facts.tranche.year
    if facts.kind == Actual.Kind.SPENT and not year.starts_on <= facts.happened_on <= year.ends_on:
        raise Refused(
            f"{format_date(facts.happened_on)} is not in {year}. Costs count in the year that they belong to: enter a "
            "day of that year, or choose the money of another."
        )


def _add(
    facts: ActualFacts,
    by: Person,
    at: datetime,
    *,
    corrects: Actual | None = None,
    reason: str = "",
    proof: Proof | None = None,
) -> Actual:
    words = {"unit": one_line(facts.unit), "evidence": one_line(facts.evidence)}
    columns = {name: getattr(facts, name) for name in ("tranche", "kind", "amount", "happened_on", "cost_category")}
    return Actual.objects.create(
        **columns, **words, **proof_row(proof), corrects=corrects, reason=reason, recorded_by=by, recorded_at=at
    )


def _record(verb: str, sentence: str, entry: Actual, facts: ActualFacts, by: Person, at: datetime) -> None:
    words = " ".join(text for text in (entry.unit, entry.evidence, entry.reason) if text)
    subject = subject_of(entry.tranche.grant)
    record_event(
        verb, subject, f"{sentence} {facts.words()}.", by, at, words=words, entry=entry.number, **_plain(facts)
    )


def _plain(facts: ActualFacts) -> dict[str, str]:
    """The figures of an entry for the history, without the words that people wrote."""
    return {"kind": facts.kind, "amount": f"{facts.amount:.2f}", "on": facts.happened_on.isoformat()}
