"""gunicorn: `gunicorn --config config/gunicorn.py`. Every number can be set by the environment."""

import os
from typing import Any

from config import web_workers

wsgi_app = "config.wsgi:application"
#: Only this machine: nginx stands in front (deploy/nginx.conf).
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_WORKERS", "2"))
#: Threads cost little and keep a slow upload from blocking a reader; pages themselves are bound by the processor.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
#: A request that takes longer is given up. Sealing with an outside time stamp is the longest one.
timeout = 60
#: On SIGTERM requests that are under way are finished, for at most so many seconds.
graceful_timeout = 30
keepalive = 5
#: The most that gunicorn can read, and what nginx reads: a list can be narrowed by many values at once.
limit_request_line = 8190
#: No socket to steer it by: nobody uses one, and the units do not let it be made, an error at each start.
control_socket_disable = True
#: Renewed by memory, one at a time (config/web_workers.py), never by a count of requests.
max_requests = 0
_most_memory = int(os.environ.get("WEB_MEMORY_MB", "600")) * 1_000_000
#: Heartbeat files in memory: a slow disk must not look like a hung worker.
_memory = "/dev/shm"  # noqa: S108 - gunicorn makes private files of random names in it
worker_tmp_dir = _memory if os.access(_memory, os.W_OK) else None
#: Requests are logged once, by the application itself, without personal data (config/logs.py).
accesslog = None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
#: The only proxy believed is the one on this machine.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

#: No header names the script: which page is asked for, and so who may open it, is in the address alone.
forwarder_headers = ""


def on_starting(arbiter: Any) -> None:
    """No worker is ended before the one after it answers."""
    web_workers.be_patient(arbiter, _most_memory)
    web_workers.share_counts(os.path.join(os.environ.get("VAR", "var"), "metrics", bind.replace("/", "_")))


def pre_fork(arbiter: Any, worker: Any) -> None:
    """Let the worker say when it answers."""
    web_workers.mark_started(worker)


def child_exit(arbiter: Any, worker: Any) -> None:
    """Counts of a worker that has gone stay counted."""
    web_workers.count_out(worker.pid)


def post_worker_init(worker: Any) -> None:
    """Answer the commonest pages once before anybody asks."""
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0]
    try:
        web_workers.warm_up(worker.wsgi, host)
    except Exception:
        # With the database away a worker serves all the same: it says so on every page, and is there when it is back.
        worker.log.exception("The first pages could not be drawn ahead.")
    web_workers.mark_ready(worker)
