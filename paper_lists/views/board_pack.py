"""Papers going to a meeting: the meetings with their papers, and each as one PDF."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now, today
from components.refusals import Refused
from decisions.models import Decision
from decisions.views.paper import as_file
from paper_lists.board_pack import Meeting, board_pack, meetings

#: The latest meetings that a page lists.
MOST = 30


def _meetings(request: DeskRequest) -> list[Meeting]:
    return meetings(Decision.objects.visible_to(request.user, today()))


@for_offices()
def board_packs(request: DeskRequest) -> HttpResponse:
    """The meetings that papers go to, the last first."""
    return render(request, "decisions/board_packs.html", {"meetings": _meetings(request)[:MOST]})


@for_offices()
def board_pack_pdf(request: DeskRequest) -> HttpResponse:
    """The papers of a meeting (`board`, `day`) as one PDF, drawn as they stand now."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        raise Http404 from None
    board = request.GET.get("board", "").casefold()
    meeting = next((row for row in _meetings(request) if row.on == day and row.board.casefold() == board), None)
    if meeting is None:
        raise Http404
    try:
        return as_file(board_pack(meeting, now()), f"papers-{day.isoformat()}.pdf", "application/pdf")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:board_packs")
