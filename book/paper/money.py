"""The tranche table of a paper: money by financial year, grant and fund, with totals of one kind each."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from book.paper.words import COLUMNS
from book.part1 import v2
from book.part1.v1 import Grant, Part1, Tranche
from figures.money import format_money

NOTHING = "–"
MOST_COLUMNS = 3
LONGEST_AMOUNT = len("£999,999,999")


@dataclass(frozen=True, slots=True)
class Amounts:
    """An amount, or a dash, for each column."""

    columns: tuple[str, ...]
    amounts: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each column with its amount or dash."""
        return list(zip(self.columns, self.amounts, strict=True))

    @property
    def given(self) -> list[tuple[str, str]]:
        """The amounts that are given, each with its column."""
        return [(column, amount) for column, amount in self.pairs if amount != NOTHING]


@dataclass(frozen=True, slots=True)
class Row(Amounts):
    """One tranche: year, grant, fund as the paper calls it, and its amounts."""

    year: str
    grant: str
    fund: str


@dataclass(frozen=True, slots=True)
class Total(Amounts):
    """A line of totals: of one financial year, or of all."""

    label: str


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """All tranches of a paper, with the columns that hold any amount; who gives what to whom."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    parties: tuple[str, ...]

    @property
    def single(self) -> Row | None:
        """The only row, where there is no more to add up."""
        return self.rows[0] if len(self.rows) == 1 else None

    @property
    def one_grant(self) -> bool:
        """Whether all rows are of one grant, which the line below the table names: then no row repeats it."""
        return len({row.grant for row in self.rows}) == 1 and len(self.parties) == 1

    @property
    def is_tall(self) -> bool:
        """Whether the amounts need a line each: more kinds, or longer figures, than stand side by side on a page."""
        amounts = [amount for line in (*self.rows, *self.totals) for amount in line.amounts]
        return len(self.columns) > MOST_COLUMNS or max(map(len, amounts)) > LONGEST_AMOUNT


def money_table(part1: Part1 | v2.Part1) -> MoneyTable | None:
    """The tranches by year, then by grant in the paper's order; None where there are none."""
    if not part1.tranches:
        return None
    grants = {grant.id: grant for grant in part1.grants}
    place = {code: n for n, code in enumerate(grants)}
    tranches = sorted(part1.tranches, key=lambda t: (t.financial_year, place.get(t.grant, len(place)), t.fund.name))
    names = [name for name in COLUMNS if any(getattr(t, name) is not None for t in tranches)]
    used = {t.grant for t in tranches}
    return MoneyTable(
        columns=_columns(names),
        rows=tuple(_row(tranche, grants.get(tranche.grant), names) for tranche in tranches),
        totals=_totals(tranches, names),
        parties=tuple(_parties(g) for g in part1.grants if g.id in used and (g.funder.name or g.recipient.name)),
    )


def _columns(names: list[str]) -> tuple[str, ...]:
    return tuple(COLUMNS[name] for name in names)


def _row(tranche: Tranche, grant: Grant | v2.Grant | None, names: list[str]) -> Row:
    return Row(
        columns=_columns(names),
        amounts=tuple(format_money(getattr(tranche, name)) or NOTHING for name in names),
        year=tranche.financial_year,
        grant=grant.title if grant else "",
        fund=fund_words(tranche),
    )


def _totals(tranches: list[Tranche], names: list[str]) -> tuple[Total, ...]:
    """The sum of each column; also of each financial year, where some year has more than one line."""
    years = list(dict.fromkeys(t.financial_year for t in tranches))
    by_year = len(years) > 1 and len(tranches) > len(years)
    yearly = [
        _total(f"{gettext('Total')} {y}", [t for t in tranches if t.financial_year == y], names)
        for y in years
        if by_year
    ]
    return (*yearly, _total(gettext("Total of all years") if by_year else gettext("Total"), tranches, names))


def _total(label: str, tranches: list[Tranche], names: list[str]) -> Total:
    amounts = tuple(_sum([getattr(t, name) for t in tranches]) for name in names)
    return Total(columns=_columns(names), amounts=amounts, label=label)


def _sum(amounts: list[Decimal | None]) -> str:
    given = [amount for amount in amounts if amount is not None]
    return format_money(sum(given, Decimal(0))) if given else NOTHING


def fund_words(tranche: Tranche) -> str:
    """The fund as this paper writes it, with its usual name where that is another."""
    written, usual = tranche.fund_as_written.strip(), tranche.fund.name.strip()
    if not written or written.casefold() == usual.casefold():
        return usual or written
    return f"{written} (usually: {usual})" if usual else written


def _parties(grant: Grant | v2.Grant) -> str:
    """Which grant goes from whom to whom."""
    recipient = ", ".join(part for part in (grant.recipient.name, grant.recipient_unit) if part)
    ends = [(gettext("from"), grant.funder.name or grant.funder.id), (gettext("to"), recipient or grant.recipient.id)]
    return f"{grant.title}: {' '.join(f'{word} {name}' for word, name in ends if name)}."
