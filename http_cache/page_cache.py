"""Public pages kept in memory, in front of everything else of the program.

It cannot leak: only public addresses are kept (an allowlist), only for requests without cookies or credentials, only
answers that say themselves that they are public and set no cookie; and the key holds the state of the book.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import uuid4

from django.db import Error, connections

from http_cache.book_version import BookVersion, book_version
from http_cache.compression import encoding_of
from languages.addresses import split_language

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

#: Addresses whose answers may be kept. What is not here is never looked at.
PUBLIC = re.compile(
    r"^/(|decisions/([A-Za-z0-9-]{3,30}/(versions/\d{1,4}/)?)?|decisions/[A-Za-z0-9-]{3,30}\.json|decisions\.atom"
    r"|threads/([A-Za-z0-9-]{3,30}/)?|(funders|funds|years)/([a-z0-9-]{1,100}/)?|statistics/|open-data/"
    r"|api/v1/(|decisions/|entries/|funders/|funds/|schema/|docs/)|accessibility/|privacy/|cookies/|contact/"
    r"|robots\.txt|sitemap\.xml)$"
)
LONGEST_QUERY = 300
#: Bytes of one answer, and of all answers, that are kept.
LARGEST_PAGE, CAPACITY = 300_000, 64_000_000


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A response as it was sent, without the headers that belong to one request."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes


class PageCache:
    """A WSGI application in front of another one; bounded, and emptied whenever the book changes."""

    def __init__(self, application: Application, book: BookVersion = book_version) -> None:
        self._application, self._book_version = application, book
        self._lock = Lock()
        self._tag = ""
        self._pages: OrderedDict[tuple[str, ...], CachedPage] = OrderedDict()
        self._size = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from memory, or ask the application and remember what may be remembered."""
        key = key_of(environ)
        tag = self._current_tag() if key else ""
        if not key or not tag:
            return self._application(environ, start)
        with self._lock:
            cached = self._pages.get(key) if tag == self._tag else None
            if cached:
                self._pages.move_to_end(key)
        if cached:
            return _send(cached, environ, start)
        return self._forward(environ, start, key, tag)

    def _current_tag(self) -> str:
        """The tag of the book; "" when the database cannot be reached, for which the application has an error page."""
        connection = connections["book"]
        try:
            connection.close_if_unusable_or_obsolete()
            return self._book_version.tag()
        except Error:
            connection.close()
            return ""

    def _forward(self, environ: dict[str, Any], start: Start, key: tuple[str, ...], tag: str) -> Iterable[bytes]:
        """Pass a request to the application, and keep its answer under the key if it is one that may be kept."""
        response_start: list[Any] = []

        def capture_start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            response_start[:] = [status, list(headers)]
            return start(status, headers, *rest)

        answer = self._application(environ, capture_start)
        if (
            not response_start
            or not is_cacheable(response_start[0], response_start[1])
            or getattr(answer, "streaming", False)
        ):
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if environ["REQUEST_METHOD"] == "GET":
            self._keep(key, tag, response_start[1], body)
        return [body]

    def _keep(self, key: tuple[str, ...], tag: str, headers: list[tuple[str, str]], body: bytes) -> None:
        """Store a page for this state of the book, and drop the pages used longest ago above CAPACITY bytes."""
        if len(body) > LARGEST_PAGE:
            return
        names = {name.lower(): value for name, value in headers}
        own = tuple((name, value) for name, value in headers if name.lower() not in ("x-request-id", "date"))
        with self._lock:
            if tag != self._tag:
                self._pages.clear()
                self._tag, self._size = tag, 0
            self._pages[key] = CachedPage(own, names.get("etag", ""), body)
            self._size += len(body)
            while self._size > CAPACITY:
                _, oldest = self._pages.popitem(last=False)
                self._size -= len(oldest.body)


def key_of(environ: dict[str, Any]) -> tuple[str, ...] | None:
    """What a page is kept under; None for a request whose answer may not be kept or taken from memory."""
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        return None
    if environ.get("HTTP_COOKIE") or environ.get("HTTP_AUTHORIZATION"):
        return None
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if not PUBLIC.match(split_language(path)[1]) or len(query) > LONGEST_QUERY:
        return None
    # The program refuses hosts that are not its own; one host's pages are not another's.
    headers = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST")
    return (
        *(environ.get(name, "") for name in headers),
        encoding_of(environ.get("HTTP_ACCEPT_ENCODING", "")),
        path,
        query,
    )


def is_cacheable(status: str, headers: list[tuple[str, str]]) -> bool:
    """Whether the headers of a response say that anybody may have it: status 200, public, with an ETag, no cookie."""
    names = {name.lower(): value for name, value in headers}
    if not status.startswith("200 ") or "set-cookie" in names or "content-disposition" in names:
        return False
    if "cookie" in names.get("vary", "").lower():
        return False
    return "public" in names.get("cache-control", "") and "etag" in names


def _send(cached: CachedPage, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    known = [tag.strip() for tag in environ.get("HTTP_IF_NONE_MATCH", "").split(",")]
    same = bool(cached.etag) and cached.etag in known
    omitted = ("content-length", "content-type") if same else ()
    headers = [pair for pair in cached.headers if pair[0].lower() not in omitted]
    start("304 Not Modified" if same else "200 OK", [*headers, ("X-Request-ID", uuid4().hex)])
    if same:
        return []
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [cached.body]
