"""Whole files of open data: they take as long a decision in a large book as in a small one, and no more memory."""

import logging
import resource
import time
from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks._books import SIZES, book_of

FILES = (
    "/decisions.csv",
    "/decisions.json",
    "/open-data/decisions.ndjson",
    "/open-data/tranches.csv",
    "/open-data/links.csv",
    "/open-data/360giving.json",
)
#: How many times as long a decision may take at the largest size as at ten times fewer, on a machine at rest.
MOST_GROWTH = 2.0
#: Megabytes by which the process may grow while it writes a file of the largest size.
MOST_MEMORY = 64


def measure() -> bool:
    """Print seconds for each file at every size; False when time a decision or memory grows beyond its target."""
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.INFO)
    table = {size: _measure_size(size) for size in SIZES}
    print(f"{'seconds':30}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'a decision':>12}{'MB more':>9}")
    met = True
    for name in FILES:
        times = [table[size][name][0] for size in SIZES]
        growth = (times[-1] / SIZES[-1]) / (times[-2] / SIZES[-2])
        memory = table[SIZES[-1]][name][1]
        fine = growth <= MOST_GROWTH and memory <= MOST_MEMORY
        met = met and fine
        mark = "" if fine else "  missed"
        print(f"{name:30}" + "".join(f"{t:12.2f}" for t in times) + f"{growth:11.1f}x{memory:9.0f}{mark}")
    return met


def _measure_size(size: int) -> dict[str, tuple[float, float]]:
    with book_of(size):
        client = Client()
        client.get("/decisions/")
        return {name: _measure_download(client, name) for name in FILES}


def _measure_download(client: Client, path: str) -> tuple[float, float]:
    """Seconds to write a file, and megabytes by which the process grew beyond all it ever had."""
    before, began = _peak(), time.perf_counter()
    answer: Any = client.get(path)
    if answer.status_code != 200 or not sum(len(chunk) for chunk in answer.streaming_content):
        raise RuntimeError(f"{path}: {answer.status_code}")
    return time.perf_counter() - began, _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
