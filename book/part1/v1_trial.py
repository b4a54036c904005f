"""`part1/1` as the first trials wrote it: signatures had no `evidence`. Read, never written."""

from dataclasses import dataclass
from datetime import date, datetime

from book.part1 import v1


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's consent, as `part1/1` had it before what a passkey signed was kept with it."""

    office: v1.Office
    name: str
    title: str
    step: v1.SignatureStep
    on: date | None
    at: datetime | None
    how: v1.How
    statement: str
    interests: str
    digest: str
    recorded_by: str
    on_behalf_of: str
    note: str

    @property
    def evidence(self) -> None:
        """Nothing was kept."""
        return


@dataclass(frozen=True, slots=True)
class Part1(v1.Part1):
    """The whole public part of one decision, as the first trials published it."""

    signatures: tuple[Signature, ...]  # type: ignore[assignment]  # the trials' shape in place of the released one
