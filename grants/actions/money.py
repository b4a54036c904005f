"""A grant's money: tranches by year, what was accepted, what was spent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from components.refusals import Refused
from figures.dates import format_date, london_day
from figures.money import canonical_money, format_money
from figures.text import one_line, plain_text
from figures.years import FinancialYear
from grants.actions.common import changing, check_can_enter_grants, record_event, subject_of
from grants.actions.obligations import renew_obligations
from grants.actions.onward_sums import check_within_parent
from grants.actions.organisations import create_fund
from grants.models import Fund, Grant, GrantOutcome, Organisation, SpendReturn, Tranche


class BeyondAuthority(Refused):
    """More would be accepted than decisions allow: a decision is needed."""


@dataclass(frozen=True, kw_only=True)
class TrancheFacts:
    """One year's money of one fund as typed; a text in place of the fund is the name of a new one."""

    year: FinancialYear
    fund: Fund | str
    fund_as_written: str = ""
    bid: Decimal | None = None
    offered: Decimal | None = None


def save_tranches(*, grant: Grant, seen: int, rows: Sequence[TrancheFacts], by: Person, at: datetime) -> Grant:
    """Make a grant's tranches what the rows say. What was accepted stays with its year and fund.

    Raises:
        Stale: somebody changed the grant since version `seen`.
        Refused: a row is gone whose money was accepted or spent, or two rows name one year and fund.
    """
    with changing(grant, seen=seen, by=by, at=at) as locked:
        before = plain_tranches(locked)
        tranches_by_key = {(t.fund_id, t.year): t for t in locked.tranches.all()}
        rows_with_funds = [(_fund(row.fund, locked.funder, by, at), row) for row in rows]
        keys = [(fund.pk, row.year) for fund, row in rows_with_funds]
        if len(set(keys)) < len(keys):
            raise Refused("Two rows have the same year and fund. Put their amounts into one row.")
        for key, tranche in tranches_by_key.items():
            if key not in keys:
                _remove(tranche)
        for fund, row in rows_with_funds:
            _put(locked, tranches_by_key.get((fund.pk, row.year)), fund, _as_written(row, fund))
        sentence = f"{by.name} changed the money of {locked.code} by year."
        record_event("save tranches", subject_of(locked), sentence, by, at, before=before, after=plain_tranches(locked))
        renew_obligations(grant=locked, by=by, at=at)
        check_within_parent(locked)
    return locked


def _fund(fund_or_name: Fund | str, funder: Organisation, by: Person, at: datetime) -> Fund:
    if isinstance(fund_or_name, Fund):
        if fund_or_name.funder_id != funder.pk:
            raise Refused(f"{fund_or_name.name} is a fund of {fund_or_name.funder.name}, not of {funder.name}.")
        return fund_or_name
    return funder.funds.named(one_line(fund_or_name)) or create_fund(funder=funder, name=fund_or_name, by=by, at=at)


def _as_written(row: TrancheFacts, fund: Fund) -> TrancheFacts:
    """The row with the name that was typed as the paper's own, where it leads to a fund of another name."""
    typed_name = one_line(row.fund) if isinstance(row.fund, str) else fund.name
    if row.fund_as_written or typed_name.casefold() == fund.name.casefold():
        return row
    return replace(row, fund_as_written=typed_name)


def _remove(tranche: Tranche) -> None:
    if tranche.accepted is not None:
        raise Refused(
            f"{format_money(tranche.accepted)} of {tranche.fund.name} has been accepted for {tranche.year}: "
            "that row must stay with its year and fund."
        )
    if tranche.returns.exists():
        raise Refused(f"Spend has been reported for {tranche}: that row must stay with its year and fund.")
    if tranche.actuals.exists():
        raise Refused(
            f"Money was entered as received or spent for {tranche}: that row must stay with its year and fund."
        )
    tranche.delete()


