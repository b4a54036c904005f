"""Bring a paper that exists; then begin a draft from it, or enter it as an earlier decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.requests import DeskRequest
from components.clock import now, today
from components.refusals import Refused, refusal_of
from components.uploads import say_refused
from decisions.actions.writers import can_write
from documents.text_reader import Unreadable
from intake.actions.import_published import Original, can_import, obstacle
from intake.actions.uploads import begin_from_paper, check_can_upload, discard_brought, enter_brought, keep_brought
from intake.forms.upload import BringForm, EnterForm, PlacingForm
from intake.models import Upload
from intake.parsing import NotAPaper, read_paper
from intake.text.reader import read_text
from intake.views.review import facts_shown, lines_shown, parts_shown, problems_shown, read_again


def upload_add(request: DeskRequest) -> HttpResponse:
    """Bring a paper that exists already; the next page shows what was understood of it."""
    if sentence := refusal_of(check_can_upload, request.user, now()):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    form = BringForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and (original := _original(form)):
        brought = keep_brought(original=original, by=request.user, at=now())
        return redirect("intake:upload_read", pk=brought.pk)
    say_refused(request, form, "upload")
    context = {"form": form, "waiting": Upload.objects.of(request.user).waiting()[:10]}
    return render(request, "intake/upload_add.html", context, status=422 if form.is_bound else 200)


def _original(form: BringForm) -> Original | None:
    """The paper as it was understood; None, with the sentence at its field, when it is none."""
    name, data = form.brought()
    try:
        return Original(read_paper(read_text(name, data), name=name), name, data)
    except (Unreadable, NotAPaper) as refusal:
        form.add_error("upload" if form.cleaned_data["upload"] else "text", str(refusal))
        return None


def upload_read(request: DeskRequest, pk: int) -> HttpResponse:
    """What was understood of a paper that was brought; a draft is begun from it, or an earlier decision entered."""
    if sentence := refusal_of(check_can_upload, request.user, now()):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    if request.POST.get("make") == "nothing" and not Upload.objects.filter(pk=pk).exists():
        messages.success(request, "The paper is thrown away.")  # sent twice: it was, by the first
        return redirect("intake:upload_add")
    brought = get_object_or_404(Upload.objects.of(request.user), pk=pk)
    if brought.decision_id:
        return redirect("desk:decision_page", pk=brought.decision_id)
    lines, read = read_again(bytes(brought.data), brought.name)
    original, make = Original(read, brought.name, bytes(brought.data)), request.POST.get("make", "")
    placing = PlacingForm(request.POST if make == "draft" else None, lines=read.unplaced)
    entering = EnterForm(request.POST if make == "published" else None)
    status = 422 if placing.errors or entering.errors else 200
    try:
        if make == "nothing":
            return _discarded(request, brought)
        if placing.is_valid():
            return _begun(request, brought, original, placing)
        if entering.is_valid():
            return _entered(request, brought, original)
    except Refused as error:
        messages.error(request, str(error))
        status = error.status
    context = {
        "brought": brought,
        "forms": [placing, entering],
        "lines": lines_shown(lines, read, {}),
        "facts": facts_shown(read),
        "parts": parts_shown(read),
        "problems": problems_shown(read),
        "left": len(read.unplaced),
        "placing": placing if can_write(request.user, today()) else None,
        "entering": entering if can_import(request.user, now()) else None,
        "obstacle": obstacle(read),
        "reference": read.reference,
    }
    return render(request, "intake/upload_read.html", context, status=status)


def _discarded(request: DeskRequest, brought: Upload) -> HttpResponse:
    """Throw the paper away and go back to where papers are brought."""
    discard_brought(brought=brought, by=request.user, at=now())
    messages.success(request, f"{brought.name} is thrown away.")
    return redirect("intake:upload_add")


def _begun(request: DeskRequest, brought: Upload, original: Original, form: PlacingForm) -> HttpResponse:
    """Begin the draft and go on to it."""
    paper = begin_from_paper(original=original, brought=brought, placings=form.placings(), by=request.user, at=now())
    messages.success(request, f"“{paper.title}” is begun. Compare it with the paper it was read from.")
    return redirect("intake:upload_review", pk=paper.pk)


def _entered(request: DeskRequest, brought: Upload, original: Original) -> HttpResponse:
    """Enter the earlier decision and go on to it."""
    paper = enter_brought(original=original, brought=brought, by=request.user, at=now())
    messages.success(request, f"{paper.reference_words} is entered as an earlier decision and published.")
    return redirect("desk:decision_page", pk=paper.pk)
