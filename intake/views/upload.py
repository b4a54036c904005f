"""Upload a paper that exists; then begin a draft from it, or enter it as an earlier decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import Proposal
from accounts.offices import labels, offices_that_may
from accounts.requests import DeskRequest
from components.clock import now, today
from components.refusals import Refused, refusal_of
from components.uploads import say_refused
from decisions.actions.writers import can_write
from documents.text_reader import Unreadable
from intake.actions.enter_history import VERB, propose_entering
from intake.actions.import_published import Original, can_import, obstacle
from intake.actions.uploads import (
    begin_from_paper,
    check_can_upload,
    discard_upload,
    keep_upload,
    must_be_put_right,
)
from intake.duplicates import same_file
from intake.forms.upload import EnterForm, PlacingForm, UploadForm
from intake.models import Upload
from intake.reading.client import Reading
from intake.reading.papers import read_all_in
from intake.views.originals import pages_beside
from intake.views.review import fact_rows, left_out_pieces, line_rows, part_rows, problem_rows, stored_reading


def upload_add(request: DeskRequest) -> HttpResponse:
    """Upload a paper that exists already; the next page shows what was understood of it."""
    if sentence := refusal_of(check_can_upload, request.user, now()):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and (originals := _originals(request, form)):
        uploads = [keep_upload(original=original, by=request.user, at=now()) for original in originals]
        if len(uploads) == 1:
            return redirect("intake:upload_read", pk=uploads[0].pk)
        messages.success(request, f"{len(uploads)} papers are read. Look at each of them below.")
        return redirect("intake:upload_add")
    say_refused(request, form, "upload")
    context = {"form": form, "waiting": Upload.objects.of(request.user).waiting()[:200]}
    context["catalogue"] = can_import(request.user, now())
    context["entering"] = labels(offices_that_may("history"))
    return render(request, "intake/upload_add.html", context, status=422 if form.is_bound else 200)


def _originals(request: DeskRequest, form: UploadForm) -> list[Original]:
    """The papers as they were understood, or those in an archive; none, with the sentences at the field."""
    field = "upload" if form.cleaned_data["upload"] else "text"
    try:
        outcomes = read_all_in(*form.uploaded(), at=now(), ours_because=form.cleaned_data["ours_because"])
    except Unreadable as refusal:
        form.add_error(field, str(refusal))
        return []
    originals = [outcome for outcome in outcomes if isinstance(outcome, Original)]
    sentences = [outcome for outcome in outcomes if isinstance(outcome, str)]
    if originals and sentences:
        files = "1 file was" if len(sentences) == 1 else f"{len(sentences)} files were"
        messages.warning(request, f"{files} not read. {' '.join(sentences)}")
    for sentence in sentences if not originals else ():
        form.add_error(field, sentence)
    return originals


def upload_read(request: DeskRequest, pk: int) -> HttpResponse:
    """What was understood of an upload; a draft is begun from it, or an earlier decision entered."""
    if sentence := refusal_of(check_can_upload, request.user, now()):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    if request.POST.get("make") == "nothing" and not Upload.objects.filter(pk=pk).exists():
        messages.success(request, "The paper is thrown away.")  # sent twice: it was, by the first
        return redirect("intake:upload_add")
    enters_history = can_import(request.user, now())
    upload = get_object_or_404(Upload.objects.open_to(request.user, enters_history=enters_history), pk=pk)
    if upload.decision_id:
        return redirect("desk:decision_page", pk=upload.decision_id)
    reading, make = stored_reading(upload, upload.name), request.POST.get("make", "")
    original = Original(reading.paper, upload.name, bytes(upload.data), reading=reading.as_json())
    questions = [w.message for w in reading.paper.warnings if w.severity == "asks"]
    placing = PlacingForm(request.POST if make == "draft" else None, lines=reading.paper.unplaced, questions=questions)
    entering = EnterForm(request.POST if make == "published" else None, questions=questions)
    status = 422 if placing.errors or entering.errors else 200
    try:
        if answer := _submit(request, upload, original, make, placing, entering):
            return answer
    except Refused as error:
        messages.error(request, str(error))
        status = error.status
    context = _context(request, upload, reading, placing, entering)
    context["entering"] = entering if enters_history else None
    return render(request, "intake/upload_read.html", context, status=status)


def _submit(
    request: DeskRequest, upload: Upload, original: Original, make: str, placing: PlacingForm, entering: EnterForm
) -> HttpResponse | None:
    """What the person chose to make of the upload, once its form is right; None while there is nothing to make."""
    if make == "nothing":
        return _discard(request, upload)
    if placing.is_valid():
        return _begin_draft(request, upload, original, placing)
    return _propose_entering(request, upload) if entering.is_valid() else None


def _context(
    request: DeskRequest, upload: Upload, reading: Reading, placing: PlacingForm, entering: EnterForm
) -> dict[str, Any]:
    paper = reading.paper
    return {
        "upload": upload,
        "forms": [placing, entering],
        "lines": line_rows(reading.lines, paper, {}),
        "facts": fact_rows(paper),
        "parts": part_rows(paper),
        "problems": problem_rows(paper),
        "left_out": left_out_pieces(reading.lines),
        "left": len(paper.unplaced),
        "placing": placing if can_write(request.user, today()) else None,
        "obstacle": obstacle(paper) or must_be_put_right(paper),
        "reference": paper.reference,
        "proposal": Proposal.objects.open(now()).filter(verb=VERB, subject=f"upload:{upload.pk}").first(),
        "same_file": same_file(upload),
        "can_correct": bool(upload.reading),
        **pages_beside(upload),
    }


def _discard(request: DeskRequest, upload: Upload) -> HttpResponse:
    """Throw the paper away and go back to where papers are uploaded."""
    discard_upload(upload=upload, by=request.user, at=now())
    messages.success(request, f"{upload.name} is thrown away.")
    return redirect("intake:upload_add")


def _begin_draft(request: DeskRequest, upload: Upload, original: Original, form: PlacingForm) -> HttpResponse:
    """Begin the draft and go on to it."""
    paper = begin_from_paper(original=original, upload=upload, placings=form.placings(), by=request.user, at=now())
    messages.success(request, f"“{paper.title}” is begun. Compare it with the paper it was read from.")
    return redirect("intake:upload_review", pk=paper.pk)


def _propose_entering(request: DeskRequest, upload: Upload) -> HttpResponse:
    """Propose to enter the earlier decision, and go on to the proposal."""
    proposal = propose_entering(uploads=[upload], by=request.user, at=now())
    messages.success(request, "Proposed. It is entered and published when a second person confirms it.")
    return redirect("proposal_page", pk=proposal.pk)
