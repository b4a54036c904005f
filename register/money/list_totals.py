"""What the decisions of any list bid for, were offered and accepted: one query over what the filters leave.

Only decisions that stand are counted: approved, and not replaced, amended, revoked or withdrawn. Money that comes in
and grants that the body makes stand apart, and so does each kind of money; none is ever added to another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.http import QueryDict
from django.utils.translation import gettext

from components.charts import MONEY_COLOURS, Chart, Stack, chart
from figures.money import canonical_money, format_money
from figures.years import FinancialYear
from http_cache.book_version import book_version
from register.presenters.labels import MONEY, year_words
from register.search.counting import number_of_listed, stored_counts
from register.search.filters import DecisionFilter
from register.search.named import values_alike

#: Where money goes, by the direction of its grant.
DIRECTIONS = {"received": "Money coming in", "made": "Grants made"}
#: What totals are grouped by: the SQL columns of its identifier and name, of the money (m) or of the decisions (f).
GROUPINGS = {
    "year": ("'' AS subject", "'' AS name"),
    "funder": ("m.funder AS subject", "m.funder_name AS name"),
    "fund": ("m.fund AS subject", "m.fund_name AS name"),
    "recipient": ("m.recipient AS subject", "m.recipient_name AS name"),
    "decider": ("f.decided_by AS subject", "f.decided_by AS name"),
}
GROUPING_LABELS = {
    "year": "Financial year",
    "funder": "Funder",
    "fund": "Fund",
    "recipient": "Recipient",
    "decider": "Decided by",
}
#: More decisions than this are added up on the page of totals alone, so that a list stays as quick as it is.
MOST_BESIDE_A_LIST = 20_000
#: How many years a chart draws; the table has them all.
SHARES_DRAWN = 6
#: Filters that narrow the money as well as the decisions, by their column: a decision may have money of several.
_OF_MONEY = {"year": "financial_year", "funder": "funder", "fund": "fund", "recipient": "recipient"}
_ALL = """
    WITH counted AS (
        SELECT m.direction, {subject}, m.bid, m.offered, m.accepted, m.as_stated
        FROM book.decision f JOIN book.money m ON m.key = f.key WHERE f.counted
    )
    SELECT direction, subject, {sums} FROM counted GROUP BY direction, subject
"""
_SUMS = ", ".join(f"sum({kind})" for kind in MONEY)
_QUERY = """
    WITH listed AS MATERIALIZED ({matches}), counted AS (
        SELECT m.direction, m.financial_year, {subject}, {name}, m.bid, m.offered, m.accepted, m.as_stated
        FROM listed f JOIN book.money m ON m.key = f.key WHERE true{narrowed}
    )
    SELECT direction, financial_year, subject, max(name), {sums} FROM counted
    GROUP BY direction, financial_year, subject ORDER BY direction DESC, financial_year DESC, max(name), subject
"""


@dataclass(frozen=True, slots=True)
class Line:
    """Pounds of one direction, financial year (its starting year) and subject, by kind; None where none is stated."""

    direction: str
    year: int
    subject: str
    name: str
    amounts: dict[str, Decimal | None]


class Directed(Protocol):
    """Anything with a direction: a line of a list's money, a stored total, a sum of a thread."""

    @property
    def direction(self) -> str:
        """received, made, or "" where no grant says."""


Row = TypeVar("Row", bound=Directed)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines with the same name added up: a row of a table."""

    name: str
    subject: str
    amounts: dict[str, Decimal | None]


def lines_of(filters: DecisionFilter, each: str = "year") -> list[Line]:
    """The sums of a list by direction, financial year and subject, the newest year first.

    Args:
        filters: what the list is narrowed by; valid.
        each: what the subject is, one of GROUPINGS.
    """
    subject, name = GROUPINGS[each]
    try:
        listed = filters.qs.counted().order_by().values("key", "decided_by")
        matches, values = listed.query.get_compiler(using=listed.db).as_sql()
    except EmptyResultSet:  # Django raises it for a query that can match no row
        return []
    narrowed = ""
    for filter_name, column in _OF_MONEY.items():
        chosen = filters.form.cleaned_data.get(filter_name)
        if chosen:
            narrowed += f" AND m.{column}::text = ANY (%s)"
            alike = [value for typed in chosen.values() for value in values_alike(filter_name, typed)]
            values = (*values, alike)
    query = _QUERY.format(matches=matches, subject=subject, name=name, narrowed=narrowed, sums=_SUMS)
    with connections[filters.qs.db].cursor() as cursor:
        cursor.execute(query, values)
        return [Line(row[0], row[1], row[2], row[3], dict(zip(MONEY, row[4:], strict=True))) for row in cursor]


def sums_by_subject(each: str) -> dict[str, dict[tuple[str, str], Decimal]]:
    """Pounds of all decisions that stand, by subject (`each` is one of GROUPINGS), then by direction and kind."""
    return book_version.remembered(f"money by {each}", lambda: _sums_by_subject(each))


def _sums_by_subject(each: str) -> dict[str, dict[tuple[str, str], Decimal]]:
    subject_column, _ = GROUPINGS[each]
    sums_by_subject: dict[str, dict[tuple[str, str], Decimal]] = {}
    with connections["book"].cursor() as cursor:
        cursor.execute(_ALL.format(subject=subject_column, sums=_SUMS))
        for direction, subject, *amounts in cursor:
            sums = sums_by_subject.setdefault(subject, {})
            for kind, amount in zip(MONEY, amounts, strict=True):
                if amount is not None:
                    sums[direction, kind] = sums.get((direction, kind), Decimal(0)) + amount
    return sums_by_subject


def few_enough(filters: DecisionFilter) -> bool:
    """Whether a list is short enough for its money to be added up beside it."""
    counts, most = stored_counts(), number_of_listed()
    for name, chosen in filters.form.cleaned_data.items():
        if chosen and isinstance(chosen, dict):
            most = min(most, sum(counts.get(f"{name}:{value}", 0) for value in chosen.values()))
    return most <= MOST_BESIDE_A_LIST


def narrowed_money(data: QueryDict) -> bool:
    """Whether only part of the money of a list's decisions is meant: that of a year, funder, fund or recipient."""
    return any(value for name in _OF_MONEY for value in data.getlist(name))


