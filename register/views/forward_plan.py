"""What is coming and what came: the forward plan, the calendar, and the pack of a panel."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from book.models import Entry, Planned, PublishedDecision
from components.calendars import MEDIA_TYPE
from components.tables import lines
from documents.drawing import DrawingRefused
from figures.dates import LONDON, format_date, london_day, parse_date
from http_cache.limits import DRAWINGS, limited
from http_cache.pages import public_page
from languages.addresses import other_languages
from register.calendar import calendar
from register.opendata.feeds import NO_NEWS, decisions_of, entry_text, entry_title
from register.panel_pack import Row, panel_pack_paper
from register.search.finding import listed
from register.views.data import CSV, for_programs

#: Published decisions in the calendar, the newest: a calendar program reads all of it each time.
IN_CALENDAR = 300
#: Entries in a pack; a longer time has more than a meeting reads.
IN_PACK = 500


@public_page
def forward_plan(request: HttpRequest) -> HttpResponse:
    """What is expected, by month; what was dropped or decided says so."""
    items = Planned.objects.select_related("decision")
    months = [(month, list(rows)) for month, rows in groupby(items, key=lambda item: item.month)]
    return render(request, "register/forward_plan.html", {"months": months})


@public_page
@for_programs
def calendar_file(request: HttpRequest) -> HttpResponseBase:
    """Planned and published decisions as a calendar. What was decided is in it as the decision."""
    planned = Planned.objects.exclude(state=Planned.State.DECIDED)
    published = listed().filter(decided_on__isnull=False).order_by("-sorted_on", "-key")[:IN_CALENDAR]
    return HttpResponse(calendar(planned, published), content_type=MEDIA_TYPE)


@public_page
def panel_pack(request: HttpRequest) -> HttpResponse:
    """Everything that came into the register since a day, for a meeting."""
    since = _since(request)
    rows = list(_rows(since)) if since else []
    context = {
        "since": since,
        "since_words": format_date(since) if since else "",
        "typed": request.GET.get("since", ""),
        "rows": rows[:IN_PACK],
        "more": len(rows) > IN_PACK,
    }
    return render(request, "register/panel_pack.html", context)


@public_page
@for_programs
def panel_pack_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a table."""
    since, rows = _complete_pack(request)
    head = ("published", "reference", "what", "title", "text", "decided", "decidedBy", "address")
    table = (
        (
            london_day(entry.published_at), entry.reference, entry.kind, "" if _withdrawn(decision) else decision.title,
            entry_text(entry, decision),
            decision.decided_on, decision.decided_by, request.build_absolute_uri(f"/decisions/{decision.slug}/"),
        )
        for entry, decision, _ in rows
    )  # fmt: skip
    response = HttpResponse("".join(lines(head, table)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="since-{since}.csv"'
    return response


@public_page
@for_programs
@limited(DRAWINGS)
def panel_pack_pdf(request: HttpRequest) -> HttpResponseBase:
    """The same on paper, dated by its newest entry; its fixed words in the language that is asked for."""
    since, rows = _complete_pack(request)
    at = rows[-1][0].published_at if rows else _midnight(since)
    asked = request.GET.get("language", "")
    try:
        paper = panel_pack_paper(rows, since=since, at=at, language=asked if asked in other_languages() else "")
    except DrawingRefused as refusal:
        raise BadRequest(f"This pack cannot be drawn as a PDF: {refusal} Take it as a table.") from None
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="since-{since}.pdf"'
    return response


def _complete_pack(request: HttpRequest) -> tuple[date, list[Row]]:
    """The day that is asked for and every entry since; refused where a file would be cut short."""
    since = _since(request)
    if since is None:
        raise BadRequest("Give the day from which on, such as since=2026-09-01.")
    rows = list(_rows(since))
    if len(rows) > IN_PACK:
        raise BadRequest(
            f"More than {IN_PACK} entries came since {format_date(since)}. Give a later day, or take the files of the "
            "whole register at /open-data/."
        )
    return since, rows


def _since(request: HttpRequest) -> date | None:
    typed = request.GET.get("since", "").strip()
    if not typed:
        return None
    try:
        return parse_date(typed)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _rows(since: date) -> Iterator[Row]:
    """Entries since a day, their decisions and titles, the oldest first; of a withdrawn one its withdrawal alone."""
    start = _midnight(since)
    news = Entry.objects.filter(published_at__gte=start).exclude(kind__in=NO_NEWS)
    entries = list(news.order_by("number").defer("payload", "leaf")[: IN_PACK + 1])
    decisions = decisions_of(entries)
    for entry in entries:
        decision = decisions[entry.key]
        if not _withdrawn(decision) or entry.kind in (Entry.Kind.WITHDRAWAL, Entry.Kind.EXPUNGED):
            yield entry, decision, entry_title(entry)


def _withdrawn(decision: PublishedDecision) -> bool:
    return decision.status == PublishedDecision.Status.WITHDRAWN


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
