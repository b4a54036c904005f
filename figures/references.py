"""References of decisions: PCD 510, and of older series DMPCD 2014 110."""

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"^\s*([A-Za-z]{2,8})[\s\-\u2013_]*(?:((?:19|20)\d{2})[\s\-\u2013_/]+)?0*(\d{1,6})\s*$")


@dataclass(frozen=True, order=True, slots=True)
class Reference:
    """Series, number and, in older series, the year that the number belongs to."""

    series: str
    number: int
    year: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read PCD 510, PCD-510, pcd510, DMPCD 2014 110.

        Raises ValueError with a sentence for anything else.
        """
        match = _REFERENCE.match(text.replace("\u00a0", " "))
        if not match or int(match[3]) == 0:
            raise ValueError("Enter a reference such as PCD 510.")
        return cls(match[1].upper(), int(match[3]), int(match[2]) if match[2] else None)

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of the reference, in order."""
        return (self.series, *((str(self.year),) if self.year else ()), str(self.number))

    @property
    def key(self) -> str:
        """The one spelling that decides whether two references are the same: pcd510, dmpcd2014-110.

        An older series keeps its year apart, so that DMPCD 2014 110 and DMPCD 201 4110 stay two.
        """
        head = self.series.lower()
        return f"{head}{self.year}-{self.number}" if self.year else f"{head}{self.number}"

    @property
    def slug(self) -> str:
        """The reference as it stands in an address: PCD-510."""
        return "-".join(self.parts)

    def __str__(self) -> str:
        return " ".join(self.parts)
