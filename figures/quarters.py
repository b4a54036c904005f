"""A quarter of a financial year: April to June is the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from figures.years import FinancialYear


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter, by the calendar year in which its financial year starts, and its number from 1 to 4."""

    start: int
    number: int

    def __post_init__(self) -> None:
        FinancialYear(self.start)
        if not 1 <= self.number <= 4:
            raise ValueError("A financial year has quarters 1 to 4.")

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day falls."""
        return cls(FinancialYear.of(day).start, (day.month - 4) % 12 // 3 + 1)

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.start, 1 + 3 * self.number, 1) if self.number < 4 else date(self.start + 1, 1, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.next().starts_on - timedelta(days=1)

    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.start, self.number + 1) if self.number < 4 else Quarter(self.start + 1, 1)

    @property
    def slug(self) -> str:
        """The quarter as it stands in an address: 2026-q3."""
        return f"{self.start}-q{self.number}"

    def __str__(self) -> str:
        return f"{self.starts_on:%B} to {self.ends_on:%B %Y}"


def quarters(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Every quarter from one to another, the latest first."""
    known = [first]
    while known[-1] < last:
        known.append(known[-1].next())
    yield from reversed(known)
