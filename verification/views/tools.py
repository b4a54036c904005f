"""The programs that others run to check the register: each one file, so that nobody needs the register's source."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from http_cache.pages import public_bytes

#: Each is one file that needs nothing of the register; what it does, as pages say it.
TOOLS = {
    "audit_book.py": "It checks the whole log from downloaded files; needs Python alone.",
    "mirror_register.py": (
        "It copies the register, checks all of it, tells when history is rewritten; needs cryptography."
    ),
    "witness.py": "It is a witness that a newspaper or another body can run; needs cryptography.",
}


@public_bytes
def log_tool(request: HttpRequest, name: str) -> HttpResponseBase:
    """One program, as a file to keep."""
    if name not in TOOLS:
        raise Http404("There is no such program.")
    content = _content(name)
    response = HttpResponse(content, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Digest"] = sha256(content).hexdigest()
    return response


def tool_rows() -> list[dict[str, str]]:
    """Name, address, purpose and SHA-256 of each program."""
    return [
        {
            "name": name,
            "href": f"/log/tools/{name}",
            "words": gettext(words),
            "digest": sha256(_content(name)).hexdigest(),
        }
        for name, words in TOOLS.items()
    ]


@cache
def _content(name: str) -> bytes:
    return (Path(settings.BASE_DIR) / "tools" / name).read_bytes()
