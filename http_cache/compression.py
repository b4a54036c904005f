"""Text is compressed once, when it is drawn, in the encoding that the client accepts: brotli, gzip or none."""

import gzip
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Best first. Levels: twice the time of these gains a few hundredths of the bytes.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    # No time in the head: the same page is the same bytes.
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
#: Shorter answers fit into one packet anyway.
SHORTEST = 1_000
_TEXT = re.compile(r"^(text/|application/([a-z0-9.+-]*\+)?(json|xml)\b|application/atom\+xml|image/svg\+xml)")


def encoding_of(accepted: str) -> str:
    """The encoding to answer in for a header Accept-Encoding: "br", "gzip" or "" (deploy/nginx.conf says the same)."""
    offers: dict[str, bool] = {}
    for offer in accepted.lower().split(","):
        name, _, weight = offer.partition(";")
        offers[name.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return next((name for name in ENCODERS if offers.get(name)), "")


def compress(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Compress a page that is whole, text and long enough.

    Only for responses without anything private: where a request chooses text beside a secret, the compressed length
    gives the secret away (the BREACH attack).
    """
    if getattr(response, "is_rendered", True) is False:  # Django REST framework renders its responses last
        response.add_post_render_callback(lambda rendered: compress(request, rendered))  # type: ignore[attr-defined]
        return response
    encoding = encoding_of(request.headers.get("Accept-Encoding", ""))
    if response.streaming or not encoding:
        return response
    if response.has_header("Content-Encoding") or not _TEXT.match(response.get("Content-Type", "")):
        return response
    body = response.content  # type: ignore[attr-defined]
    if len(body) < SHORTEST:
        return response
    response.content = ENCODERS[encoding](body)  # type: ignore[attr-defined]
    response["Content-Encoding"] = encoding
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
    return response
