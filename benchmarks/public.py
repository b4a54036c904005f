"""Public pages in-process: lists, search with facets, pages deep in a list, one decision; and how they grow.

SIZES in the environment names other sizes of the book than the usual ones, such as `SIZES=1000,300000`.
"""

import gc
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median

from django.conf import settings
from django.test import Client

from benchmarks._books import SIZES, book_of
from book.models import Funder, PublishedDecision
from http_cache.book_version import book_version
from register.search.named import KINDS, of_value

#: Milliseconds that 95 of 100 answers stay under at the largest size, on two otherwise idle cores.
TARGETS = {"decision": 30.0, "decision in a thread": 30.0}
USUAL = 100.0
ROUNDS = 40
FIXED = "(a fixed piece of work)"


def measure() -> bool:
    """Print p95 of every page at every size, and how its median grows; False when a target is missed.

    The last line is a fixed piece of work, done beside every answer: where it took longer at one size than at
    another, or in one run than in another, so did everything else, and the machine is why.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.INFO)
    sizes = sizes_wanted(os.environ)
    table = {size: _measure_size(size) for size in sizes}
    print(f"{'milliseconds (p95)':30}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}{'target':>9}")
    met = True
    for name in table[sizes[0]]:
        times = [sorted(table[size][name]) for size in sizes]
        p95 = [series[int(len(series) * 0.95) - 1] for series in times]
        growth = median(times[-1]) / median(times[0])
        line = f"{name:30}" + "".join(f"{t:12.1f}" for t in p95) + f"{growth:10.1f}"
        if name != FIXED:
            target = TARGETS.get(name, USUAL)
            met = met and p95[-1] <= target
            line += f"{target:9.1f}" + ("" if p95[-1] <= target else "  missed")
        print(line)
    return met


def sizes_wanted(environment: Mapping[str, str]) -> tuple[int, ...]:
    """The sizes that the environment names, in entries, or the usual ones; raises ValueError for what is no number."""
    return tuple(sorted(int(size) for size in environment.get("SIZES", "").split(",") if size.strip())) or SIZES


def _fixed_work() -> None:
    """Some milliseconds of what pages are made of: names looked up, text joined."""
    words = {str(number): number for number in range(5_000)}
    "".join(f"{name}{words[name]}" for name in sorted(words))


def _measure_size(size: int) -> dict[str, list[float]]:
    with book_of(size):
        book_version.forget()
        # As the web server does before its first request (config/gunicorn.py).
        gc.collect()
        gc.freeze()
        times: dict[str, list[float]] = {}
        fixed: list[float] = []
        for name, ask in _pages():
            times[name] = []
            for _ in range(ROUNDS):
                times[name].append(_timed(ask))
                fixed.append(_timed(_fixed_work))
        return times | {FIXED: fixed}


def _timed(ask: Callable[[], None]) -> float:
    """Milliseconds of one answer, drawn anew."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1_000


def _pages() -> Iterator[tuple[str, Callable[[], None]]]:
    """Name and request of each measurement; each is asked once before, to warm what is kept per state of the book."""
    client = Client()
    for name, path in _addresses().items():

        def ask(path: str = path, name: str = name) -> None:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
            if b"No published decision fits" in answer.content and name != "nothing":
                raise RuntimeError(f"{path} finds nothing, so it measures nothing.")

        ask()
        yield name, ask


def _named(decision: PublishedDecision) -> dict[str, str]:
    """The lists of everybody whom decisions name, and the page of one of each."""
    addresses = {}
    for kind, of_kind in KINDS.items():
        addresses[of_kind.path] = f"/{of_kind.path}/"
        value = next((facet.partition(":")[2] for facet in decision.facets if facet.startswith(f"{kind}:")), "")
        if value and (known := of_value(kind, value)):
            addresses[f"one of the {of_kind.path}"] = known.href
    return addresses


def _addresses() -> dict[str, str]:
    by_date = PublishedDecision.objects.order_by("-sorted_on", "-key")
    half = by_date.count() // 2
    recent, deep = by_date[100], by_date[half]
    place = deep.title.split()[-1]
    longest = PublishedDecision.objects.get(key=PublishedDecision.objects.order_by("-thread_size").values("thread")[:1])
    funder = next(facet.partition(":")[2] for facet in deep.facets if facet.startswith("funder:"))
    return {
        "front": "/",
        "list": "/decisions/",
        "list, deep": f"/decisions/?cursor=a_{deep.sorted_on}_{deep.key}",
        "list, by amount": "/decisions/?sort=largest",
        "list, by amount, deep": f"/decisions/?sort=largest&cursor=a_{deep.amount:.2f}_{deep.key}",
        "filter": "/decisions/?kind=award",
        "filter, deep": f"/decisions/?kind=award&cursor=a_{deep.sorted_on}_{deep.key}",
        "three filters": "/decisions/?kind=award&force=yes&decided=2018",
        "filters of long ago": "/decisions/?year=2014-15&kind=bid",
        "filters by amount": f"/decisions/?year=2018-19&funder={funder}&sort=largest",
        "days": "/decisions/?signed_from=2019-01-01&signed_to=2019-03-31",
        "word of every paper": "/decisions/?q=police",
        "two words": "/decisions/?q=rural+crime",
        "phrase": '/decisions/?q="digital+evidence"',
        "rare word": f"/decisions/?q={place}",
        "word and not": "/decisions/?q=drones+-stalking",
        "word by date": "/decisions/?q=stalking&sort=oldest",
        "words and filter": "/decisions/?q=knife+crime&kind=offer",
        "words and three filters": "/decisions/?q=online+crime&kind=offer&year=2018-19&force=yes",
        "words, filter, by date": "/decisions/?q=knife+crime&kind=offer&sort=newest",
        "nothing": "/decisions/?q=zebra",
        "decision": f"/decisions/{recent.slug}/",
        "decision in a thread": f"/decisions/{by_date.filter(thread_size__gt=2)[0].slug}/",
        "thread": f"/threads/{longest.slug}/",
        "year": "/years/2018-19/",
        "years": "/years/",
        "funder": f"/funders/{Funder.objects.get(id=funder).slug}/",
        "statistics": "/statistics/",
        "totals of a filtered list": "/totals/?kind=award&each=recipient",
        "promised": "/promised/",
        "as it was": "/as-it-was/?day=2018-06-01",
        **_named(deep),
        "api": "/api/v1/decisions/?page_size=20",
        "api, since": f"/api/v1/decisions/?since={half}&page_size=20",
        "feed of a search": "/decisions.atom?q=knife+crime",
    }
