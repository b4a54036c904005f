"""What happened to the money of the sample's grants: budgets, forecasts, entries month by month, and a closed year."""

from datetime import date, datetime
from decimal import Decimal

from accounts.models import Person
from accounts.offices import Office
from accounts.proof import Proof
from book.actions import publish_due, publish_year_end
from figures.dates import london_day
from grants.actions import (
    ActualFacts,
    add_actual,
    add_forecast,
    anticipate,
    close_year,
    tick_off,
)
from grants.models import Actual, ClosingTick, Grant, Tranche
from grants.month_figures import months_of
from ledgers.actions import save_ledger_codes, save_ledger_map
from publishing.year_ends import amounts_of, sentence_of, year_ends_to_publish

#: Of each pound of the budget, what is spent: so that something is at risk at the end of the year.
_SPENT = Decimal("0.93")
_COLUMNS = {
    "name": "Ledger", "day": "Posting date", "amount": "Amount", "code": "Cost centre", "key": "Journal, Line",
    "category": "Account", "categories": "Salaries = staff\nEquipment = capital", "evidence": "Supplier",
}  # fmt: skip


def live_years(people: dict[str, Person], *, at: datetime) -> None:
    """Live through every year of accepted money as far as it has come; the oldest grant's first year is closed."""
    by = people["fatima"]
    save_ledger_map(existing=None, facts=_COLUMNS, by=by, at=at)
    grants = Grant.objects.filter(tranches__accepted__gt=0).distinct().order_by("pk")
    for number, grant in enumerate(grants, 1):
        save_ledger_codes(grant=grant, codes=[f"CC{4000 + number}"], by=by, at=at)
        tranches = list(grant.tranches.filter(accepted__gt=0).select_related("grant__funder", "fund"))
        for tranche in tranches:
            _live(tranche, by, at)
        if number == 1:
            _expect_more(tranches[-1], by, at)
            _return_unspent(tranches[0], by, at)
            _close_first(tranches[0], people, at)


def _live(tranche: Tranche, by: Person, at: datetime) -> None:
    day = london_day(at)
    months = months_of(tranche.year)
    shares = dict(zip(months, _shares(tranche.accepted or Decimal(0)), strict=True))
    begun = tranche.year.starts_on
    if begun > day:
        return
    add_forecast(tranche=tranche, kind="budget", made_on=begun, months=shares, by=by, at=at)
    for place, month in enumerate(months):
        if place % 3 == 0:
            quarter = sum((shares[m] for m in months[place : place + 3]), Decimal(0))
            _enter(tranche, "received", quarter, month.replace(day=10), by, at)
        _enter(tranche, "spent", _spent(shares[month]), month.replace(day=25), by, at)
    october = date(tranche.year.start, 10, 31)
    if october <= day:
        ahead = {month: share for month, share in shares.items() if month > october}
        add_forecast(tranche=tranche, kind="spend", made_on=october, months=ahead, note="All of it.", by=by, at=at)
    if day <= tranche.year.ends_on:
        left = {month: _spent(share) for month, share in shares.items() if month > day}
        if left:
            add_forecast(tranche=tranche, kind="spend", made_on=day, months=left, by=by, at=at)


def _shares(amount: Decimal) -> list[Decimal]:
    """An amount in twelve parts of whole pence; the last one takes what is over."""
    share = (amount / 12).quantize(Decimal("0.01"))
    return [share] * 11 + [amount - share * 11]


def _spent(share: Decimal) -> Decimal:
    return (share * _SPENT).quantize(Decimal("0.01"))


def _enter(tranche: Tranche, kind: str, amount: Decimal, on: date, by: Person, at: datetime) -> None:
    if on < london_day(at):
        category = "staff" if kind == "spent" else ""
        facts = ActualFacts(tranche=tranche, kind=kind, amount=amount, happened_on=on, cost_category=category)
        add_actual(facts=facts, by=by, at=at)


def _return_unspent(tranche: Tranche, by: Person, at: datetime) -> None:
    """What was received and not spent of a year that is over goes back to the funder."""
    if london_day(at) <= tranche.year.ends_on:
        return
    sums = Actual.objects.sums([tranche.pk]).get(tranche.pk, {})
    left = sums.get("received", Decimal(0)) - sums.get("spent", Decimal(0))
    if left > 0:
        _enter(tranche, "returned", left, tranche.year.ends_on, by, at)


def _expect_more(tranche: Tranche, by: Person, at: datetime) -> None:
    """A further year that somebody said would come, and that nobody has offered yet."""
    year = type(tranche.year)(tranche.year.start + 1)
    amount, today = tranche.accepted or Decimal(1), london_day(at)
    anticipate(
        grant=tranche.grant,
        year=year,
        amount=amount,
        said_in="the funder’s letter of offer",
        said_on=today,
        by=by,
        at=at,
    )


def _close_first(tranche: Tranche, people: dict[str, Person], at: datetime) -> None:
    """Close a year that is over, where the body has a chief finance officer."""
    day = london_day(at)
    officers = [person for person in people.values() if person.holds(Office.CHIEF_FINANCE_OFFICER, day)]
    if not officers or day <= tranche.year.ends_on:
        return
    for item in ClosingTick.Item:
        tick_off(grant=tranche.grant, year=tranche.year, item=item.value, by=people["fatima"], at=at)
    close_year(grant=tranche.grant, year=tranche.year, proof=Proof("password"), by=officers[0], at=at)


def publish_year_ends(people: dict[str, Person], *, at: datetime) -> None:
    """Tell the public what came of the money in every year that is closed and stands beside a published decision."""
    publish_due()
    day = london_day(at)
    by = next(person for person in people.values() if person.may("publish", day))
    for paper, closed, _ in year_ends_to_publish():
        amounts = amounts_of(closed, day)
        reference = paper.reference
        assert reference is not None  # it is published
        publish_year_end(
            reference=reference,
            grant=closed.grant.code,
            year=closed.year,
            closed_on=london_day(closed.closed_at),
            statement=sentence_of(closed, amounts),
            amounts=amounts,
            by=by,
            at=at,
        )
