"""Links in the register's responses (pages, style sheets, data) that lead to the register itself."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings

_LINK = re.compile(r"""(?:href|src|action|data-components|data-search-index)="([^"]*)"|<loc>([^<]*)</loc>""")
_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
#: Addresses that are no part of the public register, or that only a server can answer.
NOT_EXPORTED = (
    "/desk",
    "/account",
    "/healthz",
    "/readyz",
    "/metrics",
    "/-/",
    "/alerts/asked",
    "/accessible-format/asked",
    # Large files of earlier days: some may be withdrawn by the time the copy is read. A page in their place says so.
    "/open-data/history",
)


def links(address: str, kind: str, body: bytes) -> list[str]:
    """Paths of this register that a page, a feed or data names, without queries and fragments, in their order."""
    if not re.search(r"html|json|xml|css", kind):
        return []
    text = body.decode(errors="replace")
    if "css" in kind:
        targets = _URL.findall(text)
    else:
        complete_urls = re.findall(re.escape(settings.REGISTER_ADDRESS) + r"""[^\s"'<>\\]*""", text)
        targets = [unescape(attribute or location) for attribute, location in _LINK.findall(text)]
        targets += [unescape(url) for url in complete_urls]
    return list(dict.fromkeys(path for target in targets if (path := own_path(address, target))))


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
