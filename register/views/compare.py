"""Two versions of one decision compared: in line, or side by side."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from book.models import Entry, PublishedDecision
from book.part1 import read_part1
from http_cache.pages import public_page
from register.presenters.diff import changes
from register.presenters.listing import address
from register.views.decision import CanonicalRedirect, decision_of, gone_page

VIEWS = {"inline": "In line", "beside": "Side by side"}


@public_page
def compare(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """What differs between any two published versions of a decision."""
    try:
        decision = decision_of(spelling)
    except CanonicalRedirect as other:
        return HttpResponsePermanentRedirect(address(f"/decisions/{other.slug}/compare/", request.GET))
    if decision.status == PublishedDecision.Status.WITHDRAWN or decision.expunged:
        return gone_page(request, decision)
    entries = {entry.version: entry for entry in Entry.objects.filter(key=decision.key, kind="decision")}
    readable = sorted(version for version, entry in entries.items() if entry.payload is not None)
    if len(readable) < 2:
        raise Http404(f"{decision.reference} has no two versions that can be compared.")
    old = _version(request, "old", readable, readable[-2])
    new = _version(request, "new", readable, readable[-1])
    view = request.GET.get("view", "inline")
    if view not in VIEWS:
        raise BadRequest("Versions can be compared inline or beside.")
    context = {
        "decision": decision,
        "versions": [{"version": version, "at": entries[version].published_at} for version in readable],
        "old": entries[old],
        "new": entries[new],
        "view": view,
        "views": VIEWS.items(),
        "changes": [_beside(change) for change in changes(_part1(entries[old]), _part1(entries[new]))],
    }
    return render(request, "register/compare.html", context)


def _part1(entry: Entry) -> Any:
    return read_part1(bytes(entry.payload or b""))


def _version(request: HttpRequest, name: str, readable: list[int], usual: int) -> int:
    text = request.GET.get(name, "") or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) in readable):
        raise BadRequest(f"Choose a version that was published: {', '.join(map(str, readable))}.")
    return int(text)


def _beside(change: dict[str, Any]) -> dict[str, Any]:
    """A change with its text before and after as well, each with what only it has."""
    before = [piece for piece in change["pieces"] if piece["kind"] != "added"]
    after = [piece for piece in change["pieces"] if piece["kind"] != "removed"]
    return change | {"before": before, "after": after}
