"""Pages as readers get them: through nginx and without, beside a file of the same bytes; and the longest wait."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from benchmarks._figures import Figure, beside, within
from benchmarks._site import Site, load, processor_seconds, site
from book.models import PublishedDecision
from deploy.ports import free_port
from tests.deploy.serving import ROOT, fetch, production_environment, wait_for

#: Seconds of one measurement, and how many of each.
SECONDS, ROUNDS = 1, 5
#: Milliseconds that nobody waits longer than, through two reloads under load.
LONGEST_WAIT = 1_000.0


def figures() -> Iterator[Figure]:
    """What readers see of speed; needs nginx and wrk.

    Measured is processor time: of nginx and the service together, for one request, under as many as they can take.
    Its inverse is what a core can serve, and it stays the same when somebody else uses the machine as well.
    """
    if not shutil.which("wrk"):
        raise RuntimeError("wrk is not installed: apt-get install wrk")
    decision = PublishedDecision.objects.order_by("-sorted_on", "-key")[100]
    pages = {"decision page": f"/decisions/{decision.slug}/", "list page": "/decisions/"}
    with site() as running, granian(running) as (alone, other):
        roots = running.master.pid, running.nginx.pid, other
        for name, path in pages.items():
            file = _cost(_as_a_file(running, path), roots)
            yield _beside_a_file(f"{name} through nginx", _cost(f"{running.front}{path}", roots), file, 0.8)
            yield _beside_a_file(f"{name}, gunicorn alone", _cost(f"{running.behind}{path}", roots), file, 0.5)
            yield _beside_a_file(f"{name}, granian alone", _cost(f"{alone}{path}", roots), file, 0.5)
        yield _through_reloads(running, pages["decision page"])


def _beside_a_file(name: str, ours: Callable[[], float], file: Callable[[], float], target: float) -> Figure:
    return beside(name, ours, "the same bytes as a file of nginx's", file, unit="µs", target=target, rounds=ROUNDS)


def _cost(address: str, roots: tuple[int, ...]) -> Callable[[], float]:
    """A function that measures microseconds of processor time for one request."""

    def measure() -> float:
        for _ in range(5):
            before = processor_seconds(*roots)
            seen = load(address, seconds=SECONDS)
            if seen.failures:
                raise RuntimeError(f"{address}: {seen.failures} requests failed.")
            # On a machine that is busy with other things a second may pass before anything is answered at all.
            if seen.per_second * SECONDS > 100:
                return (processor_seconds(*roots) - before) / (seen.per_second * SECONDS) * 1e6
        raise RuntimeError(f"{address}: hardly anything is answered.")

    return measure


def _as_a_file(running: Site, path: str) -> str:
    """The very bytes of a page, as a file that nginx serves."""
    port = running.front.rpartition(":")[2]
    answer = fetch(f"https://register.example:{port}{path}", headers={"Accept-Encoding": "br"})
    name = f"{path.strip('/').replace('/', '-')}.html"
    (running.static / name).write_bytes(answer.body)
    return f"{running.front}/static/{name}"


@contextmanager
def granian(running: Site) -> Iterator[tuple[str, int]]:
    """Another web server with the same program and page cache in it, as a measure for those without nginx."""
    port = free_port()
    environment = production_environment(running.static.parent, LOG_LEVEL="WARNING")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    command += ["--blocking-threads", "1", "--no-ws", "--log-level", "error", "config.wsgi:application"]
    with (running.log.parent / "granian.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", running.log.parent / "granian.log")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)


def _through_reloads(running: Site, path: str) -> Figure:
    """The longest that anybody waited while all workers were renewed twice, straight from the service."""

    def reload_twice() -> None:
        for _ in range(2):
            time.sleep(1)
            before = _workers(running)
            os.kill(running.master.pid, signal.SIGHUP)
            until = time.monotonic() + 30
            while _workers(running) & before and time.monotonic() < until:
                time.sleep(0.1)

    reloads = threading.Thread(target=reload_twice)
    reloads.start()
    longest = 0.0
    while reloads.is_alive():
        seen = load(f"{running.behind}{path}", seconds=2, connections=8)
        if seen.failures:
            raise RuntimeError(f"{seen.failures} requests failed during a reload.")
        longest = max(longest, seen.longest_ms)
    return within("longest wait through two reloads", longest, LONGEST_WAIT, unit="ms")


def _workers(running: Site) -> set[int]:
    output = subprocess.run(["ps", "-o", "pid=", "--ppid", str(running.master.pid)], capture_output=True, text=True)
    return {int(pid) for pid in output.stdout.split()}
