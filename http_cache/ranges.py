"""Byte ranges (RFC 9110, section 14): a PDF viewer fetches the part that it shows; an interrupted download resumes."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Unsatisfiable(ValueError):
    """The range begins beyond the end."""


def wanted_range(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First byte and the one after the last of what is asked for; None for the whole.

    Several ranges at once, and a range of another state of the file (`If-Range`), are answered with the whole.

    Raises:
        Unsatisfiable: nothing of the file lies in the range.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or not match or match[1] == match[2] == "":
        return None
    if request.headers.get("If-Range", tag) != tag:
        return None
    if match[1] == "":
        start, stop = max(size - int(match[2]), 0), size
    else:
        start, stop = int(match[1]), min(int(match[2]) + 1, size) if match[2] else size
        if match[2] and int(match[2]) < int(match[1]):
            return None
    if start >= size or stop <= start:
        raise Unsatisfiable
    return start, stop


def unsatisfiable(size: int) -> HttpResponse:
    """The answer to a range that begins beyond the end."""
    return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})


def apply_range(request: HttpRequest, response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Cut a complete response down to the requested range; say in its headers that ranges are accepted."""
    if response.streaming or response.has_header("Content-Encoding"):
        return response
    body = response.content  # type: ignore[attr-defined]
    try:
        part = wanted_range(request, len(body), tag)
    except Unsatisfiable:
        return unsatisfiable(len(body))
    response["Accept-Ranges"] = "bytes"
    if part:
        start, stop = part
        response.content = body[start:stop]  # type: ignore[attr-defined]
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
    return response
