"""Pages of the desk in-process, with 10,000 papers and 1,000 grants: milliseconds, and questions to the database."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from accounts.offices import Office
from benchmarks._books import desk_of
from components.clock import today
from decisions.models import Decision, Status
from figures.years import FinancialYear
from grants.models import Grant

PAPERS, GRANTS = 10_000, 1_000
#: Milliseconds that half of the answers stay under, on two otherwise idle cores.
TARGET = 100.0
ROUNDS = 15


def measure() -> bool:
    """Print the median and the 95th percentile of every page and what it asks; False when a median is over TARGET."""
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.INFO)
    met = True
    with desk_of(PAPERS, GRANTS):
        print(f"{'milliseconds':58}{'p50':>8}{'p95':>8}{'queries':>9}{'target':>8}")
        for person, path in _pages():
            client = Client()
            client.force_login(person)
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answers {answer.status_code} to {person.name}.")
            queries = _queries(client, path)
            times = sorted(_timed(client, path) for _ in range(ROUNDS))
            middle, late = median(times), times[int(len(times) * 0.95) - 1]
            met = met and middle <= TARGET
            missed = "" if middle <= TARGET else "  missed"
            print(f"{_words(person, path):58}{middle:8.1f}{late:8.1f}{queries:9}{TARGET:8.0f}{missed}", flush=True)
    return met


def _queries(client: Client, path: str) -> int:
    """How many questions a page asks the database, those of the session and of who is there included."""
    counts: list[str] = []

    def count(execute: Any, sql: str, *arguments: Any) -> Any:
        counts.append(sql)
        return execute(sql, *arguments)

    with ExitStack() as wrappers:
        for connection in connections.all():
            wrappers.enter_context(connection.execute_wrapper(count))
        client.get(path)
    return len(counts)


def _timed(client: Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1_000


def _words(person: Person, path: str) -> str:
    return f"{person.name.split()[0]}: {path}"[:57]


def _pages() -> Iterator[tuple[Person, str]]:
    """The first page of everybody who holds an office; then, as who may see everything, each list and kind of page."""
    day = today()
    holders = [person for person in Person.objects.order_by("pk") if person.offices_on(day)]
    for person in holders:
        yield person, reverse("desk:desk_home")
    officer = next(person for person in holders if person.holds(Office.CHIEF_FINANCE_OFFICER, day))
    year = FinancialYear.of(day).slug
    for path in (
        "/desk/decisions/", "/desk/decisions/?sort=amount", "/desk/decisions/?q=victims", "/desk/decisions/?page=100",
        "/desk/search/?q=victims", "/desk/grants/", "/desk/grants/?page=10", "/desk/portfolio/",
        f"/desk/year-end/{year}/",
        "/desk/obligations/", "/desk/calendar/", "/desk/promised/",
    ):  # fmt: skip
        yield officer, path
    paper = Decision.objects.filter(status=Status.SUBMITTED).order_by("-pk")[0]
    for name in ("desk:decision_page", "desk:decision_paper"):
        yield officer, reverse(name, args=[paper.pk])
    yield officer, reverse("grant_page", args=[Grant.objects.filter(tranches__accepted__gt=0).order_by("-pk")[0].pk])
