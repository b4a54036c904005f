"""Threads: the life of a grant across the decisions about it."""

from datetime import date
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from book.models import Entry, Link, PublishedDecision
from components.templatetags.words import counted
from components.time_charts import time_chart
from figures.dates import london_day
from http_cache.pages import public_page
from register.money.threads import in_order, members, money_by_direction, sums
from register.presenters import listing
from register.presenters.decision import happening
from register.presenters.labels import LINKS
from register.search.finding import cursor_walk, listed
from register.views.decision import CanonicalRedirect, decision_of


@public_page
def thread_list(request: HttpRequest) -> HttpResponse:
    """Every thread of two or more decisions, the newest first."""
    threads = listed().filter(facets__contains=["thread:yes"], key=F("thread"))
    page = cursor_walk(threads, request.GET)
    items = [
        listing.item(decision)
        | {
            "href": f"/threads/{decision.slug}/",
            "amount_words": counted(decision.thread_size, "decision", "decisions"),
            "notes": [],
        }
        for decision in page.decisions
    ]
    pages = listing.pagination("/threads/", request.GET, page)
    return render(request, "register/thread_list.html", {"items": items, "pages": pages})


@public_page
def thread(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """One thread: its decisions in order, its money by year as a chart and a table."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        return HttpResponseRedirect(f"/threads/{other.slug}/")
    decisions = in_order(members(decision.thread))
    if not decisions:
        raise Http404("The decisions of this thread were withdrawn.")
    eldest = next((member for member in decisions if member.key == decision.thread), decisions[0])
    if eldest.slug != spelling:
        # Not for ever: an older decision may be entered later and become the thread's name.
        return HttpResponseRedirect(f"/threads/{eldest.slug}/")
    items = timeline(decisions)
    context = {
        "eldest": eldest,
        "items": items,
        "picture": time_chart(gettext("The thread in time"), [_event(item) for item in items]),
        "sections": money_by_direction(sums(decisions)),
        "uncounted": [member for member in decisions if not member.counted],
        "count": len(decisions),
    }
    return render(request, "register/thread.html", context)


def _event(item: dict[str, Any]) -> tuple[str, date | None]:
    """An item of the list in the picture's few words, with its day: “PCD 510”, “Outcome of PCD 510”."""
    if "about" in item:
        return gettext("%(what)s of %(reference)s") % {
            "what": item["title"].partition(":")[0],
            "reference": item["about"],
        }, london_day(item["at"])
    return item["reference"], item["on"]


def timeline(decisions: list[PublishedDecision]) -> list[dict[str, Any]]:
    """The decisions, each followed by what became of it."""
    keys = [decision.key for decision in decisions]
    links: dict[str, list[str]] = {}
    for link in Link.objects.filter(later__in=keys).select_related("earlier"):
        links.setdefault(link.later_id, []).append(f"{gettext(LINKS[link.kind])} {link.earlier.reference}")
    told: dict[str, list[Entry]] = {}
    for entry in Entry.objects.filter(key__in=keys, kind=Entry.Kind.OUTCOME).order_by("number"):
        told.setdefault(entry.key, []).append(entry)
    items = []
    for member, row in zip(decisions, listing.items(decisions), strict=True):
        happened = {
            "on": member.decided_on,
            "when": "Date of signing not stated",
            "kind": ", ".join(links.get(member.key, [])),
        }
        shown = {name: row[name] for name in ("reference", "title", "href", "amount_words", "status")}
        items.append(happened | shown | {"by": member.decided_by, "text": member.summary})
        outcomes = [happening(entry, member.slug) for entry in told.get(member.key, [])]
        items += [outcome | {"planned": True, "about": row["reference"]} for outcome in outcomes]
    return items
