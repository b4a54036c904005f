"""A paper beside what was understood of it: lines, facts, parts; lines placed after the draft was begun."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import now, today
from components.refusals import Refused
from decisions.actions.writers import can_write
from decisions.models import Decision, Status, StoredFile
from decisions.models.content import Action
from decisions.parts import PARTS
from decisions.views.paper_page import paper_of, paper_page
from documents.text_reader import Unreadable
from figures.dates import format_date
from figures.money import format_money
from intake.actions.uploads import place_lines
from intake.corrections import corrected_reading
from intake.draft_from_upload import draft_of
from intake.forms.upload import PlacingForm
from intake.models import Upload
from intake.parsing import NotAPaper, ReadPaper
from intake.parsing.placement_words import words_of
from intake.reading.client import Reading, read_file
from text_readers.lines import FileText, TextLine


def upload_review(request: DeskRequest, pk: int) -> HttpResponse:
    """The text of the paper beside the draft that was begun from it; lines without a place can be placed."""
    paper = paper_of(request, pk)
    reading, placements = reading_of(paper)
    lines, parsed_paper = reading.lines, reading.paper
    open_lines = [
        line
        for line in parsed_paper.unplaced
        if str(line.line) not in placements and not _is_in_draft(paper, line.text)
    ]
    writes = paper.status == Status.DRAFT and can_write(request.user, today())
    form, status = PlacingForm(request.POST if request.method == "POST" else None, lines=open_lines), 200
    if form.is_valid():
        try:
            place_lines(decision=paper, placings=form.placings(), by=request.user, at=now())
            messages.success(request, _placements_sentence(form))
            return redirect("desk:decision_page", pk=pk)
        except Refused as error:
            messages.error(request, str(error))
            status = error.status
    context = {
        "lines": line_rows(lines, parsed_paper, placements),
        "parts": part_rows(parsed_paper, paper),
        "problems": problem_rows(parsed_paper),
        "left_out": left_out_pieces(lines),
        "form": form if writes and open_lines else None,
        "left": len(open_lines),
        "money": len(parsed_paper.tranches) if writes else 0,
    }
    return paper_page(request, "intake/upload_review.html", paper, context, status=422 if form.errors else status)


def reading_of(paper: Decision) -> tuple[Reading, Mapping[str, str]]:
    """What was read of the file that a draft was begun from, and where its left-over lines went; 404 for none."""
    if paper.imported_from is None:
        raise Http404("This paper was not begun from another.")
    upload = Upload.objects.filter(decision=paper).first()
    name = upload.name if upload else paper.imported_from.name
    placements = upload.placements if upload else {}
    return stored_reading(upload, name, paper.imported_from), placements


def stored_reading(upload: Upload | None, name: str, stored_file: StoredFile | None = None) -> Reading:
    """The reading that is kept with an upload, as people put it right.

    Those older than the keeping of readings are read now; 404 when that cannot be done.
    """
    if upload is not None and upload.reading:
        return corrected_reading(upload, Reading.from_json(upload.reading))
    source = stored_file if stored_file is not None else upload
    try:
        return read_file(name, bytes(source.data) if source else b"", ours=bool(upload and upload.ours_because))
    except (Unreadable, NotAPaper) as refusal:
        raise Http404(str(refusal)) from None


def _placements_sentence(form: PlacingForm) -> str:
    """What was done with the lines, in a sentence."""
    placings = form.placings()
    aside = sum(placing.part == Upload.ASIDE for placing in placings)
    left_count = len(form.lines) - len(placings)
    counts = [(len(placings) - aside, "placed"), (aside, "set aside"), (left_count, "left for later")]
    phrases = [f"{count} {'line' if count == 1 else 'lines'} {words}" for count, words in counts if count]
    return f"{', '.join(phrases)}." if phrases else "Nothing was changed."


def _is_in_draft(paper: Decision, text: str) -> bool:
    """Whether a line stands in the draft by now."""
    texts = [paper.executive_summary, *(section.text for section in paper.sections.all())]
    return any(text in draft_text for draft_text in texts)


def line_rows(lines: list[TextLine], paper: ReadPaper, placements: Mapping[str, str]) -> list[dict[str, Any]]:
    """The lines of the paper with where each went, for the page."""
    return [_line_row(number, line, paper, placements) for number, line in enumerate(lines, 1) if line.strip()]


def _line_row(number: int, line: TextLine, paper: ReadPaper, placements: Mapping[str, str]) -> dict[str, Any]:
    path, placement = paper.placed.get(number, ""), placements.get(str(number), "")
    placed_words = words_of(path, paper)
    if placement and not path:
        placed_words = "Set aside by hand" if placement == Upload.ASIDE else f"{PARTS[placement].label}, placed by hand"
    state = "placed" if placed_words or path.startswith("heading") else "" if path else "unplaced"
    return {"number": number, "text": str(line).strip(), "state": state, "as": placed_words}


def left_out_pieces(lines: FileText) -> list[str]:
    """Every piece of text that was left out, where the sentences on it name only some."""
    return [piece for remark in lines.remarks for piece in remark.details]


def problem_rows(paper: ReadPaper) -> list[dict[str, str]]:
    """What a person should look at."""
    severities = {"asks": "warns"}
    return [{"severity": severities.get(w.severity, w.severity), "sentence": w.message} for w in paper.warnings]


def fact_rows(paper: ReadPaper) -> list[dict[str, str]]:
    """The facts of a paper as they were understood, each with the line that says it; empty where none does."""
    facts = [
        ("Reference", str(paper.reference or ""), "reference"),
        ("Title", paper.title or "", "title"),
        ("Date signed", format_date(paper.decided_on) if paper.decided_on else "", "decided_on"),
        ("Decision by", paper.decided_by or "", "decided_by"),
    ]
    for number, recommendation in enumerate(paper.recommendations):
        money = " and ".join(format_money(amount) for amount in recommendation.amounts)
        words = f"{Action(recommendation.action).label}{f': {money}' if money else ''}"
        facts.append((f"Recommendation {number + 1}", words, f"recommendations[{number}]"))
    for number, year in enumerate(paper.tranches):
        kind = "kind not stated" if year.kind == "not_stated" else year.kind
        words = f"{format_money(year.amount)}, {kind}{f', {year.fund}' if year.fund else ''}"
        facts.append((f"Money for {year.financial_year}", words, f"tranches[{number}]"))
    facts.append(("Refers to", ", ".join(str(reference) for reference in paper.refers_to), "refers_to[0]"))
    return [{"key": key, "value": _with_line(value, paper.sources.get(path))} for key, value, path in facts]


def _with_line(value: str, line: int | None) -> str:
    return f"{value} (line {line})" if value and line else value


def part_rows(parsed_paper: ReadPaper, paper: Decision | None = None) -> list[dict[str, str]]:
    """The parts of a draft that the paper fills, with the beginning of each; with a link where there is a draft."""
    rows = []
    for key, values in draft_of(parsed_paper).parts.items():
        texts = [str(row.get("text") or row.get("earlier_reference")) for row in values.get("rows", [])]
        texts += [_words(value) for name, value in values.items() if name != "rows" and value]
        text = " · ".join(" ".join(line.split()) for line in texts)
        href = reverse("desk:decision_part", args=[paper.pk, key]) if paper else ""
        rows.append({"label": PARTS[key].label, "text": f"{text[:220]}…" if len(text) > 220 else text, "href": href})
    return rows


def _words(value: Any) -> str:
    """A value of a part as the page says it."""
    return (
        format_date(value)
        if isinstance(value, date)
        else str(value).capitalize()
        if value in ("yes", "no")
        else str(value)
    )
