"""Set a published figure beside ours: exact, near, none or clash, each with its reason.

A figure is known by funder, fund, financial year and amount together, never by a number alone: identifiers in published
lists of grants are often missing or another's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from figures.money import format_money, format_signed_money
from figures.years import FinancialYear
from grants.promised import KINDS

_PUNCTUATION = re.compile(r"[^\w]+")
#: How tables round: to the pound, to a thousand, to a hundred thousand ("£8.9m"), in pounds.
_ROUNDED_TO = (1, 1_000, 100_000)


class Finding(StrEnum):
    """How a published figure stands beside ours."""

    EXACT = "exact"
    NEAR = "near"
    NONE = "none"
    CLASH = "clash"

    @property
    def label(self) -> str:
        """The word on pages and in files."""
        return {"exact": "Exact", "near": "Near", "none": "None of ours", "clash": "Clash"}[self.value]


@dataclass(frozen=True, slots=True)
class OurFigure:
    """What we have of one fund in one year, by kind of money in pounds; `fund` is its number at the desk."""

    funder: int
    fund: int
    fund_name: str
    year: FinancialYear
    amounts: dict[str, Decimal | None]
    grants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure in pounds; `meant` is the fund that a person said is meant."""

    funder: int
    fund_name: str
    year: FinancialYear
    kind: str
    amount: Decimal
    meant: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The finding with its reason; `ours` in pounds where we have a figure of this fund and year."""

    finding: Finding
    reason: str
    ours: Decimal | None = None
    grants: tuple[str, ...] = ()


def same_name(left: str, right: str) -> bool:
    """Whether two names of a fund are the same but for capitals, spaces, points and hyphens."""
    return _comparable_name(left) == _comparable_name(right)


def _comparable_name(name: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", name.casefold()).split())


def compare(published: Published, our_figures: Iterable[OurFigure]) -> Comparison:
    """Set a published figure beside ours of the same funder, fund and year, and of the same kind of money."""
    of_year = [row for row in our_figures if row.funder == published.funder and row.year == published.year]
    of_fund = [row for row in of_year if _is_of_fund(published, row)]
    if not of_fund:
        return _by_amount(published, of_year)
    grants = tuple(code for row in of_fund for code in row.grants)
    known_amounts = [amount for row in of_fund if (amount := row.amounts.get(published.kind)) is not None]
    if not known_amounts:
        reason = f"Nothing of {of_fund[0].fund_name} is entered as {_word(published)} for {published.year}."
        return Comparison(Finding.NONE, reason, None, grants)
    amount = sum(known_amounts, Decimal(0))
    finding, reason = _beside(published.amount, amount, _word(published))
    return Comparison(finding, reason, amount, grants)


def _is_of_fund(published: Published, row: OurFigure) -> bool:
    return row.fund == published.meant if published.meant else same_name(row.fund_name, published.fund_name)


def _word(published: Published) -> str:
    return KINDS[published.kind].lower()


def _beside(published: Decimal, our_amount: Decimal, word: str) -> tuple[Finding, str]:
    difference = published - our_amount
    if not difference:
        return Finding.EXACT, "The same to the penny."
    for unit in _ROUNDED_TO:
        if published % unit == 0 and abs(difference) * 2 <= unit:
            rounding = f"The published figure is rounded to {format_money(Decimal(unit))}"
            return Finding.NEAR, f"{rounding}; {format_money(our_amount)} is {word}."
    way = "more" if difference > 0 else "less"
    gap = format_money(abs(difference))
    return (
        Finding.CLASH,
        f"{format_money(published)} is published and {format_money(our_amount)} is {word}: {gap} {way}.",
    )


def _by_amount(published: Published, of_year: Sequence[OurFigure]) -> Comparison:
    """Where no fund of ours has the name: the same amount under another name may be the same money."""
    same = [row for row in of_year if row.amounts.get(published.kind) == published.amount and not published.meant]
    if len(same) == 1 and published.amount:
        reason = f"The amount and the year are the same, and the fund is called {same[0].fund_name} here."
        return Comparison(Finding.NEAR, reason, published.amount, same[0].grants)
    names = ", ".join(row.fund_name for row in of_year)
    known_sentence = f" For {published.year} we have {names}." if names else ""
    return Comparison(
        Finding.NONE, f"We have no fund called {published.fund_name} for {published.year}.{known_sentence}"
    )


def shown_difference(published: Decimal, our_amount: Decimal | None) -> str:
    """The published figure without ours, as pages show it; nothing where we have none."""
    return "" if our_amount is None else format_signed_money(published - our_amount)
