"""The totals that publication stores, as rows for pages: by direction and financial year, each kind of money apart."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from book.models import Fund, Funder, Total
from components.charts import MONEY_COLOURS, Chart, Stack, chart
from figures.money import format_money
from figures.years import FinancialYear
from register.money.list_totals import by_direction
from register.presenters.labels import MONEY, year_words

#: How many years a chart draws; the table beside it has them all.
_DRAWN = 6


def by_year(scope: str, subject: str = "") -> list[Total]:
    """The kept totals of the register, a funder or a fund, newest year first, a row for each direction of a year."""
    return list(Total.objects.filter(scope=scope, subject=subject, decisions__gt=0).order_by("-financial_year"))


def of_year(year: FinancialYear, scope: str) -> list[tuple[Funder | Fund, Total]]:
    """The kept totals of funders or funds in one financial year, a row for each direction, most decisions first."""
    rows = Total.objects.filter(scope=scope, financial_year=year.start, decisions__gt=0).order_by(
        "-decisions", "subject"
    )
    model: Any = Funder if scope == "funder" else Fund
    known = model.objects.in_bulk([row.subject for row in rows])
    return [(known[row.subject], row) for row in rows if row.subject in known]


def stated(total: Total, kind: str) -> Decimal | None:
    """The sum of a kind in pounds; None where it is not stated or nil: the stored row holds 0 for both."""
    amount: Decimal = getattr(total, kind)
    return amount or None


def table(totals: Iterable[Total]) -> dict[str, Any]:
    """Years by kinds, for the component of money by year."""
    rows = list(totals)
    kinds = [kind for kind in MONEY if any(getattr(row, kind) for row in rows)]
    return {
        "columns": [*(MONEY[kind] for kind in kinds)],
        "rows": [
            {"year": year_words(row.financial_year), "amounts": [stated(row, kind) for kind in kinds]} for row in rows
        ],
        "totals": [sum((getattr(row, kind) for row in rows), Decimal(0)) for kind in kinds],
    }


def money_by_direction(totals: Iterable[Total]) -> list[dict[str, Any]]:
    """A section of the page for each direction: what comes in and what goes out are never added together."""
    return [direction_section(direction, title, rows) for direction, title, rows in by_direction(totals)]


def direction_section(direction: str, title: str, totals: list[Total]) -> dict[str, Any]:
    """Table and chart of one direction's totals; the caption says when the table has more years than the chart."""
    cut = len(totals) > _DRAWN
    return {
        "direction": direction or "unknown",
        "title": title,
        "rows": totals,
        "table": table(totals),
        "chart": bars(_chart_title(title, cut=cut), totals[:_DRAWN]),
        "caption": gettext(title) + gettext(": all years in figures" if cut else ": the same in figures"),
    }


def _chart_title(title: str, *, cut: bool) -> str:
    words = gettext("%(title)s by financial year") % {"title": gettext(title)}
    return words + gettext(", newest six years") if cut else words


def bars(title: str, totals: Iterable[Total]) -> Chart | None:
    """A bar for every year and kind of money; a kind has the same colour on every page."""
    stacks = [
        Stack(
            f"{year_words(row.financial_year)}, {gettext(MONEY[kind]).lower()}",
            format_money(amount),
            ((MONEY[kind], amount),),
        )
        for row in totals
        for kind in MONEY
        if (amount := stated(row, kind)) is not None
    ]
    return chart(title, stacks, {MONEY[kind]: MONEY_COLOURS[kind] for kind in MONEY})
