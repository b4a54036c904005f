"""The book as data: lists as CSV, JSON and feeds, bulk files, 360Giving, and the pages that explain them."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from book.models import Entry, PublishedDecision
from components.spreadsheets import MEDIA_TYPE
from http_cache.limits import DOWNLOADS, limited
from http_cache.pages import public_page
from register.money.threads import members
from register.opendata import dictionary, feeds, lines, tables, threesixty
from register.opendata.export_answers import answer_from, current_export
from register.opendata.json_feed import json_feed
from register.opendata.jsonld import dataset_jsonld
from register.opendata.records import records
from register.opendata.schema import decision_schema, entry_schema
from register.opendata.spreadsheet import workbook
from register.opendata.sqlite_book import sqlite_book
from register.presenters import listing
from register.search.filters import LONGEST, DecisionFilter
from register.search.finding import chosen_sort, filters_of, listed
from register.search.ordering import ORDERS
from register.views.decision import CanonicalRedirect, decision_of
from register.views.decisions import problem_with

CSV = "text/csv; charset=utf-8"
LINES = "application/x-ndjson; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
SQLITE = "application/vnd.sqlite3"
JSON_FEED = "application/feed+json; charset=utf-8"
#: How many decisions with unidentified grants the 360Giving page names; the table of tranches has them all.
UNNAMED_SHOWN = 20


def for_programs(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Data that scripts of any other site may read (CORS)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition"
        return response

    # A browser asks before it sends If-None-Match to another site (Fetch, 4.8): see `public_page`.
    answer.for_programs = True  # type: ignore[attr-defined]
    return answer


def exported(
    name: str, content_type: str, *, attached: bool = False, unless_narrowed: bool = False
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A whole export: the file that the worker has written, else written while it is sent, few at once (DOWNLOADS).

    Args:
        name: of the file (register/opendata/export_files.py); `{name}` stands for the view's argument.
        attached: browsers save it rather than show it.
        unless_narrowed: parameters in the address ask for a part of the list, which no file holds.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        written_anew = limited(DOWNLOADS)(view)

        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            file = name.format(**kwargs)
            export = None if unless_narrowed and request.GET else current_export(file)
            if export is None:
                return written_anew(request, **kwargs)
            send = answer_from if settings.EXPORTS_THROUGH_NGINX else limited(DOWNLOADS)(answer_from)
            return send(request, export, content_type, file_name=file if attached else "")

        return answer

    return decorate


def of_list(
    view: Callable[[HttpRequest, DecisionFilter], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """A list of decisions in another form: the same filters as its page; a wrong one is refused in a sentence."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        filters = filters_of(request.GET)
        problem = problem_with(filters, "sort", "cursor", "before")
        if problem:
            return HttpResponse(f"{problem}\n", content_type="text/plain; charset=utf-8", status=400)
        return view(request, filters)

    return answer


@public_page
@for_programs
@exported("decisions.csv", CSV, attached=True, unless_narrowed=True)
@of_list
def decisions_csv(request: HttpRequest, filters: DecisionFilter) -> HttpResponseBase:
    """The whole list as CSV."""
    return _file(tables.decision_lines(records(_in_order(filters))), CSV, "decisions.csv")


@public_page
@for_programs
@limited(DOWNLOADS)
@of_list
def decisions_xlsx(request: HttpRequest, filters: DecisionFilter) -> HttpResponseBase:
    """The whole list as a spreadsheet."""
    return _file(workbook(records(_in_order(filters))), MEDIA_TYPE, "decisions.xlsx")


@public_page
@for_programs
@exported("book.sqlite", SQLITE, attached=True)
def book_sqlite(request: HttpRequest) -> HttpResponseBase:
    """The whole book as one SQLite file."""
    return _file(sqlite_book(), SQLITE, "book.sqlite")


@public_page
@for_programs
@exported("decisions.json", "application/json", unless_narrowed=True)
@of_list
def decisions_json(request: HttpRequest, filters: DecisionFilter) -> HttpResponseBase:
    """The whole list as JSON."""
    return _stream(lines.json_list(records(_in_order(filters))), "application/json")


@public_page
@for_programs
@of_list
def decisions_atom(request: HttpRequest, filters: DecisionFilter) -> HttpResponseBase:
    """The newest entries about the decisions of a list."""
    return HttpResponse(feeds.feed(*_feed_of(request, filters, "/decisions.atom")), content_type=ATOM)


@public_page
@for_programs
@of_list
def decisions_feed_json(request: HttpRequest, filters: DecisionFilter) -> HttpResponseBase:
    """The same as `decisions_atom`, as a JSON Feed."""
    return HttpResponse(json_feed(*_feed_of(request, filters, "/decisions.feed.json")), content_type=JSON_FEED)


def _feed_of(request: HttpRequest, filters: DecisionFilter, path: str) -> tuple[str, str, str, list[Entry], str]:
    """Title, own address, address of the list, entries and address of the next page of a list's feed."""
    chosen = {name: value for name, value in filters.form.cleaned_data.items() if value}
    # Withdrawn decisions too: who follows a search must hear of the withdrawal.
    about = filters.filter_queryset(PublishedDecision.objects.all()) if chosen else None
    entries = feeds.newest_entries(about, _before(request))
    query = listing.without(request.GET, "before")
    narrowed = "; ".join(chip["text"] for chip in listing.chips("", query, chosen))
    title = f"{settings.BODY_NAME}: decisions" + (f", {narrowed}" if narrowed else "")
    own, page = listing.address(path, request.GET), listing.address("/decisions/", query)
    return title, own, page, entries, feeds.next_page_path(path, query, entries)


