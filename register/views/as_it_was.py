"""The register as it was at the end of a past day: which decisions it had, in which version."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from book.models import Entry, PublishedDecision
from figures.dates import LONDON, format_date, parse_date
from http_cache.pages import public_page
from register.views.decision import CanonicalRedirect, decision_of

#: Decisions on a page.
PAGE = 50


@public_page
def as_it_was(request: HttpRequest) -> HttpResponseBase:
    """The decisions that the register had at the end of a day, or with a reference one of them."""
    typed = request.GET.get("day", "").strip()
    if not typed:
        return render(request, "register/as_it_was.html", {"reference": _reference(request)})
    try:
        day = parse_date(typed)
    except ValueError as error:
        raise BadRequest(str(error)) from None
    if _reference(request):
        return _version_on(request, day)
    before = _before(request)
    entries = list(_newest_of(day).filter(**({"number__lt": before} if before else {}))[: PAGE + 1])
    context = {
        "day": day,
        "day_words": format_date(day),
        "typed": format_date(day),
        "rows": _rows(entries[:PAGE], day),
        "count": _until(day).filter(kind=Entry.Kind.DECISION, version=1).count(),
        "first": not before,
        "next": {"href": f"/as-it-was/?day={day}&before={entries[PAGE - 1].number}"} if len(entries) > PAGE else None,
    }
    return render(request, "register/as_it_was.html", context)


def _reference(request: HttpRequest) -> str:
    text = request.GET.get("reference", "").strip()
    return text if text.isprintable() else ""


def _before(request: HttpRequest) -> int:
    text = request.GET.get("before", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadRequest("The address names no place in the list. Start again from the first page.")
    return int(text)


def _version_on(request: HttpRequest, day: date) -> HttpResponseBase:
    """The version of a decision that stood on the day; a sentence where there was none."""
    try:
        decision = decision_of(_reference(request))
    except CanonicalRedirect as other:
        return HttpResponsePermanentRedirect(f"/as-it-was/?reference={other.slug}&day={day}")
    entry = _newest_of(day).filter(key=decision.key).first()
    if entry is None:
        context = {"reference": decision.slug, "decision": decision, "day_words": format_date(day)}
        return render(request, "register/as_it_was.html", context, status=404)
    return HttpResponseRedirect(f"/decisions/{decision.slug}/versions/{entry.version}/")


def _until(day: date) -> QuerySet[Entry]:
    """What was published by the end of a day."""
    return Entry.objects.filter(published_at__lt=datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON))


def _newest_of(day: date) -> QuerySet[Entry]:
    """The newest version of every decision at the end of a day, the last published first; none withdrawn by then."""
    later = _until(day).filter(key=OuterRef("key"), number__gt=OuterRef("number"))
    over = later.filter(kind__in=(Entry.Kind.DECISION, Entry.Kind.WITHDRAWAL))
    newest = _until(day).filter(~Exists(over), kind=Entry.Kind.DECISION)
    return newest.order_by("-number").defer("payload", "leaf")


def _rows(entries: list[Entry], day: date) -> list[dict[str, Any]]:
    """Each with its title of that day; of what was withdrawn or removed since, a line with the notice alone."""
    decisions = PublishedDecision.objects.in_bulk([entry.key for entry in entries])
    removed = set(
        Entry.objects.filter(number__in=[entry.number for entry in entries], payload=None).values_list(
            "number", flat=True
        )
    )
    return [_row(entry, decisions[entry.key], entry.number in removed) for entry in entries]


def _row(entry: Entry, decision: PublishedDecision, removed: bool) -> dict[str, Any]:
    gone = ""
    if decision.status == PublishedDecision.Status.WITHDRAWN:
        gone = f"Withdrawn since. {decision.withdrawn_reason}"
    elif removed:
        gone = "Its content was removed since, as the law requires."
    return {
        "reference": entry.reference,
        "title": "" if gone else entry.summary,
        "gone": gone,
        "href": f"/decisions/{decision.slug}/versions/{entry.version}/",
        "version": entry.version,
        "at": entry.published_at,
        "corrected": decision.version > entry.version,
    }
