"""Traces: a real exporter sends them to a collector on this machine, which reads them as OpenTelemetry defines them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from operations import tracing
from operations.rounds import work_round
from tests.people import People

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MIDDLEWARE = "operations.tracing.trace_requests"


class Collector:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        received = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Print nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def spans(self) -> list[Span]:
        tracing.provider().force_flush()
        sent = [ExportTraceServiceRequest.FromString(request) for request in self.requests]
        return [
            span
            for request in sent
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    collector = Collector()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
    settings.TRACES_TO = collector.address
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    tracing.provider.cache_clear()
    yield collector
    tracing.provider().shutdown()
    tracing.provider.cache_clear()
    collector.server.shutdown()
    collector.server.server_close()


def attributes(span: Span) -> dict[str, str]:
    return {item.key: item.value.string_value or str(item.value.int_value) for item in span.attributes}


@pytest.mark.committed
def test_a_request_is_a_trace_with_its_queries_and_tells_of_nobody(collector: Collector, people: People) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    client.force_login(people.fatima)
    assert client.get("/decisions/?q=unspoken+name").status_code == 200
    assert client.get("/desk/").status_code == 200
    spans = collector.spans()
    by_name = {span.name: span for span in spans}
    page = by_name["GET decisions/"]
    assert attributes(page)["http.response.status_code"] == "200"
    assert attributes(page)["register.request"]
    queries = [span for span in spans if span.parent_span_id == page.span_id]
    assert {attributes(query)["db.namespace"] for query in queries} == {"book"}
    assert all(query.trace_id == page.trace_id for query in queries)
    assert page.trace_id.hex() != "a" * 32
    sent = b"".join(collector.requests)
    for secret in (b"unspoken", b"203.0.113.9", b"fatima", b"Fatima"):
        assert secret not in sent


@pytest.mark.django_db
def test_of_a_fault_its_kind_is_sent_and_never_its_words(collector: Collector) -> None:
    def fail(at: datetime) -> int:
        raise ValueError("Kaya's secret")

    work_round({"entries published": fail}, NOW)
    (span,) = collector.spans()
    assert span.name == "job: entries published"
    assert attributes(span)["error.type"] == "ValueError"
    assert b"Kaya" not in b"".join(collector.requests)


@pytest.mark.committed
def test_pages_are_answered_while_no_collector_listens(collector: Collector) -> None:
    collector.server.shutdown()
    collector.server.server_close()
    for _ in range(3):
        assert Client().get("/decisions/").status_code == 200


def test_without_a_collector_nothing_is_traced(settings: Any) -> None:
    assert not settings.TRACES_TO
    assert MIDDLEWARE not in settings.MIDDLEWARE
    with tracing.traced("job: nothing", {}) as span:
        assert span is None