def _before(request: HttpRequest) -> int | None:
    """The number of the entry before which a page of a feed begins; raises BadRequest."""
    text = request.GET.get("before", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadRequest("before takes the number of an entry, such as 1234.")
    return int(text) if text else None


@public_page
@for_programs
def thread_atom(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """The newest entries about the decisions of a thread."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        return HttpResponseRedirect(f"/threads/{other.slug}.atom")
    about = PublishedDecision.objects.filter(thread=decision.thread)
    shown = members(decision.thread)
    eldest = shown.filter(key=decision.thread).first() or shown.first()
    # Where every decision was withdrawn there is no page of the thread; that of the decision says why.
    page = f"/threads/{eldest.slug}/" if eldest else f"/decisions/{decision.slug}/"
    title = f"Thread of {(eldest or decision).reference}"
    path = f"/threads/{decision.slug}.atom"
    entries = feeds.newest_entries(about, _before(request))
    more = feeds.next_page_path(path, request.GET, entries)
    own = listing.address(path, request.GET)
    return HttpResponse(feeds.feed(title, own, page, entries, more), content_type=ATOM)


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is as data, under which licence."""
    newest = Entry.objects.order_by("-number").values_list("published_at", flat=True).first()
    context = {
        "tables": sorted(tables.BULK),
        "entries": Entry.objects.count(),
        "jsonld": dataset_jsonld(sorted(tables.BULK), newest),
    }
    return render(request, "register/open_data.html", context)


@public_page
@for_programs
@exported("{name}.csv", CSV, attached=True)
def bulk_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """A whole table as CSV."""
    if name == "decisions":
        table_lines = tables.decision_lines(records(listed().order_by("-sorted_on", "-key")))
    elif name in tables.BULK:
        table_lines = tables.BULK[name]()
    else:
        raise Http404(f"There is no table called {name}.")
    return _file(table_lines, CSV, f"{name}.csv")


@public_page
def data_dictionary(request: HttpRequest) -> HttpResponse:
    """What every column of the CSV files means."""
    return render(request, "register/dictionary.html", {"tables": dictionary.TABLES.items()})


@public_page
@for_programs
def csv_metadata(request: HttpRequest, name: str) -> HttpResponseBase:
    """The columns of one CSV file as CSV on the Web metadata, at the address beside the file."""
    if name not in dictionary.TABLES:
        raise Http404(f"There is no table called {name}.")
    text = json.dumps(dictionary.csvw(name), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/csvm+json; charset=utf-8")


@public_page
@for_programs
@exported("decisions.ndjson", LINES, attached=True)
def bulk_lines(request: HttpRequest) -> HttpResponseBase:
    """Everything as JSON lines, with Part 1."""
    return _file(lines.everything(), LINES, "decisions.ndjson")


@public_page
@for_programs
@exported("360giving.json", "application/json")
def threesixty_json(request: HttpRequest) -> HttpResponseBase:
    """The 360Giving package."""
    newest = Entry.objects.order_by("-number").values_list("published_at", flat=True).first()
    try:
        package = threesixty.package(newest.isoformat() if newest else "")
    except threesixty.NothingToExport as error:
        return JsonResponse({"problem": str(error)}, status=404)
    return _stream(package, "application/json")


@public_page
def threesixty_page(request: HttpRequest) -> HttpResponse:
    """What is in the 360Giving package, and what is not and why."""
    after = request.GET.get("after", "")
    if not after.isprintable() or len(after) > LONGEST:
        raise BadRequest("The address names no grant. Start again from the first page.")
    exported, left_out, last = threesixty.page_of_grants(after)
    following = {"href": f"/open-data/360giving/?{urlencode({'after': last})}", "text": gettext("More grants")}
    context = {"exported": exported, "left_out": left_out, "after": after, "last": last, "next": following}
    if not last:
        unnamed = threesixty.unnamed()
        context |= {"unnamed": unnamed[:UNNAMED_SHOWN], "unnamed_count": unnamed.count()}
    return render(request, "register/threesixty.html", context)


_VERSIONS = {"decision": "part1/1", "decision-2": "part1/2"}


@public_page
@for_programs
def schema(request: HttpRequest, name: str) -> HttpResponseBase:
    """The JSON Schema of a decision's Part 1, or of any entry's content."""
    json_schema = entry_schema() if name == "entry" else decision_schema(_VERSIONS[name])
    text = json.dumps(json_schema, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8")


def _in_order(filters: DecisionFilter) -> Any:
    """The matches in the list's order; ranked lists are exported the newest first."""
    sort = chosen_sort(filters)
    return filters.qs.order_by(*ORDERS["newest" if sort == "relevance" else sort].sorted())


def _stream(chunks: Iterable[str] | Iterable[bytes], content_type: str) -> StreamingHttpResponse:
    """An answer that is written while it is sent.

    Its head and its first row are made before it begins, so that a failure of the database still gives the error page.
    """
    rest: Iterator[Any] = iter(chunks)
    return StreamingHttpResponse(chain(list(islice(rest, 2)), rest), content_type=content_type)


def _file(chunks: Iterable[str] | Iterable[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    response = _stream(chunks, content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
