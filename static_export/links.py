"""Addresses of the register in what it answered: links of pages, style sheets and data."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings

_LINK = re.compile(r"""(?:href|src|action|data-components|data-search-index)="([^"]*)"|<loc>([^<]*)</loc>""")
_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
#: Sides and answers that are no part of the public register, or that only a server can give.
NOT_EXPORTED = (
    "/desk",
    "/account",
    "/healthz",
    "/readyz",
    "/metrics",
    "/-/",
    "/alerts/asked",
    "/accessible-format/asked",
    # Large files of earlier days, some of which the public may have no longer when the copy is read; a page says so.
    "/open-data/history",
)


def links(address: str, kind: str, body: bytes) -> list[str]:
    """Paths of this register that a page, a feed or data names, without queries and fragments, in their order."""
    if not re.search(r"html|json|xml|css", kind):
        return []
    text = body.decode(errors="replace")
    if "css" in kind:
        named = _URL.findall(text)
    else:
        whole = re.findall(re.escape(settings.REGISTER_ADDRESS) + r"""[^\s"'<>\\]*""", text)
        named = [unescape(first or second) for first, second in _LINK.findall(text)] + [
            unescape(written) for written in whole
        ]
    return list(dict.fromkeys(path for target in named if (path := own_path(address, target))))


def own_path(address: str, target: str) -> str:
    """The path of a link from a page, when it leads to a public address of this register; empty otherwise."""
    if target.startswith(("data:", "mailto:", "tel:")):
        return ""
    try:
        parts = urlsplit(urljoin(settings.REGISTER_ADDRESS + address, target))
    except ValueError:
        return ""
    if f"{parts.scheme}://{parts.netloc}" != settings.REGISTER_ADDRESS:
        return ""
    path = parts.path or "/"
    return "" if path.startswith(NOT_EXPORTED) else path
