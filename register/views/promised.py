"""What was promised and what came: money by year and fund, how bids ended, how long things took; page and CSV."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from components.charts import MONEY_COLOURS, Chart, Stack, chart
from components.tables import lines
from figures.money import format_money
from figures.years import FinancialYear
from http_cache.pages import public_page
from register.money import promised, statistics
from register.presenters.labels import bodies
from register.views.data import CSV, for_programs

#: Years that the chart draws, and rows that each table shows; the files have them all.
_DRAWN, _SHOWN = 6, 60


@public_page
def promised_page(request: HttpRequest) -> HttpResponse:
    """Bids, offers and what was accepted, by financial year and fund; how bids ended; how long things took."""
    stages, bids = promised.stages(), promised.bids()
    ends = Counter(bid.end for bid in bids)
    context = {
        "chart": _chart(stages),
        "columns": [*promised.STAGES.values(), *promised.CAME.values()],
        "rows": [_row(stage) for stage in stages[:_SHOWN]],
        "left_out": max(0, len(stages) - _SHOWN),
        "bids": len(bids),
        "ends": [(words, ends[end]) for end, words in promised.ENDS.items() if ends[end]],
        "at_risk": promised.at_risk(),
        "years": [year for year in statistics.years() if year.timed],
    }
    return render(request, "register/promised.html", context)


@public_page
@for_programs
def promised_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the tables, whole."""
    if name not in promised.FILES:
        raise Http404(f"There is no table called {name}.")
    head, rows = promised.FILES[name]
    response = HttpResponse("".join(lines(head, rows())), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="promised-{name}.csv"'
    return response


def _row(stage: promised.Stage) -> dict[str, Any]:
    slug = bodies().get(f"fund:{stage.fund}", ("", ""))[1]
    return {
        "year": FinancialYear(stage.year),
        "fund": stage.name or "Fund not stated",
        "href": f"/funds/{slug}/" if slug else "",
        "amounts": list(stage.amounts.values()),
    }


def _chart(stages: list[promised.Stage]) -> Chart | None:
    """A bar for every stage in each of the newest years, over all funds."""
    years = sorted({stage.year for stage in stages}, reverse=True)[:_DRAWN]
    stacks = []
    for year in years:
        for kind, words in promised.STAGES.items():
            amounts = [stage.amounts[kind] for stage in stages if stage.year == year]
            total = sum(amount for amount in amounts if amount is not None)
            if total:
                label = f"{FinancialYear(year)}, {gettext(words).lower()}"
                stacks.append(Stack(label, format_money(total), ((words, total),)))
    return chart(
        gettext("Bid for, offered and accepted, by financial year"),
        stacks,
        {words: MONEY_COLOURS[kind] for kind, words in promised.STAGES.items()},
    )
