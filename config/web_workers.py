"""Workers of the web server are renewed one after another, and none goes before the one after it answers.

gunicorn by itself ends the old workers of a reload as soon as it has begun the new ones, which then take seconds to
start; and it renews by a count of requests, which at full speed comes round every few seconds, for all at once. The
hooks of config/gunicorn.py put these functions in their place.

The arbiter imports this module and nothing else of the program, so that a reload starts the program anew.
"""

import functools
import gc
import mmap
import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from gunicorn.errors import HaltServer

#: Read once before a worker takes requests, so that templates, imports, connections and the book's counts are warm.
WARM_PATHS = ("/", "/decisions/", "/api/v1/decisions/?page_size=1", "/account/login/", "/healthz")
#: Seconds that a worker lives at least before it may be renewed because of its memory.
SHORTEST_LIFE = 60.0
_PAGE = os.sysconf("SC_PAGE_SIZE")


def be_patient(arbiter: Any, most_memory: int, shortest_life: float = SHORTEST_LIFE) -> None:
    """Have gunicorn's arbiter wait for new workers before it ends old ones; call it before the first worker starts.

    `most_memory` is the resident memory in bytes, shared pages aside, beyond which a worker is renewed; 0 for never.
    """
    ordinary = arbiter.manage_workers
    renew = functools.partial(_renew_the_heaviest, arbiter, most_memory, shortest_life)

    def manage_workers() -> None:
        if most_memory:
            renew()
        if len(arbiter.WORKERS) > arbiter.num_workers:
            _wait_for_the_youngest(arbiter)
        ordinary()

    arbiter.manage_workers = manage_workers


def mark_started(worker: Any) -> None:
    """Give a worker that is about to be forked a byte of memory shared with the arbiter."""
    worker.ready = mmap.mmap(-1, 1)
    worker.started_at = time.monotonic()


def mark_ready(worker: Any) -> None:
    """Say to the arbiter that this worker answers."""
    worker.ready[0] = 1


def warm_up(application: Any, host: str) -> None:
    """Ask the application for its commonest pages; whatever goes wrong there, a reader would have met as well."""
    for address in WARM_PATHS:
        parts = urlsplit(address)
        environ: dict[str, Any] = {"HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "127.0.0.1"}
        environ |= {"PATH_INFO": parts.path, "QUERY_STRING": parts.query}
        setup_testing_defaults(environ)
        answer = application(environ, lambda *_: None)
        try:
            for _ in answer:
                pass
        finally:
            if hasattr(answer, "close"):
                answer.close()
    # What has been loaded by now stays: looking through it for rubbish would hold up a request now and then.
    gc.collect()
    gc.freeze()


def share_counts(folder: str) -> None:
    """Have every worker write its counts (config/counting.py) where any of them can read all.

    `folder` is this server's own and is emptied: what lies there was counted by a server that has gone.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:  # the program says more of a VAR that cannot be used
        return
    for path in Path(folder).glob("*.db"):
        path.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder


def count_out(pid: int) -> None:
    """Keep the counts of a worker that has gone, and drop what it alone could say."""
    from prometheus_client.multiprocess import mark_process_dead

    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(pid)


def memory_of(pid: int) -> int:
    """Bytes of resident memory that a process has to itself; 0 where the system does not say."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * _PAGE


def _wait_for_the_youngest(arbiter: Any) -> None:
    """Return when as many workers as there should be, the youngest ones, answer; or when that takes too long."""
    until = time.monotonic() + arbiter.cfg.timeout
    while time.monotonic() < until and len(arbiter.WORKERS) > arbiter.num_workers:
        youngest = sorted(arbiter.WORKERS.values(), key=lambda worker: worker.age)[-arbiter.num_workers :]
        if all(worker.ready[0] for worker in youngest):
            return
        time.sleep(0.05)
        try:
            arbiter.reap_workers()
        except HaltServer as error:
            # gunicorn would end the whole service; the workers of before still serve.
            arbiter.log.error("A new worker did not start (%s): those of before go on.", error.reason)


def _renew_the_heaviest(arbiter: Any, most_memory: int, shortest_life: float) -> None:
    """Begin a new worker beside the heaviest one that is too heavy; it goes when the new one answers."""
    if len(arbiter.WORKERS) != arbiter.num_workers:
        return
    before = time.monotonic() - shortest_life
    weights = {pid: memory_of(pid) for pid, worker in arbiter.WORKERS.items() if worker.started_at < before}
    heaviest = max(weights, key=weights.__getitem__, default=0)
    if heaviest and weights[heaviest] > most_memory:
        arbiter.log.info("Worker %s has %d MB and is renewed.", heaviest, weights[heaviest] // 1_000_000)
        # The oldest is the first that gunicorn ends.
        arbiter.WORKERS[heaviest].age = 0
        arbiter.spawn_worker()
