"""Bands of amount, for the filter of the public list."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts from `least` pounds up to, but not including, `below`; the last one is open."""

    slug: str
    label: str
    least: Decimal
    below: Decimal | None


BANDS = (
    Band("none", "No amount, or £0", Decimal(0), Decimal("0.01")),
    Band("under-50k", "Under £50,000", Decimal("0.01"), Decimal(50_000)),
    Band("50k-250k", "£50,000 to £249,999", Decimal(50_000), Decimal(250_000)),
    Band("250k-1m", "£250,000 to £999,999", Decimal(250_000), Decimal(1_000_000)),
    Band("1m-10m", "£1 million to under £10 million", Decimal(1_000_000), Decimal(10_000_000)),
    Band("over-10m", "£10 million and more", Decimal(10_000_000), None),
)


def band_of(amount: Decimal) -> str:
    """The slug of the band an amount (pounds, not negative) falls in."""
    return next(band.slug for band in BANDS if band.below is None or amount < band.below)
