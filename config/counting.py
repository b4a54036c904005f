"""Requests counted and timed around the whole program, what its page cache answers included."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import Counter, Histogram

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

#: By face, side (desk or register), method and class of status; never by address: addresses hold search words.
REQUESTS = Counter("register_requests", "Requests answered", ["face", "side", "method", "status"])
SECONDS = Histogram(
    "register_request_seconds",
    "Seconds from the first byte asked to the head of the answer",
    ["face", "side"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0),
)
_METHODS = {"GET", "HEAD", "POST"}


def counted(application: Application, face: str) -> Application:
    """The application with its answers counted and timed, by face, side, method and class of status."""

    def call(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        side = "desk" if environ.get("PATH_INFO", "").startswith(("/desk/", "/account/")) else "register"
        method = environ.get("REQUEST_METHOD", "")

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            REQUESTS.labels(face, side, method if method in _METHODS else "other", f"{status[:1]}xx").inc()
            SECONDS.labels(face, side).observe(time.perf_counter() - began)
            return start(status, headers, *rest)

        return application(environ, begin)

    return call