def grouped(lines: Iterable[Line], name_of: Callable[[Line], tuple[str, str]]) -> list[Group]:
    """Lines added up by what `name_of` gives of each, subject and name; a subject has the name that comes first."""
    groups: dict[str, Group] = {}
    for line in lines:
        subject, name = name_of(line)
        amounts = groups.setdefault(subject, Group(name, subject, dict.fromkeys(MONEY))).amounts
        for kind, amount in line.amounts.items():
            if amount is not None:
                amounts[kind] = (amounts[kind] or Decimal(0)) + amount
    return list(groups.values())


def largest_first(groups: Iterable[Group]) -> list[Group]:
    """Groups in falling order of what was accepted, then of what was offered, bid for or stated."""
    order = ("accepted", "offered", "bid", "as_stated")
    return sorted(groups, key=lambda group: (*(-(group.amounts[kind] or 0) for kind in order), group.name))


def by_year(lines: Iterable[Line]) -> list[Group]:
    """Lines added up by financial year."""
    return grouped(lines, lambda line: (str(line.year), year_words(line.year)))


def total(lines: Iterable[Line]) -> dict[str, Decimal | None]:
    """The sums of lines of one direction in pounds, by kind; None where no line states one."""
    groups = grouped(lines, lambda line: ("", ""))
    return groups[0].amounts if groups else dict.fromkeys(MONEY)


def by_direction(lines: Iterable[Row]) -> list[tuple[str, str, list[Row]]]:
    """Rows by direction: for each that has rows, its key, its label and its rows."""
    rows: list[Row] = list(lines)
    known = [*DIRECTIONS, *sorted({str(row.direction) for row in rows} - DIRECTIONS.keys())]
    parts = [
        (key, DIRECTIONS.get(key, "Direction not stated"), [row for row in rows if row.direction == key])
        for key in known
    ]
    return [part for part in parts if part[2]]


def titled_chart(words: str, years: list[Group]) -> Chart | None:
    """A bar for every kind of money in each of the newest years, under the words of its direction."""
    title = gettext("%(title)s, by financial year") % {"title": gettext(words)}
    if len(years) > SHARES_DRAWN:
        title += " " + gettext("(the newest %(number)s)") % {"number": SHARES_DRAWN}
    stacks = [
        Stack(f"{year.name}, {gettext(words).lower()}", format_money(amount), ((words, amount),))
        for year in years[:SHARES_DRAWN]
        for kind, words in MONEY.items()
        if (amount := year.amounts[kind])
    ]
    return chart(title, stacks, {MONEY[kind]: MONEY_COLOURS[kind] for kind in MONEY})


def summary(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """What is shown above a list: for each direction its title, and each kind of money with its sum."""
    return [
        {
            "title": words,
            "sums": [
                {"words": MONEY[kind], "amount": amount} for kind, amount in total(rows).items() if amount is not None
            ],
        }
        for _, words, rows in by_direction(lines)
    ]


#: Columns of the table as CSV.
COLUMNS = ("direction", "financialYear", "id", "name", "bid", "offered", "accepted", "asStated")


def rows(lines: Iterable[Line]) -> Iterator[list[object]]:
    """The rows of the CSV, in the order of COLUMNS; every row added up gives what the page says."""
    for line in lines:
        amounts = ["" if amount is None else canonical_money(amount) for amount in line.amounts.values()]
        yield [line.direction, str(FinancialYear(line.year)), line.subject, line.name, *amounts]
