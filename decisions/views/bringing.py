"""Start from an existing paper: bring it, then see its text beside what was understood and place what was not."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import now, today
from components.uploads import say_too_big
from decisions.actions.drafting import begin_from_paper, place_lines
from decisions.actions.importing import Original
from decisions.actions.writing import may_write
from decisions.drafting import draft_of
from decisions.errors import Refused
from decisions.forms.bringing import BringForm, PlacingForm
from decisions.models import Decision, Status
from decisions.parts import PARTS
from decisions.reading import NotAPaper, ReadPaper, read_paper
from decisions.reading.placing import words_of
from decisions.views.frame import paper_of, paper_page, say_refusal, status_of
from documents.text import TextLine, Unreadable, read_text
from figures.dates import format_date


def decision_bring(request: DeskRequest) -> HttpResponse:
    """Bring a paper that exists already; a draft is begun from what was understood of it."""
    if sentence := may_write(request.user, today()):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    form = BringForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and (original := _original(form)):
        paper = begin_from_paper(original=original, by=request.user, at=now())
        messages.success(request, f"“{paper.title}” is begun. Compare it with the paper it was read from.")
        return redirect("desk:decision_brought", pk=paper.pk)
    say_too_big(request, form, "upload")
    return render(request, "decisions/decision_bring.html", {"form": form}, status=422 if form.is_bound else 200)


def _original(form: BringForm) -> Original | None:
    """The paper as it was understood; None, with the sentence at its field, when it is none."""
    name, data = form.brought()
    try:
        return Original(read_paper(read_text(name, data), name=name), name, data)
    except (Unreadable, NotAPaper) as refusal:
        form.add_error("upload" if form.cleaned_data["upload"] else "text", str(refusal))
        return None


def decision_brought(request: DeskRequest, pk: int) -> HttpResponse:
    """The text of the paper beside the draft that was begun from it; lines without a place can be placed."""
    paper = paper_of(request, pk)
    lines, read = _read_again(paper)
    open_lines = [one for one in read.unplaced if not _stands_in(paper, one.text)]
    writes = paper.status == Status.DRAFT and not may_write(request.user, today())
    form, status = PlacingForm(request.POST if request.method == "POST" else None, lines=open_lines), 200
    if form.is_valid():
        try:
            place_lines(decision=paper, placements=form.placements(), by=request.user, at=now())
            messages.success(request, f"{len(form.placements())} lines placed. The others are set aside.")
            return redirect("desk:decision_page", pk=pk)
        except Refused as error:
            say_refusal(request, error)
            status = status_of(error)
    context = {
        "lines": [_shown(number, line, read) for number, line in enumerate(lines, 1) if line.strip()],
        "parts": _parts(paper, read),
        "problems": [{"severity": w.severity, "sentence": w.message} for w in read.warnings],
        "form": form if writes and open_lines else None,
        "left": len(open_lines),
    }
    return paper_page(request, "decision_brought", paper, context, status=422 if form.errors else status)


def _read_again(paper: Decision) -> tuple[list[TextLine], ReadPaper]:
    """The lines of the file that the draft was begun from, and what is understood of them; 404 when there is none."""
    stored = paper.imported_from
    if stored is None:
        raise Http404("This paper was not begun from another.")
    try:
        lines = read_text(stored.name, bytes(stored.data))
        return lines, read_paper(lines, name=stored.name)
    except (Unreadable, NotAPaper) as refusal:
        raise Http404(str(refusal)) from None


def _stands_in(paper: Decision, text: str) -> bool:
    """Whether a line stands in the draft by now."""
    texts = [paper.executive_summary, *(section.text for section in paper.sections.all())]
    return any(text in one for one in texts)


def _shown(number: int, line: TextLine, read: ReadPaper) -> dict[str, Any]:
    """A line of the paper with where it went, for the page."""
    path = read.placed.get(number, "")
    words = words_of(path, read)
    state = "placed" if words or path.startswith("heading") else "" if path else "unplaced"
    return {"number": number, "text": str(line).strip(), "state": state, "as": words}


def _parts(paper: Decision, read: ReadPaper) -> list[dict[str, str]]:
    """The parts of the draft that the paper filled, with the beginning of each and a link to it."""
    found = []
    for key, values in draft_of(read).parts.items():
        texts = [str(row.get("text") or row.get("earlier_reference")) for row in values.get("rows", [])]
        texts += [_words(value) for name, value in values.items() if name != "rows" and value]
        text = " · ".join(" ".join(one.split()) for one in texts)
        href = reverse("desk:decision_part", args=[paper.pk, key])
        found.append({"label": PARTS[key].label, "text": f"{text[:220]}…" if len(text) > 220 else text, "href": href})
    return found


def _words(value: Any) -> str:
    """A value of a part as the page says it."""
    return (
        format_date(value)
        if isinstance(value, date)
        else str(value).capitalize()
        if value in ("yes", "no")
        else str(value)
    )
