"""Pages of the history: searched and exported by auditors and administrators, one subject at a time or all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.actions import record
from audit.exporting import csv_lines
from audit.forms import SearchForm
from audit.models import Event
from audit.subjects import every_name_of
from components.clock import now, today

#: Offices as text: this app knows no other, and a person answers `holds` for themselves.
READERS = ("auditor", "administrator")
PAGE = 50

View = Callable[..., Any]


def for_readers(view: View) -> View:
    """Open a page to auditors and administrators."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        person: Any = request.user
        if not any(person.holds(office, today()) for office in READERS):
            raise PermissionDenied("The history is for auditors and administrators. Each decision shows its own.")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_readers
def event_list(request: HttpRequest) -> HttpResponse:
    """The history, newest first, searched."""
    form = SearchForm(request.GET)
    before = request.GET.get("before", "")
    events = form.matching_events()
    if before.isdecimal() and len(before) < 19:
        events = events.filter(number__lt=int(before))
    page = list(events[: PAGE + 1])
    context = {
        "form": form,
        "events": page[:PAGE],
        "older": _query(request, before=page[PAGE - 1].number) if len(page) > PAGE else "",
        "export": _query(request),
    }
    return render(request, "audit/event_list.html", context)


@require_safe
@for_readers
def event_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The events that match the search, as a CSV file; the export itself is recorded as an event."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/event_list.html", {"form": form, "events": []}, status=400)
    person: Any = request.user
    query = {name: str(value) for name, value in form.cleaned_data.items() if value}
    with transaction.atomic():
        record(
            verb="export history", at=now(), by=person, subject="history",
            sentence=f"{person.name} exported the history.", details=query,
        )  # fmt: skip
    response = StreamingHttpResponse(
        csv_lines(form.matching_events().iterator(2000)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="history.csv"'
    return response


@require_safe
@for_readers
def subject_history(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Everything that happened to one thing, oldest first."""
    events = Event.objects.about(*every_name_of(f"{kind}:{number}"))
    return render(request, "audit/subject_history.html", {"events": events, "subject": f"{kind} {number}"})


def _query(request: HttpRequest, **changed: object) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    for name, value in changed.items():
        query[name] = str(value)
    return query.urlencode()
