"""A crawler on every public address: no dead link, no way to the desk, no word of a Part 2."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.register.sample import MARKER

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

_LINK = re.compile(
    r"""(?:href|src|action)="([^"]*)"|<loc>([^<]*)</loc>|"(?:address|next|pdf|part1|docs|schema)": ?"(http[^"]*)\""""
)
#: Combinations of filters have no end: so many of them are fetched.
LISTS = 150
#: What the server of static files answers.
ELSEWHERE = ("/static/",)
#: A withdrawn decision's address is linked from its thread, its feed and the log, and answers 410 by design.
GONE = "/decisions/PCD-1905"


def test_every_link_leads_somewhere_public(public: Client) -> None:
    waiting, seen, lists, faults = ["/", "/sitemap.xml", "/robots.txt", "/api/v1/"], set(), 0, []
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        lists += path.startswith("/decisions") and "?" in path
        if lists > LISTS and "?" in path:
            continue
        answer = public.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code not in (200, 301, 302) and not (answer.status_code == 410 and path.startswith(GONE)):
            faults.append(f"{path}: {answer.status_code}")
        if MARKER.encode() in body:
            faults.append(f"{path} holds a word of a Part 2")
        if re.search(rb'<[^>]* (?:id|for|aria-labelledby|aria-describedby)=""', body) and b"<html" in body:
            faults.append(f"{path} names something by nothing")
        if answer.cookies:
            faults.append(f"{path} sets a cookie")
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        waiting += [address for address in links(path, body, answer["Content-Type"]) if address not in seen]
    assert not [path for path in seen if path.startswith(("/desk", "/account"))]
    assert faults == []
    assert len(seen) > 200


def links(path: str, body: bytes, kind: str) -> list[str]:
    """Addresses of this site in a page or a file."""
    if not re.search("html|json|[+/]xml", kind):
        return []
    addresses = []
    for groups in _LINK.findall(body.decode()):
        target = urldefrag(urljoin(settings.REGISTER_ADDRESS + path, unescape(next(filter(None, groups), ""))))[0]
        if target.startswith(settings.REGISTER_ADDRESS) and not urlsplit(target).path.startswith(ELSEWHERE):
            addresses.append(target.removeprefix(settings.REGISTER_ADDRESS) or "/")
    return addresses