def _put(grant: Grant, tranche: Tranche | None, fund: Fund, row: TrancheFacts) -> None:
    columns = {"bid": row.bid, "offered": row.offered, "fund_as_written": row.fund_as_written}
    if tranche is None:
        Tranche.objects.create(grant=grant, fund=fund, year=row.year, **columns)
    elif any(getattr(tranche, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(tranche, name, value)
        tranche.version += 1
        tranche.save()


def plain_tranches(grant: Grant) -> list[dict[str, str]]:
    """A grant's money for the history: year, fund and the amounts in pounds as text, "" where there is none."""

    def words(tranche: Tranche) -> dict[str, str]:
        amounts = {kind: getattr(tranche, kind) for kind in ("bid", "offered", "accepted")}
        money = {kind: "" if amount is None else canonical_money(amount) for kind, amount in amounts.items()}
        return {"year": str(tranche.year), "fund": tranche.fund.name, **money}

    return [words(tranche) for tranche in grant.tranches.select_related("fund").order_by("year", "fund__name")]


def record_outcome(
    *,
    grant: Grant,
    seen: int,
    accepted: Mapping[int, Decimal | None],
    no_more: str = "",
    by: Person,
    at: datetime,
) -> Grant:
    """Record what was accepted, in pounds, for each tranche by its number; blank where nothing is yet.

    `no_more` is why the rest will not come: the acceptance is then no longer open.

    Raises:
        Stale: somebody changed the grant since version `seen`.
        Refused: the whole is more than the decisions in force allow.
    """
    with changing(grant, seen=seen, by=by, at=at) as locked:
        before = plain_tranches(locked)
        for tranche in locked.tranches.all():
            if tranche.pk in accepted and tranche.accepted != accepted[tranche.pk]:
                tranche.accepted = accepted[tranche.pk]
                tranche.version += 1
                _check_authority(locked, accepted)
                tranche.save(update_fields=["accepted", "version"])
        check_within_parent(locked)
        newest = locked.authorities.in_force().order_by("-from_at").first()
        GrantOutcome.objects.create(
            grant=locked,
            reference=newest.reference if newest else "",
            recommendation=newest.recommendation if newest else None,
            result=GrantOutcome.Result.NO_MORE if no_more.strip() else GrantOutcome.Result.ACCEPTED,
            happened_on=london_day(at),
            note=plain_text(no_more).strip(),
            recorded_by=by,
            recorded_at=at,
        )
        total = format_money(locked.totals().overall()["accepted"]) or "no amount yet"
        sentence = f"{by.name} recorded what was accepted of {locked.code}: {total}."
        record_event(
            "record outcome", subject_of(locked), sentence, by, at, before=before, after=plain_tranches(locked)
        )
    return locked


def _check_authority(grant: Grant, accepted: Mapping[int, Decimal | None]) -> None:
    """The database holds this too, under concurrent writers; here it is said in words."""
    total = sum((accepted.get(t.pk, t.accepted) or Decimal(0) for t in grant.tranches.all()), Decimal(0))
    if total <= grant.acceptable():
        return
    if total <= grant.authority():
        _refuse_for_conditions(grant, total)
    allowed = list(grant.authorities.in_force())
    if not allowed:
        raise BeyondAuthority(
            f"{format_money(total)} cannot be accepted yet: no approved decision allows anything to be accepted of "
            f"{grant.code}. Start a paper for it, or wait for its approval."
        )
    words = " and ".join(f"{a.reference} allows {'up to ' if a.up_to else ''}{format_money(a.amount)}" for a in allowed)
    raise BeyondAuthority(
        f"{format_money(total)} is more than the decisions in force allow. {words}: "
        f"{format_money(grant.authority())} in all."
    )


def _refuse_for_conditions(grant: Grant, total: Decimal) -> None:
    """Say which conditions forbid that so much is accepted."""
    open_conditions = grant.conditions.filter(before_acceptance=True, met_on__isnull=True)
    conditions = "; ".join(f"{c.reference}, condition {c.number}: {c.text.rstrip('.')}" for c in open_conditions)
    raise Refused(
        f"{format_money(total)} cannot be accepted before the conditions of the decision are met. {conditions}. "
        f"{format_money(grant.acceptable())} may be accepted now."
    )


def report_spend(
    *, tranche: Tranche, spent: Decimal, until_on: date, note: str = "", by: Person, at: datetime
) -> SpendReturn:
    """Report what was spent of a tranche up to a day, in pounds. Earlier returns stay; the latest counts.

    Raises:
        Refused: the day is to come, or lies before the year begins, or the same return has been made.
    """
    check_can_enter_grants(by, london_day(at))
    if until_on > london_day(at):
        raise Refused(f"{format_date(until_on)} is still to come. Enter the day up to which the money has been spent.")
    if until_on < tranche.year.starts_on:
        raise Refused(f"{tranche.year} begins on {format_date(tranche.year.starts_on)}. Enter a later day.")
    with transaction.atomic():
        Grant.objects.select_for_update(of=("self",)).get(pk=tranche.grant_id)
        if tranche.returns.filter(spent=spent, until_on=until_on, note=note).exists():
            raise Refused("This return has been made already.")
        spend_return = SpendReturn.objects.create(
            tranche=tranche, spent=spent, until_on=until_on, note=note, reported_by=by, reported_at=at
        )
        words = f"{format_money(spent)} of {tranche} up to {format_date(until_on)}"
        sentence = f"{by.name} reported the spend of {tranche.grant.code}: {words}."
        record_event("report spend", subject_of(tranche.grant), sentence, by, at)
    return spend_return
