"""Around every request: its id, one line in the log, and the header that Django has no setting for."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.logs import request_id

Handler = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("register.request")

#: What nothing on any page needs.
_POWERS = "accelerometer camera display-capture geolocation gyroscope microphone midi payment usb"
_POLICY = ", ".join(f"{power}=()" for power in _POWERS.split())
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_line(get_response: Handler) -> Handler:
    """Give the request an id (or keep the proxy's), say it in the answer, and log one line about it.

    The line names the route, not the address: addresses hold search words and the keys of password letters.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex)
        began = time.monotonic()
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            response.setdefault("Permissions-Policy", _POLICY)
            _log(request, response, time.monotonic() - began)
        finally:
            request_id.reset(token)
        return response

    return handle


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    facts = {
        "method": request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other",
        "route": match.route if match else "",
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }
    logger.info("request", extra=facts)
