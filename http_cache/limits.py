"""Limits on expensive work in this process: how much may run at once, altogether and for one network address.

nginx limits requests across all processes (deploy/nginx.conf); these limits hold without nginx too.
"""

import threading
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.addresses import client_address, network_of

View = Callable[..., HttpResponseBase]

#: In the environment of a request that the program makes itself, to write its pages as files: nothing limits those.
#: What comes over a network can set no name without HTTP_ before it.
OWN_REQUEST = "static_export"


class Busy(Exception):
    """No place is free. `own`: the client itself holds as many as one client may; otherwise others hold them."""

    def __init__(self, *, own: bool) -> None:
        self.own = own


class Limit:
    """A number of places, of which one client may hold at most `per_client` at once. Thread-safe."""

    def __init__(self, *, places: int, per_client: int, wait: float = 0.0) -> None:
        """`wait` is how many seconds a request waits for a place before it is refused."""
        self.places, self.per_client, self.wait = places, per_client, wait
        self._held: Counter[str] = Counter()
        self._change = threading.Condition()

    def take(self, client: str) -> Callable[[], None]:
        """Take a place and return the function that releases it, which may be called more than once.

        Raises:
            Busy: none became free while it waited.
        """
        with self._change:
            if not self._change.wait_for(lambda: self._free(client), timeout=self.wait):
                raise Busy(own=self._held[client] >= self.per_client)
            self._held[client] += 1
        released = threading.Event()

        def release() -> None:
            with self._change:
                if released.is_set():
                    return
                released.set()
                self._held[client] -= 1
                self._held += Counter()  # drops clients that hold no place
                self._change.notify_all()

        return release

    def _free(self, client: str) -> bool:
        return self._held.total() < self.places and self._held[client] < self.per_client


#: Whole exports that this process sends: each holds a thread until its reader is done.
DOWNLOADS = Limit(places=2, per_client=1)
#: Searches by words: a request waits for a place for a while rather than being refused at once.
SEARCHES = Limit(places=3, per_client=2, wait=3.0)
#: Papers that people send to be checked: each takes a process of its own.
CHECKS = Limit(places=2, per_client=1)
#: Papers drawn while their reader waits.
DRAWINGS = Limit(places=1, per_client=1, wait=5.0)

SECONDS_TO_WAIT = "30"


def too_busy(request: HttpRequest, busy: Busy) -> HttpResponse:
    """The error page, with Retry-After: 429 when the client itself holds the places, 503 when others do."""
    response = render(request, "register/too_many.html", {"own": busy.own}, status=429 if busy.own else 503)
    response["Retry-After"] = SECONDS_TO_WAIT
    return response


def limited(limit: Limit, when: Callable[[HttpRequest], bool] = lambda request: True) -> Callable[[View], View]:
    """A decorator: the view holds a place of `limit` until its response is sent, for requests where `when` is true."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not when(request):
                return view(request, *args, **kwargs)
            try:
                release = limit.take(network_of(client_address(request)))
            except Busy as busy:
                return too_busy(request, busy)
            try:
                response = view(request, *args, **kwargs)
            except BaseException:
                release()
                raise
            if response.streaming:
                # Django calls these when it closes the response.
                response._resource_closers.append(release)  # type: ignore[attr-defined]
            else:
                release()
            return response

        return answer

    return decorate
