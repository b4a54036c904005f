"""Every save of a part, with who and when, what it changed, and a way back to any earlier text."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import today
from decisions.actions.writers import can_write
from decisions.models import Decision, PartSave, Status
from decisions.parts import PARTS
from decisions.views.diff import in_words, pieces
from decisions.views.paper_page import paper_of, paper_page

#: So many saves are compared on one page; older ones are listed alone.
MOST_COMPARED = 50


def part_history(request: DeskRequest, pk: int, key: str) -> HttpResponse:
    """The saves of one part, newest first."""
    paper = paper_of(request, pk)
    if key not in PARTS:
        raise Http404
    editable = paper.status == Status.DRAFT and can_write(request.user, today())
    saves = list(paper.part_saves.filter(part=key).select_related("saved_by").order_by("-version"))
    rows = [
        _row(paper, key, save, saves[place + 1] if place + 1 < len(saves) else None, editable and place > 0)
        for place, save in enumerate(saves[:MOST_COMPARED])
    ]
    context = {"part": PARTS[key], "rows": rows, "older": saves[MOST_COMPARED:]}
    return paper_page(request, "decisions/part_history.html", paper, context)


def _row(paper: Decision, key: str, save: PartSave, before: PartSave | None, is_offered: bool) -> dict[str, Any]:
    """A save with what it changed, and the link to its text where that can be taken back."""
    old = in_words(before.content, {}) if before else ""
    address = f"{reverse('desk:decision_part', args=[paper.pk, key])}?version={save.version}"
    return {
        "save": save,
        "pieces": list(pieces(old, in_words(save.content, {}))),
        "href": address if is_offered and is_plain(save.content) else "",
    }


def is_plain(content: dict[str, Any]) -> bool:
    """Whether a save holds texts alone, which a form can be filled with as they are."""
    return bool(content) and all(isinstance(value, str) for value in content.values())


def earlier_text(paper: Decision, key: str, version: str) -> dict[str, Any]:
    """What a save of a part said, for its form; empty when the address names none."""
    if not version.isdecimal() or len(version) > 6:
        return {}
    save = paper.part_saves.filter(part=key, version=int(version)).first()
    return dict(save.content) if save and is_plain(save.content) else {}
