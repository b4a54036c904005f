"""Logs: one JSON object a line, with the request's id and without personal data, secrets or anything from a paper."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

#: The id of the request being answered; "" outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: Libraries that tell of their own doings.
_CHATTY = ("fontTools", "weasyprint", "pyhanko", "pyhanko_certvalidator", "pikepdf")

#: What a line may say of a request besides its message.
_FIELDS = ("method", "route", "status", "milliseconds")


class JsonFormatter(logging.Formatter):
    """One line of JSON.

    Of an error it keeps the kind and the lines of code, never its message: a database's message quotes the row.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        if known := request_id.get():
            line["request"] = known
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return json.dumps(line, ensure_ascii=False, default=str)

    def _message(self, record: logging.LogRecord) -> str:
        # Django puts the address of the request, query included, into these; our own line names the route instead.
        if record.name.startswith(("django.request", "django.security", "django.server")):
            return record.getMessage().partition(":")[0]
        return record.getMessage()


class ReadableFormatter(logging.Formatter):
    """One short line for whoever works on the program, and the whole traceback of an error; never in production."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", "%H:%M:%S", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line; of a request its method, status, time taken and route."""
        if not hasattr(record, "milliseconds"):
            return super().format(record)
        facts = {name: getattr(record, name, "") for name in _FIELDS}
        route = f"/{facts['route']}"
        line = f"{facts['method']:<4} {facts['status']} {facts['milliseconds']:>5} ms  {route}"
        return f"{self.formatTime(record, self.datefmt)} {line}"


def logging_settings(level: str, *, readable: bool = False) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, where systemd or a container collects it.

    `readable` writes for a person at a terminal instead, errors with their messages.
    """
    kind = "ReadableFormatter" if readable else "JsonFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"config.logs.{kind}"}},
        "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["line"], "level": level},
        # Django's own handlers would write the same again, or mail it.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # Only runserver writes to this one, a second line for each request.
            "django.server": {"handlers": [], "propagate": True, **({"level": "WARNING"} if readable else {})},
            # One line a request is enough (config/middleware.py); these repeat it for every 404.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            # Libraries that tell what they do with each font and object.
            **{name: {"level": "WARNING"} for name in _CHATTY},
        },
    }
