"""What the money of a grant's continuation may begin with: what was anticipated, else the last year's amounts again."""

from typing import Any

from figures.money import format_money
from figures.years import FinancialYear
from grants.models import Grant, Tranche


def rows_to_begin_with(earlier: Grant) -> list[dict[str, Any]]:
    """The rows that a person looks at and confirms: year, fund and amount, with `source`, where each comes from.

    An amount that was anticipated for a year after the grant's money, and of which nothing was heard since, is the
    funder's own word for it (PCD 510 anticipated £250,000 for 2020/21). Without one the accepted amounts of the last
    year, or those offered where none was accepted, stand for the year after it.
    """
    tranches = list(earlier.tranches.select_related("fund__merged_into").order_by("-year", "fund__name"))
    with_money = [tranche for tranche in tranches if tranche.accepted or tranche.offered]
    if not with_money:
        return []
    last = [tranche for tranche in with_money if tranche.year == with_money[0].year]
    later = earlier.anticipated.filter(outcome=None, year__gt=last[0].year.start).order_by("year", "said_on", "pk")
    anticipated = {money.year: money for money in later}
    if anticipated:
        return [
            _row(last[0], year, money.amount, f"anticipated in {money.said_in}") for year, money in anticipated.items()
        ]
    return [_repeated_row(tranche) for tranche in last]


def _repeated_row(tranche: Tranche) -> dict[str, Any]:
    amount = tranche.accepted or tranche.offered
    kind = "accepted" if tranche.accepted else "offered"
    return _row(tranche, FinancialYear(tranche.year.start + 1), amount, f"{kind} for {tranche.year}")


def _row(tranche: Tranche, year: FinancialYear, amount: Any, source: str) -> dict[str, Any]:
    fund = tranche.fund.merged_into or tranche.fund
    return {
        "year": year,
        "fund": fund,
        "offered": amount,
        "fund_as_written": tranche.fund_as_written,
        "source": f"{year}: {format_money(amount)} of {fund.name}, {source}",
    }
