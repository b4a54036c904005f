"""How much of what is expensive may happen at once, in all and for one network address, in this process.

nginx counts across processes (deploy/nginx.conf); this holds without it as well, and where it is asked first.
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
    """There is no place; says for whom."""

    def __init__(self, *, own: bool) -> None:
        self.own = own


class Limit:
    """Places for so many at once, so many of them for one address. Thread-safe; a place is given back by a call."""

    def __init__(self, *, places: int, for_one: int, wait: float = 0.0) -> None:
        """`wait` is how many seconds a newcomer waits for a place."""
        self.places, self.for_one, self.wait = places, for_one, wait
        self._taken: Counter[str] = Counter()
        self._change = threading.Condition()

    def take(self, client: str) -> Callable[[], None]:
        """Take a place and return what gives it back, which may be called more than once.

        Raises:
            Busy: there is none, after waiting for it.
        """
        with self._change:
            if not self._change.wait_for(lambda: self._free(client), timeout=self.wait):
                raise Busy(own=self._taken[client] >= self.for_one)
            self._taken[client] += 1
        given_back = threading.Event()

        def give_back() -> None:
            with self._change:
                if given_back.is_set():
                    return
                given_back.set()
                self._taken[client] -= 1
                self._taken += Counter()  # forgets who holds nothing
                self._change.notify_all()

        return give_back

    def _free(self, client: str) -> bool:
        return self._taken.total() < self.places and self._taken[client] < self.for_one


#: Whole exports that this process sends: each holds a thread until its reader is done.
DOWNLOADS = Limit(places=2, for_one=1)
#: Searches by words; a reader waits for those before rather than being sent away.
SEARCHES = Limit(places=3, for_one=2, wait=3.0)
#: Papers that people send to be checked: each takes a process of its own.
CHECKS = Limit(places=2, for_one=1)
#: Papers drawn while their reader waits.
DRAWINGS = Limit(places=1, for_one=1, wait=5.0)

SECONDS_TO_WAIT = "30"


def too_busy(request: HttpRequest, busy: Busy) -> HttpResponse:
    """The page that says so, with the header that tells programs when to come back: 429 to one, 503 to all."""
    response = render(request, "register/too_many.html", {"own": busy.own}, status=429 if busy.own else 503)
    response["Retry-After"] = SECONDS_TO_WAIT
    return response


def limited(limit: Limit, when: Callable[[HttpRequest], bool] = lambda request: True) -> Callable[[View], View]:
    """A view that takes a place of `limit` until its answer is sent, for requests of which `when` is true."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not when(request):
                return view(request, *args, **kwargs)
            try:
                give_back = limit.take(network_of(client_address(request)))
            except Busy as busy:
                return too_busy(request, busy)
            try:
                response = view(request, *args, **kwargs)
            except BaseException:
                give_back()
                raise
            if response.streaming:
                response._resource_closers.append(give_back)  # type: ignore[attr-defined]  # what Django closes with it
            else:
                give_back()
            return response

        return answer

    return decorate
