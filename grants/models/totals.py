"""Sums of tranches, each kind of money apart."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grants.models.tranches import Tranche


def _add(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum of the amounts that are entered; None where none is, because blank is not nil."""
    known_amounts = [amount for amount in amounts if amount is not None]
    return sum(known_amounts, Decimal(0)) if known_amounts else None


class Totals:
    """Tranches with their sums by financial year and over all, each kind of money apart."""

    kinds = ("bid", "offered", "accepted")

    def __init__(self, tranches: list["Tranche"]) -> None:
        self.tranches = tranches

    def by_year(self) -> list[dict[str, Any]]:
        """A row a year, in order: year, bid, offered, accepted."""
        years = sorted({t.year for t in self.tranches})
        return [{"year": year, **self._sums([t for t in self.tranches if t.year == year])} for year in years]

    def shown_by_year(self) -> list[dict[str, Any]]:
        """The rows of `by_year` where they say more than the tranches themselves: some year has more than one."""
        by_year = self.by_year()
        return by_year if 1 < len(by_year) < len(self.tranches) else []

    def overall(self) -> dict[str, Decimal | None]:
        """The sums of each kind over all years."""
        return self._sums(self.tranches)

    def _sums(self, tranches: list["Tranche"]) -> dict[str, Decimal | None]:
        return {kind: _add([getattr(t, kind) for t in tranches]) for kind in self.kinds}
