"""Pages drawn anew, whole exports and papers, each beside the plainest way to do the same."""

import io
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import include, path

from benchmarks import papers
from benchmarks._figures import Figure, beside
from book.models import PublishedDecision
from http_cache.book_version import book_version
from register.opendata import lines, tables
from register.opendata.records import records
from register.search.finding import listed

#: What anybody would write first: twenty rows of a table, dates and amounts in words.
PLAIN = """<!doctype html><html lang="en"><head><title>Decisions</title></head><body><h1>Decisions</h1>
<form action=""><input name="q"><button>Search</button></form>
<table><thead><tr><th>Reference</th><th>Title</th><th>Date</th><th>Amount</th><th>Published</th></tr></thead>
<tbody>
{% load humanize %}{% for row in decisions %}<tr>
<td><a href="{% url 'decision' row.slug %}">{{ row.reference }}</a></td>
<td>{{ row.title }}<p>{{ row.summary|truncatewords:40|linebreaks }}</p></td>
<td>{{ row.decided_on|date:"j F Y" }}</td>
<td>£{{ row.amount|floatformat:0|intcomma }}</td><td>{{ row.changed_at|date:"j F Y, H:i" }}</td></tr>{% endfor %}
</tbody></table><a href="?page=2">Next</a></body></html>"""


def plain_list(request: HttpRequest) -> HttpResponse:
    """A list page as plain as can be, of the same rows, counted as Django's paginator counts."""
    decisions = PublishedDecision.objects.order_by("-sorted_on", "-key")
    context = {"decisions": decisions[:20], "count": decisions.count()}
    return HttpResponse(_plain_template().render(context, request))


urlpatterns = [path("plain/", plain_list), path("", include("config.urls"))]
_kept: list[Any] = []


def _plain_template() -> Any:
    if not _kept:
        _kept.append(engines["django"].from_string(PLAIN))
    return _kept[0]


def figures() -> Iterator[Figure]:
    """Milliseconds of our page and of the plain one, and so on, in turns."""
    from django.test.utils import override_settings

    plain_list.login_required = False  # type: ignore[attr-defined]  # open, as the register's own pages are
    with override_settings(ROOT_URLCONF="benchmarks.drawing", ALLOWED_HOSTS=["testserver"]):
        book_version.forget()
        client = Client()
        decision = PublishedDecision.objects.order_by("-sorted_on", "-key")[100]
        plain = _page(client, "/plain/")
        peer = "a plain Django list"
        yield beside(
            "decision page, drawn anew",
            _page(client, f"/decisions/{decision.slug}/"),
            peer,
            plain,
            unit="ms",
            target=1.0,
            rounds=25,
        )
        yield beside(
            "list page, drawn anew", _page(client, "/decisions/"), peer, plain, unit="ms", target=0.5, rounds=25
        )
        yield beside(
            "search by words, drawn anew",
            _page(client, "/decisions/?q=knife+crime"),
            peer,
            plain,
            unit="ms",
            target=0.25,
            rounds=15,
        )
    yield from _exports()
    yield from _papers()


def _exports() -> Iterator[Figure]:
    everything = lambda: lines.everything()  # noqa: E731 - beside the next
    listed_now = lambda: tables.decision_lines(records(listed().order_by("-sorted_on", "-key")))  # noqa: E731
    rows = "COPY (SELECT d.*, e.payload FROM book.decision d JOIN book.entry e ON e.number = d.entry_number) TO STDOUT"
    peer = "COPY of the same rows"
    yield beside(
        "export as JSON lines", _timed_reading(everything), peer, _timed_copy(rows), unit="ms", target=0.1, rounds=3
    )
    plain = "COPY (SELECT * FROM book.decision) TO STDOUT WITH CSV"
    yield beside("export as CSV", _timed_reading(listed_now), peer, _timed_copy(plain), unit="ms", target=0.1, rounds=3)


def _papers() -> Iterator[Figure]:
    ours, plain = papers.drawings(papers.five_pages())
    clock = time.process_time
    yield beside(
        "a paper, tagged and archival",
        _timed(ours, clock),
        "plain WeasyPrint",
        _timed(plain, clock),
        unit="ms",
        target=0.87,
        rounds=7,
    )


def _page(client: Client, address: str) -> Callable[[], float]:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    ask()
    # Of this process alone: somebody else's use of the machine is left out, and so is the database's work.
    return _timed(ask, time.process_time)


def _timed_reading(make: Callable[[], Iterator[bytes] | Iterator[str]]) -> Callable[[], float]:
    """A run that reads a stream to its end; gives seconds."""
    return _timed(lambda: sum(len(chunk) for chunk in make()))


def _timed_copy(statement: str) -> Callable[[], float]:
    """A run of PostgreSQL's COPY of a query; gives seconds."""

    def run() -> None:
        with connections["book"].cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.copy_expert(statement, io.BytesIO())

    return _timed(run)


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> Callable[[], float]:
    """A function that does it once and returns the milliseconds."""

    def measure() -> float:
        began = clock()
        work()
        return (clock() - began) * 1_000

    return measure
