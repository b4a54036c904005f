"""Readers who ask a server again and again, each on connections of their own, and remember every failure."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Load:
    """What the readers met: answers by status, what went wrong, the longest wait in seconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    longest: float = 0.0


@contextmanager
def readers(
    address: str, paths: tuple[str, ...], *, count: int = 4, headers: dict[str, str] | None = None
) -> Iterator[Load]:
    """So many readers at once, half of them keeping their connections open, until the block ends."""
    load, stop = Load(), threading.Event()
    threads = [
        threading.Thread(target=_read, args=(address, paths, headers or {}, number % 2 == 0, load, stop))
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def _read(
    address: str, paths: tuple[str, ...], headers: dict[str, str], keep: bool, load: Load, stop: threading.Event
) -> None:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    turn = 0
    while not stop.is_set():
        path = paths[turn % len(paths)]
        turn += 1
        began = time.monotonic()
        try:
            connection.request("GET", path, headers={**headers, **({} if keep else {"Connection": "close"})})
            answer = connection.getresponse()
            answer.read()
            load.statuses[answer.status] += 1
            if answer.status >= 500:
                load.failures.append(f"{path}: {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            load.failures.append(f"{path}: {error!r} after {time.monotonic() - began:.3f} s")
            connection.close()
        load.longest = max(load.longest, time.monotonic() - began)
    connection.close()
