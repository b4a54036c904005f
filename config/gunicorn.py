"""gunicorn: `gunicorn --config config/gunicorn.py`. Every number can be set by the environment."""

import gc
import os
from typing import Any

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
#: Renewed now and then, so that no leak of a library can grow for ever; not all at once.
max_requests = 5000
max_requests_jitter = 500
#: Heartbeat files in memory: a slow disk must not look like a hung worker.
_memory = "/dev/shm"  # noqa: S108 - gunicorn makes private files of random names in it
worker_tmp_dir = _memory if os.path.isdir(_memory) else None
#: Requests are logged once, by the application itself, without personal data (config/logs.py).
accesslog = None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
#: The only proxy believed is the one on this machine.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

#: No header names the script: which page is asked for, and so who may open it, is in the address alone.
forwarder_headers = ""


def post_worker_init(worker: Any) -> None:
    """Leave the program itself out of the search for rubbish: looking through all of it holds up a request now and then
    for a tenth of a second."""
    gc.collect()
    gc.freeze()
