"""References of decisions, as the body's profile writes them (PCD 510, PCC/D/2026/017), and of grants (G-0001)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from profiles import Series, current

#: Decisions of other series, where the profile allows links to them: series, year if there is one, number.
_OTHER = re.compile(r"^\s*([A-Za-z]{2,8})[\s\-\u2013_]*(?:((?:19|20)\d{2})[\s\-\u2013_/]+)?0*(\d{1,6})\s*$")


def grant_code(number: int) -> str:
    """A grant's own number as it is printed and published: G-0001."""
    return f"G-{number:04d}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Reference:
    """Series, number and, where numbers begin again, what they are counted within.

    `year` is the calendar year, the year in which a financial year begins, or the number of a term.
    """

    series: str
    number: int
    year: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read a reference in any spelling of its series: PCD 510, PCD-510, pcd510.

        Raises ValueError with a sentence for anything else.
        """
        references, typed = current().references, text.replace("\u00a0", " ")
        for series in references.series:
            if read := series.compiled.read(typed):
                return cls(series.code, *read)
        match = _OTHER.match(typed) if references.other_series else None
        if not match or int(match[3]) == 0:
            raise ValueError(f"Enter a reference such as {references.example}.")
        return cls(match[1].upper(), int(match[3]), int(match[2]) if match[2] else None)

    @classmethod
    def next_series(cls, day: date) -> tuple[Series, int | None]:
        """The series from which a paper of a day takes its number, and what that is counted within."""
        references = current().references
        series = references.on(day)
        return series, references.period(series, day)

    @classmethod
    def next_delegated(cls, day: date) -> tuple[Series, int | None] | None:
        """The same of what an officer decides under delegation; None where the body numbers none."""
        references = current().references
        series = references.delegated_on(day)
        return (series, references.period(series, day)) if series else None

    @property
    def counter(self) -> str:
        """The name of the counter that its number comes from: PCD, or PCCD 2026 where numbers begin again."""
        return f"{self.series} {self.year}" if self.year else self.series

    @property
    def first(self) -> int:
        """The first number of the counter."""
        series = current().references.of_code(self.series)
        return series.first if series else 1

    @property
    def key(self) -> str:
        """The one spelling that decides whether two references are the same: pcd510, dmpcd2014-110.

        A series with years keeps them apart, so that DMPCD 2014 110 and DMPCD 201 4110 stay two.
        """
        head = self.series.lower()
        return f"{head}{self.year}-{self.number}" if self.year else f"{head}{self.number}"

    @property
    def slug(self) -> str:
        """The reference as it stands in an address: PCD-510, PCC-D-2026-017."""
        return re.sub(r"[^A-Za-z0-9]+", "-", str(self)).strip("-")

    def __str__(self) -> str:
        series = current().references.of_code(self.series)
        if series and bool(self.year) == bool(series.compiled.period):
            return series.compiled.write(self.number, self.year)
        return " ".join((self.series, *((str(self.year),) if self.year else ()), str(self.number)))

    def __lt__(self, other: "Reference") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, int]:
        return self.series, self.year or 0, self.number
