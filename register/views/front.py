"""The front page (what the register is, what is new, where to go from there) and the page of statistics."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from book.paper.words import ACTIONS
from components.charts import columns
from figures.dates import MONTHS
from figures.money import format_money
from http_cache.pages import public_page
from register.money import list_totals, statistics, totals
from register.presenters import listing
from register.search.counting import stored_counts
from register.search.finding import listed

#: How many financial years the front page shows of each direction.
SHOWN_YEARS = 4


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """What the register is, a search box, the latest decisions, the money."""
    latest = listed().order_by("-sorted_on", "-key")[:5]
    threads = listed().filter(facets__contains=["thread:yes"]).order_by("-changed_number", "-key")[:1]
    counts = stored_counts()
    context = {
        "items": listing.items(list(latest)),
        "count": counts.get("force:yes", 0) + counts.get("force:no", 0),
        "threads": counts.get("thread:yes", 0),
        "newest_thread": next(iter(threads), None),
        "money": [
            {"direction": direction or "unknown", "title": title, "table": totals.table(rows[:SHOWN_YEARS])}
            for direction, title, rows in list_totals.by_direction(totals.by_year("all"))
        ],
    }
    return render(request, "register/front.html", context)


@public_page
def statistics_page(request: HttpRequest) -> HttpResponse:
    """How many decisions, how fast published, how much approved; from published entries alone."""
    months = statistics.months()[::-1]
    years = statistics.years()
    context = {
        "years": years,
        "chart": columns(gettext("Decisions signed in each month"), _bars(months)),
        **_by_month(months),
        "undated": statistics.undated(),
        **_approved(years),
    }
    return render(request, "register/statistics.html", context)


def _bars(months: list[tuple[date, int]]) -> list[tuple[str, str, str, int]]:
    """The chart's columns: month, its first letter, the year (below its first month only), number of decisions."""
    bars = []
    for place, (month, number) in enumerate(months):
        name = gettext(MONTHS[month.month - 1])
        begins = (place == 0 and month.month < 11) or month.month == 1
        bars.append((f"{name} {month.year}", name[0], str(month.year) if begins else "", number))
    return bars


def _by_month(months: list[tuple[date, int]]) -> dict[str, Any]:
    """The chart as a table: a row for each month's name, a column for each year; blank for a month not shown."""
    known = {(month.year, month.month): number for month, number in months}
    years = sorted({month.year for month, _ in months})
    rows = [(name, [known.get((year, number), "") for year in years]) for number, name in enumerate(MONTHS, 1)]
    return {"month_years": years, "month_rows": rows}


def _approved(years: list[statistics.Year]) -> dict[str, list[Any]]:
    """Head and rows of the table of what was approved: a row a year, a column a kind."""
    actions = [action for action in ACTIONS if any(action in year.approved for year in years)]
    head: list[dict[str, Any]] = [{"text": gettext("Year signed")}]
    head += [{"text": gettext(_approved_words(action)), "format": "numeric"} for action in actions]
    rows: list[list[dict[str, Any]]] = []
    for year in years:
        amounts = [format_money(year.approved.get(action)) or "–" for action in actions]
        if year.approved:
            rows.append([{"text": year.year}, *({"text": amount, "format": "numeric"} for amount in amounts)])
    return {"head": head, "rows": rows}


def _approved_words(action: str) -> str:
    return {
        "accept_offer": "Offers to accept",
        "approve_bid": "Bids to make",
        "award": "Awards to make",
        "other": "Other",
    }[action]
