"""The tranche table of a paper: money by financial year, grant and fund, with totals of one kind each."""

from dataclasses import dataclass
from decimal import Decimal

from figures.money import format_money
from register.paper.words import COLUMNS
from register.part1 import Grant, Part1, Tranche

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One tranche: year, grant, fund as the paper calls it, and an amount for each column."""

    year: str
    grant: str
    fund: str
    parties: str
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A line of totals: of one financial year, or of all."""

    label: str
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """All tranches of a paper, with the columns that hold any amount."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]

    @property
    def single(self) -> Row | None:
        """The only row, where there is no more to add up."""
        return self.rows[0] if len(self.rows) == 1 else None

    @property
    def single_amounts(self) -> list[tuple[str, str]]:
        """The only row's amounts with their labels."""
        return list(zip(self.columns, self.rows[0].amounts, strict=True))


def money_table(part1: Part1) -> MoneyTable | None:
    """The tranches by year, then by grant in the paper's order; None where there are none."""
    if not part1.tranches:
        return None
    grants = {grant.id: grant for grant in part1.grants}
    place = {code: n for n, code in enumerate(grants)}
    tranches = sorted(part1.tranches, key=lambda t: (t.financial_year, place.get(t.grant, len(place)), t.fund.name))
    names = [name for name in COLUMNS if any(getattr(t, name) is not None for t in tranches)]
    named: set[str] = set()
    rows = []
    for tranche in tranches:
        rows.append(_row(tranche, grants.get(tranche.grant), names, first=tranche.grant not in named))
        named.add(tranche.grant)
    return MoneyTable(tuple(COLUMNS[name] for name in names), tuple(rows), _totals(tranches, names))


def _row(tranche: Tranche, grant: Grant | None, names: list[str], *, first: bool) -> Row:
    return Row(
        year=tranche.financial_year,
        grant=grant.title if grant else "",
        fund=_fund(tranche),
        parties=_parties(grant) if grant and first else "",
        amounts=tuple(format_money(getattr(tranche, name)) or NOTHING for name in names),
    )


def _totals(tranches: list[Tranche], names: list[str]) -> tuple[Total, ...]:
    """The sum of each column; also of each financial year, where more than one year has more than one line."""
    years = list(dict.fromkeys(t.financial_year for t in tranches))
    by_year = len(years) > 1 and len(tranches) > len(years)
    found = [
        Total(f"Total {year}", _sums([t for t in tranches if t.financial_year == year], names))
        for year in (years if by_year else ())
    ]
    return (*found, Total("Total of all years" if by_year else "Total", _sums(tranches, names)))


def _sums(tranches: list[Tranche], names: list[str]) -> tuple[str, ...]:
    return tuple(_sum([getattr(t, name) for t in tranches]) for name in names)


def _sum(amounts: list[Decimal | None]) -> str:
    given = [amount for amount in amounts if amount is not None]
    return format_money(sum(given, Decimal(0))) if given else NOTHING


def _fund(tranche: Tranche) -> str:
    """The fund as this paper writes it, with its usual name where that is another."""
    written, usual = tranche.fund_as_written.strip(), tranche.fund.name.strip()
    if not written or written.casefold() == usual.casefold():
        return usual or written
    return f"{written} (usually: {usual})" if usual else written


def _parties(grant: Grant) -> str:
    """From whom to whom."""
    recipient = f"{grant.recipient.name}, {grant.recipient_unit}" if grant.recipient_unit else grant.recipient.name
    return f"From {grant.funder.name or grant.funder.id} to {recipient or grant.recipient.id}"
