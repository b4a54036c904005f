"""Budget, received, spent, committed and forecast of a tranche, by month and for the year, from one set of rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from components.charts import Chart, Stack, chart
from components.downloads import Table
from figures.dates import MONTHS
from figures.money import format_signed_money
from figures.years import FinancialYear
from grants.models import Actual, Forecast, ForecastMonth, Grant, Tranche

NIL = Decimal(0)
KINDS = ("budget", "received", "spent", "committed", "forecast")
COLUMNS = ("grant", "financialYear", "fund", "month", *KINDS)
_COLOURS = {"Spent": 6, "Still forecast": 4}


@dataclass(frozen=True, slots=True)
class Figures:
    """A month's (or a year's) amounts in pounds; None where nothing was entered, because blank is not nil."""

    label: str
    month: date | None
    budget: Decimal | None
    received: Decimal | None
    spent: Decimal | None
    committed: Decimal | None
    forecast: Decimal | None

    def amounts(self) -> list[Decimal | None]:
        """The amounts in the order of `KINDS`."""
        return [getattr(self, kind) for kind in KINDS]

    def labelled(self) -> list[tuple[str, Decimal | None]]:
        """The amounts with the words of their columns."""
        return [(kind.capitalize(), getattr(self, kind)) for kind in KINDS]


@dataclass(frozen=True, slots=True)
class ForecastByMonth:
    """A forecast with its months, by their first days."""

    forecast: Forecast
    months: dict[date, Decimal]

    @property
    def total(self) -> Decimal:
        """The sum of its months in pounds."""
        return sum(self.months.values(), NIL)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A tranche's year: its months, with a row before and after them where money moved outside the year."""

    tranche: Tranche
    months: list[Figures]
    total: Figures
    forecasts: list[ForecastByMonth]
    shown: ForecastByMonth | None
    sums: Mapping[str, Decimal]

    def still_forecast(self, day: date) -> Decimal:
        """What the forecast still expects from the month of a day on, without what is spent in those months already."""
        this_month = day.replace(day=1)
        ahead = [row for row in self.months if row.month and row.month >= this_month]
        return sum((max((row.forecast or NIL) - (row.spent or NIL), NIL) for row in ahead), NIL)

    def outturn_expected(self, day: date) -> Decimal:
        """What will have been spent at the end of the year: the entries and what is still forecast."""
        return (self.total.spent or NIL) + self.still_forecast(day)


def months_of(year: FinancialYear) -> list[date]:
    """The first days of the year's months, April first."""
    return [date(year.start + (month < 4), month, 1) for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)]


def figures_of(tranches: Iterable[Tranche], *, shown_forecast: int | None = None) -> list[YearFigures]:
    """The figures of tranches, each with its newest forecasts; `shown_forecast` replaces that of spend."""
    rows = list(tranches)
    numbers = [tranche.pk for tranche in rows]
    by_day = Actual.objects.by_day(numbers)
    forecasts = _forecasts_by_tranche(numbers)
    return [_figures(t, by_day.get(t.pk, {}), forecasts.get(t.pk, []), shown_forecast) for t in rows]


def _forecasts_by_tranche(tranches: list[int]) -> dict[int, list[ForecastByMonth]]:
    """The forecasts of tranches by the tranche's number, in the order in which they were made."""
    months = ForecastMonth.objects.filter(forecast__tranche__in=tranches).select_related("forecast__recorded_by")
    by_number: dict[int, ForecastByMonth] = {}
    by_tranche: dict[int, list[ForecastByMonth]] = {}
    for month in months.order_by("forecast__made_on", "forecast", "month"):
        if month.forecast_id not in by_number:
            by_number[month.forecast_id] = row = ForecastByMonth(month.forecast, {})
            by_tranche.setdefault(month.forecast.tranche_id, []).append(row)
        by_number[month.forecast_id].months[month.month] = month.amount
    return by_tranche


def _figures(
    tranche: Tranche,
    by_day: Mapping[str, Mapping[date, Decimal]],
    forecasts: list[ForecastByMonth],
    shown_forecast: int | None,
) -> YearFigures:
    newest = {entry.forecast.kind: entry for entry in forecasts}
    newest |= {entry.forecast.kind: entry for entry in forecasts if entry.forecast.pk == shown_forecast}

    def planned(kind: str) -> Mapping[date, Decimal]:
        return newest[kind].months if kind in newest else {}

    columns = {
        "budget": planned("budget"),
        "received": _by_month(by_day.get(Actual.Kind.RECEIVED, {})),
        "spent": _by_month(by_day.get(Actual.Kind.SPENT, {})),
        "committed": planned("committed"),
        "forecast": planned("spend"),
    }
    calendar = months_of(tranche.year)
    rows = [Figures(f"{MONTHS[m.month - 1]} {m.year}", m, *(columns[kind].get(m) for kind in KINDS)) for m in calendar]
    outside = {
        f"Before April {calendar[0].year}": lambda month: month < calendar[0],
        f"After March {calendar[-1].year}": lambda month: month > calendar[-1],
    }
    for place, (label, lies) in zip((0, len(rows) + 1), outside.items(), strict=True):
        sums = [_sum(amount for month, amount in columns[kind].items() if lies(month)) for kind in KINDS]
        if any(amount is not None for amount in sums):
            rows.insert(place, Figures(label, None, *sums))
    by_kind = {kind: sum(days.values(), NIL) for kind, days in by_day.items()}
    total = Figures("The year", None, *(_sum(row.amounts()[n] for row in rows) for n in range(len(KINDS))))
    if total.budget is None:
        total = Figures("The year", None, tranche.accepted, *total.amounts()[1:])
    return YearFigures(tranche, rows, total, forecasts, newest.get(Forecast.Kind.SPEND), by_kind)


def _by_month(days: Mapping[date, Decimal]) -> dict[date, Decimal]:
    months: dict[date, Decimal] = {}
    for day, amount in days.items():
        months[day.replace(day=1)] = months.get(day.replace(day=1), NIL) + amount
    return months


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known_amounts = [amount for amount in amounts if amount is not None]
    return sum(known_amounts, NIL) if known_amounts else None


def month_chart(figures: YearFigures) -> Chart | None:
    """Spent and still forecast of each month, drawn from the rows of the table."""
    stacks = []
    for row in figures.months:
        spent, forecast = row.spent or NIL, row.forecast or NIL
        words = [
            f"{format_signed_money(amount)} {word}"
            for word, amount in (("spent", row.spent), ("forecast", row.forecast))
            if amount is not None
        ]
        forecast_left = max(forecast - max(spent, NIL), NIL)
        pieces = (("Spent", max(spent, NIL)), ("Still forecast", forecast_left))
        stacks.append(Stack(row.label, ", ".join(words) or "nothing", pieces))
    return chart(f"Spent and forecast by month, {figures.tranche}", stacks, _COLOURS)


def month_table(grant: Grant) -> Table:
    """The rows of every tranche of a grant for downloading: months, then the year."""
    rows = [
        [grant.code, str(figures.tranche.year), figures.tranche.fund.name, row.label, *row.amounts()]
        for figures in figures_of(grant.tranches.select_related("fund"))
        for row in (*figures.months, figures.total)
    ]
    return Table(f"{grant.code}-months", "Months", COLUMNS, rows, frozenset(KINDS))
