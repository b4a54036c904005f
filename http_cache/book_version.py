"""The state of the book, asked at most once a second; asking also publishes what has become due."""

import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections

from profiles import current

#: Seconds for which an answer is good. Short, so that a withdrawal reaches every page at once to human eyes.
FRESH_FOR = 1.0

# The signed head counts too: a page says that its proof is pending until there is one. So does the newest moment:
# a book that was made anew counts its versions from 1 again.
_STATE = """
    SELECT s.version, coalesce((SELECT max(h.size) FROM book.head h), 0),
           coalesce(extract(epoch FROM greatest((SELECT max(e.published_at) FROM book.entry e),
                                                (SELECT max(h.signed_at) FROM book.head h))), 0)
    FROM book.state s
"""

#: Seconds after which a change is named as Last-Modified: the header has whole seconds, and so could not tell two
#: changes within one second apart.
SETTLED_AFTER = 2.0

T = TypeVar("T")


class BookVersion:
    """Remembers the tag of the book's state for a second, and values computed from that state. Thread-safe."""

    def __init__(self, ask: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock = ask, clock
        self._lock = Lock()
        self._asked_at = float("-inf")
        self._tag = ""
        self._memory: dict[str, Any] = {}

    def tag(self) -> str:
        """A text that differs after each change of the book; at most a second old."""
        if self._clock() - self._asked_at < FRESH_FOR:
            return self._tag
        with self._lock:
            if self._clock() - self._asked_at >= FRESH_FOR:
                tag = self._ask()
                if tag != self._tag:
                    self._tag, self._memory = tag, {}
                self._asked_at = self._clock()
        return self._tag

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """What `make` returned for this state of the book, kept in memory: for small values that many pages need."""
        self.tag()
        memory = self._memory
        if name not in memory:
            memory[name] = make()
        value: T = memory[name]
        return value

    def forget(self) -> None:
        """Ask again next time, however soon that is, and keep nothing that was computed."""
        with self._lock:
            self._asked_at, self._tag, self._memory = float("-inf"), "", {}


def publish_due_and_read_tag() -> str:
    """Publish what is due (a replica cannot), and return the tag of the book's state.

    Raises django.db.Error when the database does not answer.
    """
    with connections["book"].cursor() as cursor:
        cursor.execute("SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE book.publish_due() END")
        cursor.execute(_STATE)
        version, head, newest = cursor.fetchone()
    return f"{version}-{head}-{newest:.6f}".replace(".", "")


def last_modified(tag: str, now: float) -> float | None:
    """When pages of this state last changed, in seconds since 1970; None when that is too recent to be named.

    A new build of the program changes pages as well.
    """
    moment = max(int(tag.rpartition("-")[2] or 0) / 1_000_000, _BUILT_AT)
    return moment if now - moment >= SETTLED_AFTER else None


book_version = BookVersion(publish_due_and_read_tag)


#: Folders whose files decide what a public page looks like.
DRAWS_PAGES = (
    "templates", "register", "verification", "public_api", "http_cache", "figures", "components", "static/built",
    "book/presenters", "languages", "locale",
)  # fmt: skip


def build() -> tuple[str, float]:
    """The fingerprint of this build and its profile, whose pages are not another's, and when it was made."""
    fingerprint, made_at = sha256(current().digest.encode()), 0.0
    for folder in DRAWS_PAGES:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.*")):
            if path.is_file() and path.suffix in {".html", ".py", ".css", ".js", ".mo"}:
                fingerprint.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
                made_at = max(made_at, path.stat().st_mtime)
    return fingerprint.hexdigest()[:10], made_at


BUILD, _BUILT_AT = build()
