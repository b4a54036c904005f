"""/metrics: what Prometheus reads. Closed to the public; a process tells of its own face alone."""

import hmac
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

#: What is asked of the book: the same for a primary and a replica that follows one.
_BOOK = {
    "register_book_entries": (
        "Entries in the book",
        "SELECT entries FROM book.state",
    ),
    "register_head_age_seconds": (
        "Seconds since the newest tree head was signed; 0 before the first",
        "SELECT coalesce(extract(epoch FROM clock_timestamp() - max(signed_at)), 0) FROM book.head",
    ),
    "register_entries_without_head": (
        "Entries that no signed tree head covers yet",
        "SELECT s.entries - coalesce((SELECT max(size) FROM book.head), 0) FROM book.state s",
    ),
    "register_replica_lag_seconds": (
        "Seconds by which this database is behind its primary; 0 on a primary",
        "SELECT CASE WHEN pg_is_in_recovery() AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()"
        " THEN coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)"
        # A copy by subscription: for how long its primary has said nothing; it speaks every half minute at least.
        " ELSE coalesce((SELECT extract(epoch FROM clock_timestamp() - min(last_msg_receipt_time))"
        " FROM pg_stat_subscription WHERE relid IS NULL), 0) END",
    ),
}
#: What is asked of the desk. That a deferral waits is nobody else's to know: a register process has no such alias.
_DESK = {
    "register_letters_waiting": (
        "Letters that were not sent yet",
        "SELECT count(*) FROM mail_letter WHERE sent_at IS NULL",
    ),
    "register_letters_oldest_seconds": (
        "Age of the oldest letter that was not sent yet",
        "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(written_at)), 0) FROM mail_letter"
        " WHERE sent_at IS NULL",
    ),
    "register_publications_waiting": (
        "Publications that wait for their day",
        "SELECT count(*) FROM book_waiting",
    ),
    "register_publications_unsound": (
        "Publications that wait because what was signed is not sound",
        "SELECT count(*) FROM book_waiting w JOIN book_verification v USING (payload_sha256)"
        " WHERE w.to_verify AND v.problem <> ''",
    ),
    "register_publications_overdue_seconds": (
        "By how much the publication that was due first is late",
        "SELECT greatest(coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0), 0) FROM book_waiting",
    ),
}


class Collected(Collector):
    """Gauges that are asked for when Prometheus reads them."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each gauge; a database that is away is told by `register_database_up`, and its gauges are left out."""
        up = GaugeMetricFamily("register_database_up", "Whether a database answers", labels=["alias"])
        for alias, questions in (("book", _BOOK), ("default", _DESK)):
            if not settings.DATABASES.get(alias):
                continue
            gauges = list(_queried_gauges(alias, questions))
            up.add_metric([alias], 1 if gauges else 0)
            yield from gauges
        yield up
        yield GaugeMetricFamily("register_disk_free_bytes", "Free on the disk of VAR", shutil.disk_usage(_disk()).free)
        if settings.FACE != "register" and settings.BACKUPS:
            yield from _backups(Path(settings.BACKUPS))


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and gauges in Prometheus's text format, to those who may have them; to others there is no such page."""
    if not may_read(request):
        raise Http404
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        body = generate_latest(registry)
    else:
        body = generate_latest(REGISTRY)
    gauges = CollectorRegistry()
    gauges.register(Collected())
    return HttpResponse(body + generate_latest(gauges), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """With METRICS_TOKEN set, who sends it; without, this machine itself and nobody through a proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    proxied = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"))
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not proxied


def _queried_gauges(alias: str, questions: dict[str, tuple[str, str]]) -> Iterator[GaugeMetricFamily]:
    """One gauge per question put to a database; none, and the connection closed, when it does not answer."""
    try:
        with connections[alias].cursor() as cursor:
            for name, (words, question) in questions.items():
                cursor.execute(question)
                yield GaugeMetricFamily(name, words, float(cursor.fetchone()[0]))
    except (DatabaseError, InterfaceError):
        connections[alias].close()


def _backups(folder: Path) -> Iterator[GaugeMetricFamily]:
    newest = max((path.stat().st_mtime for path in folder.glob("*.backup")), default=0.0)
    yield GaugeMetricFamily("register_backup_written_at", "When the newest backup was written; 0 for never", newest)


def _disk() -> Path:
    place = Path(settings.VAR)
    while not place.exists():
        place = place.parent
    return place
