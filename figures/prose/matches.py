"""What the functions find_amounts, find_dates … return: a value, and where in the text it stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from figures.references import Reference
from figures.years import FinancialYear


@dataclass(frozen=True, slots=True)
class TextMatch:
    """Where a value stands: text[start:end]."""

    start: int
    end: int
    text: str


F = TypeVar("F", bound=TextMatch)


@dataclass(frozen=True, slots=True)
class AmountMatch(TextMatch):
    """An amount in pounds, or a range of amounts (`high`); `scale` is what it is written in: "", k, m, bn."""

    value: Decimal
    high: Decimal | None = None
    scale: str = ""
    mantissa: Decimal = Decimal(0)
    up_to: bool = False
    rounded: bool = False
    per: str = ""


@dataclass(frozen=True, slots=True)
class YearMatch(TextMatch):
    """One financial year."""

    value: FinancialYear


@dataclass(frozen=True, slots=True)
class DateMatch(TextMatch):
    """One day."""

    value: date


@dataclass(frozen=True, slots=True)
class PeriodMatch(TextMatch):
    """From a first day to a last day, written as dates, as months or as financial years."""

    first: date
    last: date

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The financial years that the period touches, in order."""
        first, last = FinancialYear.of(self.first).start, FinancialYear.of(self.last).start
        return tuple(FinancialYear(start) for start in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class ReferenceMatch(TextMatch):
    """The reference of a decision."""

    value: Reference


def in_order(matches: list[F]) -> list[F]:
    """Matches in the order in which they stand in the text."""
    return sorted(matches, key=lambda match: match.start)
