"""Decorators of public views: read by anybody, no cookie, cached only as long as the book does not change."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, quote_etag
from django.views.decorators.http import require_safe

from http_cache.book_version import BUILD, book_version, last_modified
from http_cache.compression import compress
from http_cache.ranges import apply_range
from languages.links import keep_language

View = Callable[..., HttpResponseBase]

#: Anybody may keep the page, and must ask before showing it again: the answer is a few bytes while nothing changed.
SHARED = "public, max-age=0, must-revalidate"
#: PostgreSQL: query_canceled, here by statement_timeout.
_CANCELED = "57014"


def public_page(view: View) -> Callable[..., HttpResponseBase]:
    """A page drawn from the book: its ETag is the state of the book, so that a client which has the page gets 304."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tag = f'W/"{book_version.tag()}-{BUILD}"'
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return _with_page_headers(HttpResponseNotModified(), tag)
        response = compress(request, keep_language(request, _guarded(view, request, *args, **kwargs)))
        if response.status_code not in (200, 206, 304):
            return _with_error_headers(response)
        # A file's own ETag is more precise than the state of the book.
        return _with_page_headers(response, response.get("ETag", tag))

    return login_not_required(_answering_options(view, require_safe(answer)))


def _answering_options(view: View, answer: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer OPTIONS with the allowed methods and, for data, the CORS headers that a browser asks for first."""

    @wraps(answer)
    def with_options(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "OPTIONS":
            return answer(request, *args, **kwargs)
        response = HttpResponse(status=204)
        response["Allow"] = "GET, HEAD, OPTIONS"
        if getattr(view, "for_programs", False):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Range"
            response["Access-Control-Max-Age"] = "86400"
        return response

    return with_options


def public_bytes(view: View) -> Callable[..., HttpResponseBase]:
    """Bytes out of the book whose ETag is the digest that the view sets in `X-Digest`: a payload, a sealed paper."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        book_version.tag()
        response = _guarded(view, request, *args, **kwargs)
        if response.status_code != 200:
            return _with_error_headers(response)
        tag = quote_etag(response["X-Digest"])
        del response["X-Digest"]
        known = {known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))}
        if tag in known:
            return _with_page_headers(HttpResponseNotModified(), tag)
        response["X-Content-Type-Options"] = "nosniff"
        response = compress(request, response)
        # Compressed and plain bytes differ, so they may not share a strong ETag (RFC 9110, 8.8.1).
        return apply_range(
            request, _with_page_headers(response, f"W/{tag}" if "Content-Encoding" in response else tag), tag
        )

    return login_not_required(require_safe(answer))


def too_slow(error: OperationalError) -> bool:
    """Whether the database stopped a query because it took too long."""
    return getattr(error.__cause__, "pgcode", "") == _CANCELED


def bad_request(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page that says, in one sentence, why an address cannot be answered."""
    return render(request, "register/refused.html", {"sentence": sentence}, status=400)


def _guarded(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Call the view; a refused address gives 400 with its sentence, a query that took too long 503."""
    try:
        return view(request, *args, **kwargs)
    except BadRequest as error:
        return bad_request(request, str(error))
    except OperationalError as error:
        if not too_slow(error):
            raise
        response = render(request, "register/busy.html", status=503)
        response["Retry-After"] = "30"
        return response


def _with_page_headers(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response["Cache-Control"] = SHARED
    response["ETag"] = tag
    changed_at = last_modified(book_version.tag(), time.time())
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _with_error_headers(response: HttpResponseBase) -> HttpResponseBase:
    """Set the headers of anything but success: errors are not cached, permanent redirects for a minute.

    A temporary redirect and “gone” are public, and revalidated like a page.
    """
    response["Cache-Control"] = {301: "public, max-age=60", 302: SHARED, 410: SHARED}.get(
        response.status_code, "no-store"
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
