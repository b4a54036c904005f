"""Traces for OpenTelemetry: what each request and each job of the worker asked of the database, and how long it took.

Off unless `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector; the library is imported only then. A trace holds routes,
never addresses, and statements, never their values: what people search for and who they are is in neither, nor are
the messages of errors. Traces that a request claims to belong to are not continued: anybody can send such a header.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

Handler = Callable[[HttpRequest], HttpResponse]
_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


def trace_requests(get_response: Handler) -> Handler:
    """Django middleware: one span for a request, named by its method and route, and one below it for each query."""

    def handle(request: HttpRequest) -> HttpResponse:
        method = request.method if request.method in _METHODS else "other"
        with traced(str(method), {"http.request.method": str(method), "register.face": settings.FACE}) as span:
            response = get_response(request)
            if span is not None:
                match = request.resolver_match
                route = match.route if match else ""
                span.update_name(f"{method} {route}")
                span.set_attributes({"http.route": route, "http.response.status_code": response.status_code})
                span.set_attribute("register.request", response.get("X-Request-ID", ""))
                if response.status_code >= 500:
                    span.set_attribute("error.type", str(response.status_code))
            return response

    return handle


@contextmanager
def traced(name: str, attributes: Mapping[str, str]) -> "Iterator[Span | None]":
    """Record what is done inside as a span, each query as one below it; nothing where no collector is configured."""
    if not settings.TRACES_TO:
        yield None
        return
    with ExitStack() as stack:
        span = stack.enter_context(_span(name, attributes))
        for alias in settings.DATABASES:
            stack.enter_context(connections[alias].execute_wrapper(_query))
        yield span


def _query(execute: Callable[..., Any], sql: Any, values: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement in a span of its own: its text with placeholders, as Django hands it over before the values."""
    statement = str(sql)
    alias = context["connection"].alias
    attributes = {"db.system.name": "postgresql", "db.namespace": alias, "db.query.text": statement}
    with _span(f"{statement.partition(' ')[0]} {alias}", attributes):
        return execute(sql, values, many, context)


@contextmanager
def _span(name: str, attributes: Mapping[str, str]) -> "Iterator[Span]":
    """A span of whatever is going on; of an error its kind alone is kept, because its message may quote a row."""
    tracer = provider().get_tracer("decision-register")
    with tracer.start_as_current_span(
        name, attributes=dict(attributes), record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__name__)
            raise


@lru_cache(maxsize=1)
def provider() -> "TracerProvider":
    """What makes spans in this process, and sends them in batches from a thread of its own.

    The library reads its other settings itself, such as `OTEL_SERVICE_NAME` and `OTEL_TRACES_SAMPLER`.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource({"service.name": "decision-register"}).merge(OTELResourceDetector().detect())
    made = TracerProvider(resource=resource)
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made
