"""Public pages in-process: lists, search with facets, pages deep in a list, one decision; and how they grow."""

import statistics
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.test import Client

from benchmarks._books import SIZES, book_of
from register.models import Decision
from register.serving.version import watch

#: Milliseconds that 95 of 100 answers stay under at the largest size.
TARGETS = {"decision": 30.0}
USUAL = 100.0
ROUNDS = 30


def measure(sizes: tuple[int, ...] = SIZES) -> bool:
    """Print a line for every page and size; False when a target is missed at the largest."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.LOGGING_CONFIG = None
    met = True
    print(f"{'page':<22}{'decisions':>10}{'p50 ms':>9}{'p95 ms':>9}")
    for size in sizes:
        with book_of(size):
            watch.forget()
            for name, ask in pages():
                times = sorted(timed(ask) for _ in range(ROUNDS))
                p50, p95 = statistics.median(times), times[int(len(times) * 0.95) - 1]
                missed = size == max(sizes) and p95 > TARGETS.get(name, USUAL)
                met = met and not missed
                print(f"{name:<22}{size:>10,}{p50:>9.1f}{p95:>9.1f}{'  over the target' if missed else ''}", flush=True)
    return met


def timed(ask: Callable[[], None]) -> float:
    """Milliseconds of one answer, drawn anew."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1_000


def pages() -> Iterator[tuple[str, Callable[[], None]]]:
    """Name and request of each measurement; each is asked once before, to warm what is kept per state of the book."""
    some = Decision.objects.order_by("-sorted_on")[100]
    half = Decision.objects.count() // 2
    deep = Decision.objects.order_by("-sorted_on", "-key")[half]
    asked = {
        "front": "/",
        "list": "/decisions/",
        "list, deep": f"/decisions/?cursor=a_{deep.sorted_on}_{deep.key}",
        "list, by amount": "/decisions/?sort=largest",
        "filter": "/decisions/?kind=award",
        "filters": f"/decisions/?kind=award&force=yes&decided={some.decided_on.year if some.decided_on else 2020}",
        "common word": "/decisions/?q=grant",
        "two words": "/decisions/?q=violence+young",
        "rare phrase": '/decisions/?q="illegal+goods"',
        "word and filter": "/decisions/?q=police&kind=offer",
        "word by date": "/decisions/?q=funding&sort=oldest",
        "nothing": "/decisions/?q=zebra",
        "decision": f"/decisions/{some.slug}/",
        "thread": f"/threads/{some.slug}/",
        "years": "/years/",
        "statistics": "/statistics/",
        "api": "/api/v1/decisions/?page_size=20",
        "feed of a search": "/decisions.atom?q=police",
    }
    client = Client()
    for name, path in asked.items():

        def ask(path: str = path) -> None:
            answer = client.get(path)
            if answer.status_code not in (200, 302, 404):
                raise RuntimeError(f"{path}: {answer.status_code}")

        ask()
        yield name, ask
