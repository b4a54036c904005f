"""The notes on a paper: reading, writing, answering, settling."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_change, apply_form, sent
from decisions.actions.write_note import settle_note, write_note
from decisions.forms.notes import NoteForm, ReplyForm
from decisions.models import Decision, Note
from decisions.notes import can_settle, notes_on, place_of
from decisions.views.paper_page import paper_of, paper_page


def decision_notes(request: DeskRequest, pk: int) -> HttpResponse:
    """Every note on a paper that this person may read, and a new one."""
    paper, day = paper_of(request, pk), today()
    initial = {"part": request.GET.get("part", "")}
    form = NoteForm(sent(request), initial=initial, paper=paper, person=request.user, day=day)
    status: int | None = 200
    if request.method == "POST":
        status = apply_form(
            request, form, lambda: write_note(decision=paper, by=request.user, at=now(), **form.cleaned_data)
        )
        if status is None:
            messages.success(request, "The note is written.")
            return redirect("desk:decision_notes", pk=pk)
    return _page(request, paper, form, status or 200)


def note_reply(request: DeskRequest, pk: int, note: int) -> HttpResponse:
    """Answer a note; what was typed stays when it cannot be."""
    paper = paper_of(request, pk)
    note_row = _note_on(request, paper, note)
    form = ReplyForm(sent(request), prefix=f"reply-{note}")
    status = apply_form(
        request,
        form,
        lambda: write_note(
            decision=paper, text=form.cleaned_data["text"], reply_to=note_row, by=request.user, at=now()
        ),
    )
    if status is None:
        return redirect("desk:decision_notes", pk=pk)
    fresh = NoteForm(paper=paper, person=request.user, day=today())
    return _page(request, paper, fresh, status, replies={note: form})


def note_settle(request: DeskRequest, pk: int, note: int) -> HttpResponse:
    """Settle a note; asked for by its button alone."""
    paper = paper_of(request, pk)
    settled = _note_on(request, paper, note)
    if request.method == "POST" and apply_change(
        request, lambda: settle_note(note=settled, by=request.user, at=now())
    ) is None:  # fmt: skip
        messages.success(request, "The note is settled.")
    return redirect("desk:decision_notes", pk=pk)


def _note_on(request: DeskRequest, paper: Decision, pk: int) -> Note:
    """A note on the paper that this person may read; 404 for any other."""
    for note in notes_on(paper, request.user, today()):
        if note.pk == pk:
            return note
    raise Http404


def note_rows(paper: Decision, notes: list[Note], request: DeskRequest, replies: Any = None) -> list[dict[str, Any]]:
    """Notes as pages show them: where each stands, its replies, and whether it is this person's to settle."""
    day = today()
    return [
        {
            "note": note,
            "place": place_of(note),
            "for_me": note.asked_id == request.user.pk,
            "may_settle": not note.settled_at and can_settle(note, request.user, day),
            "form": (replies or {}).get(note.pk) or ReplyForm(prefix=f"reply-{note.pk}"),
        }
        for note in notes
    ]


def _page(
    request: DeskRequest, paper: Decision, form: NoteForm, status: int, replies: dict[int, ReplyForm] | None = None
) -> HttpResponse:
    rows = note_rows(paper, notes_on(paper, request.user, today()), request, replies)
    context = {
        "form": form,
        "open": [row for row in rows if not row["note"].settled_at],
        "settled": [row for row in rows if row["note"].settled_at],
    }
    return paper_page(request, "decisions/decision_notes.html", paper, context, status=status)
