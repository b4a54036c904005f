"""Pages about money: funders, funds, financial years; each with totals and the decisions behind them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from book.models import Fund, Funder, Total
from figures.years import FinancialYear
from http_cache.pages import public_page
from register.money import list_totals, totals
from register.presenters import body_list, listing
from register.presenters.body_list import Body
from register.presenters.labels import MONEY, also_written
from register.search.counting import stored_counts
from register.search.finding import listed, newest_of

#: How many of its decisions a page shows before it links to them all.
SHOWN = 10


@public_page
def funder_list(request: HttpRequest) -> HttpResponse:
    """Every funder with its decisions and money."""
    known = list_totals.sums_by_subject("funder")
    rows = Funder.objects.filter(decisions__gt=0).order_by("-decisions", "name", "slug")
    bodies = [Body(row.name, f"/funders/{row.slug}/", row.decisions, known.get(row.id, {})) for row in rows]
    context = body_list.listed(bodies, request.path, request.GET)
    context |= {"title": "Funders", "lead": "Who the money comes from."}
    return render(request, "register/body_list.html", context)


@public_page
def funder(request: HttpRequest, slug: str) -> HttpResponse:
    """A funder: totals by year, its funds, its decisions."""
    published_funder = get_object_or_404(Funder, slug=slug)
    context = _about(
        f"funder:{published_funder.id}", "funder", published_funder.id, f"/decisions/?funder={published_funder.slug}"
    )
    funds = list(published_funder.funds.filter(decisions__gt=0).order_by("-decisions", "name", "slug"))
    return render(request, "register/funder.html", context | {"funder": published_funder, "funds": funds})


@public_page
def fund_list(request: HttpRequest) -> HttpResponse:
    """Every fund with its funder, decisions and money."""
    known, also = list_totals.sums_by_subject("fund"), also_written()
    rows = Fund.objects.filter(decisions__gt=0).select_related("funder").order_by("-decisions", "name", "slug")
    bodies = [
        Body(
            row.name,
            f"/funds/{row.slug}/",
            row.decisions,
            known.get(row.id, {}),
            (row.funder.name, f"/funders/{row.funder.slug}/"),
            also=also.get(row.id, ()),
        )
        for row in rows
    ]
    context = body_list.listed(bodies, request.path, request.GET)
    context |= {"title": "Funds", "lead": "The programmes that the money comes from."}
    return render(request, "register/body_list.html", context)


@public_page
def fund(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A fund: totals by year, its decisions. One that was merged with another is shown there."""
    published_fund = get_object_or_404(Fund.objects.select_related("funder", "stands"), slug=slug)
    if published_fund.stands:
        return HttpResponseRedirect(f"/funds/{published_fund.stands.slug}/")
    context = _about(f"fund:{published_fund.id}", "fund", published_fund.id, f"/decisions/?fund={published_fund.slug}")
    context |= {"fund": published_fund, "also": also_written().get(published_fund.id, ())}
    return render(request, "register/fund.html", context)


@public_page
def year_list(request: HttpRequest) -> HttpResponse:
    """Every financial year with its totals."""
    sections = totals.money_by_direction(totals.by_year("all"))
    for section in sections:
        section["years"] = [
            (FinancialYear(row.financial_year), row.decisions, line["amounts"])
            for row, line in zip(section["rows"], section["table"]["rows"], strict=True)
        ]
    return render(request, "register/year_list.html", {"sections": sections})


@public_page
def year(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A financial year: totals by funder and fund, its decisions."""
    try:
        financial_year = FinancialYear.parse(slug)
    except ValueError as error:
        raise Http404(str(error)) from None
    if financial_year.slug != slug:
        return HttpResponsePermanentRedirect(f"/years/{financial_year.slug}/")
    context = {
        "year": financial_year,
        **_year_money(financial_year),
        **_decisions(f"year:{financial_year.start}", f"/decisions/?year={financial_year.slug}"),
    }
    return render(request, "register/year.html", context)


def _year_money(year: FinancialYear) -> dict[str, Any]:
    """The year's sums by direction, with funders and funds, and the years with money before and after it."""
    rows = totals.by_year("all")
    earlier = next((row.financial_year for row in rows if row.financial_year < year.start), None)
    later = next((row.financial_year for row in reversed(rows) if row.financial_year > year.start), None)
    return {
        "sections": _sections_of_year(year, [row for row in rows if row.financial_year == year.start]),
        "previous": _neighbour(earlier, gettext("Earlier year")),
        "next": _neighbour(later, gettext("Later year")),
    }


def _sections_of_year(year: FinancialYear, rows: list[Total]) -> list[dict[str, Any]]:
    """For each direction of a year's totals: its sums, and the same by funder and by fund."""
    bodies = {place: totals.of_year(year, scope) for place, scope in (("funders", "funder"), ("funds", "fund"))}
    sections = []
    for direction, title, (own,) in list_totals.by_direction(rows):
        kinds = [kind for kind in MONEY if totals.stated(own, kind) is not None]
        lines = {
            place: _lines([pair for pair in pairs if pair[1].direction == direction], place, kinds)
            for place, pairs in bodies.items()
        }
        sections.append(
            {
                "direction": direction or "unknown",
                "title": title,
                "sums": [{"words": MONEY[kind], "amount": totals.stated(own, kind)} for kind in kinds],
                "head": [{"text": "Name"}, *({"text": MONEY[kind], "format": "numeric"} for kind in kinds)],
                **lines,
            }
        )
    return sections


def _neighbour(start: int | None, words: str) -> dict[str, str] | None:
    if start is None:
        return None
    return {"href": f"/years/{FinancialYear(start).slug}/", "text": words, "label": str(FinancialYear(start))}


def _lines(rows: list[tuple[Any, Any]], place: str, kinds: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": body.name,
            "href": f"/{place}/{body.slug}/",
            "amounts": [{"label": MONEY[kind], "amount": totals.stated(row, kind)} for kind in kinds],
        }
        for body, row in rows
    ]


def _about(facet: str, scope: str, subject: str, address: str) -> dict[str, Any]:
    return {"sections": totals.money_by_direction(totals.by_year(scope, subject))} | _decisions(facet, address)


def _decisions(facet: str, address: str) -> dict[str, Any]:
    """The newest decisions of a facet, how many there are, and where the rest is."""
    newest = newest_of(listed().filter(facets__contains=[facet]), SHOWN)
    count = stored_counts().get(facet, 0)
    return {"items": listing.items(newest), "count": count, "address": address, "more": count > len(newest)}
