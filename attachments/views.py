"""The files that are published with a paper: added, taken away and opened at the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.requests import DeskRequest
from attachments.actions import add_attachment, remove_attachment
from attachments.forms import AttachmentForm
from components.clock import now, today
from components.form_pages import apply_change, apply_form, sent
from components.uploads import say_refused
from decisions.actions.writers import can_write
from decisions.models import Status
from decisions.views.paper import as_file
from decisions.views.paper_page import paper_of, paper_page
from decisions.whole_paper import attachments_of


@require_http_methods(["GET", "HEAD", "POST"])
def decision_attachments(request: DeskRequest, pk: int) -> HttpResponse:
    """The attachments of a paper; of a draft, adding one and taking one away."""
    paper = paper_of(request, pk)
    rows = list(attachments_of(paper))
    removed = request.POST.get("remove", "")
    form = AttachmentForm(None if removed else sent(request), None if removed else request.FILES or None, known=rows)
    if removed.isascii() and removed.isdecimal() and len(removed) < 6:
        number = int(removed)
        status = apply_change(
            request, lambda: remove_attachment(decision=paper, number=number, by=request.user, at=now())
        )
        message = f"Attachment {number} is taken away."
    else:
        if form.is_bound:
            say_refused(request, form, "upload")
        status = apply_form(
            request, form, lambda: add_attachment(decision=paper, facts=form.facts(), by=request.user, at=now())
        )
        message = "The file is attached. It is published with the decision."
    if status is None:
        messages.success(request, message)
        return redirect("desk:decision_attachments", pk=pk)
    context = {
        "form": form,
        "attachments": rows,
        "writes": paper.status == Status.DRAFT and can_write(request.user, today()),
    }
    return paper_page(request, "decisions/decision_attachments.html", paper, context, status=status)


def decision_attachment(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """One attached file, as a download."""
    attachment = get_object_or_404(paper_of(request, pk).attachments, number=number)
    return as_file(bytes(attachment.data), attachment.file_name, attachment.media_type)
