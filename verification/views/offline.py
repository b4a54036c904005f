"""The page that checks a paper in the reader's own browser: one file that needs no connection and may have none."""

import re
from functools import cache
from html import escape
from pathlib import Path

from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from book.log.proofs import latest_head
from http_cache.pages import public_page

#: Made at set-up by static/check/build.mjs; the policy in it allows its own script and style by their hashes.
FILE = Path("static/built/check.html")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


@public_page
def verify_offline(request: HttpRequest) -> HttpResponseBase:
    """The page, with the log's newest key filled in; readers are told to compare it."""
    return csp(_directives(_page()))(_answer)(request)


def _answer(request: HttpRequest) -> HttpResponse:
    head = latest_head()
    where = settings.LOG_KEY_PRINTED_IN
    printed = f"Its fingerprint is printed in: {where}." if where else "The office prints or tells you its fingerprint."
    page = _page().replace("@@PRINTED@@", escape(printed)).replace("@@KEY@@", escape(head.verifier if head else ""))
    return HttpResponse(page)


@cache
def _page() -> str:
    return (Path(settings.BASE_DIR) / FILE).read_text(encoding="utf-8")


def _directives(page: str) -> dict[str, list[str]]:
    """The page's own policy as the header says it too; only a header can forbid framing."""
    match = _POLICY.search(page)
    if match is None:
        raise ValueError(f"{FILE} names no policy.")
    parts = [part.split() for part in match[1].split(";")]
    return {name: values for name, *values in parts} | {"frame-ancestors": ["'none'"]}
