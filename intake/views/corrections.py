"""Putting right what was read of an upload, beside its text."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, sent
from components.refusals import refusal_of
from intake.actions.correct_reading import correct_reading
from intake.actions.import_published import can_import
from intake.actions.uploads import check_can_upload
from intake.corrections import known_facts
from intake.forms.catalogue import CorrectionForm
from intake.models import Upload
from intake.views.originals import pages_beside
from intake.views.review import line_rows, stored_reading


def reading_correct(request: DeskRequest, pk: int) -> HttpResponse:
    """The facts as they were read, each to be put right; the paper's text beside them."""
    if sentence := refusal_of(check_can_upload, request.user, now()):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    uploads = Upload.objects.open_to(request.user, enters_history=can_import(request.user, now()))
    upload = get_object_or_404(uploads, pk=pk)
    reading = stored_reading(upload, upload.name)
    initial = known_facts(reading.paper)
    day = date.fromisoformat(initial["decided_on"]) if initial["decided_on"] else None
    form = CorrectionForm(sent(request), initial={**initial, "decided_on": day})
    status = apply_form(
        request, form, lambda: correct_reading(upload=upload, facts=form.facts(), by=request.user, at=now())
    )
    if status is None:
        messages.success(request, "What you put right is kept. It counts instead of what was read.")
        if request.POST.get("then") == "next" and upload.in_catalogue:
            return redirect(f"{reverse('intake:catalogue_next')}?after={pk}")
        return redirect("intake:upload_read", pk=pk)
    context = {
        "upload": upload,
        "form": form,
        "lines": line_rows(reading.lines, reading.paper, {}),
        "corrections": upload.corrections.select_related("by"),
        **pages_beside(upload),
    }
    return render(request, "intake/reading_correct.html", context, status=status)
