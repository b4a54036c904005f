"""The financial year of public bodies in England: 1 April to 31 March."""

import re
from dataclasses import dataclass
from datetime import date

_YEARS = re.compile(r"^\s*(\d{4}|\d{2}(?=\D+\d{2}\s*$))\s*[/\-\u2013\u2010\u2011]\s*(\d{4}|\d{2})\s*$")


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """A financial year, named by the calendar year in which it starts."""

    start: int

    def __post_init__(self) -> None:
        if not 1900 <= self.start <= 2198:
            raise ValueError("Enter a financial year between 1900/01 and 2198/99.")

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read 2018/19, 2018-19, 2018/2019, 2018-2019 or, as people say it in this century, 18/19.

        Raises ValueError with a sentence for anything else, also for years that do not follow each other.
        """
        match = _YEARS.match(text.replace("\u00a0", " "))
        if not match:
            raise ValueError("Enter a financial year such as 2018/19.")
        start, end = int(match[1]) + (2000 if len(match[1]) == 2 else 0), match[2]
        if (start + 1) % (100 if len(end) == 2 else 10000) != int(end):
            raise ValueError(
                f"{text.strip()} is not one financial year. After {start} comes {(start + 1) % 100:02d}: enter "
                f"{start}/{(start + 1) % 100:02d}."
            )
        return cls(start)

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        """The financial year in which a day falls."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @property
    def slug(self) -> str:
        """The year as it stands in an address: 2018-19."""
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def starts_on(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def ends_on(self) -> date:
        """31 March of the next calendar year."""
        return date(self.start + 1, 3, 31)

    def __str__(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"
