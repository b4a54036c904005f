"""Requests for papers in an accessible format: the desk's list of what is due, and the page of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_ability
from accounts.requests import DeskRequest
from book.actions.format_requests import answer
from book.models import FormatRequest
from book.models.format_requests import FORMATS
from components.clock import now, today
from components.form_pages import apply_form, sent
from publishing.forms.format_requests import AnswerForm


@for_ability("publish")
def request_list(request: DeskRequest) -> HttpResponse:
    """What is due, the oldest first; what was answered lately."""
    unanswered = FormatRequest.objects.filter(answered_at=None)
    answered_requests = (
        FormatRequest.objects.exclude(answered_at=None).select_related("answered_by").order_by("-answered_at")[:20]
    )
    rows = [(format_request, format_request.due_on < today()) for format_request in unanswered]
    return render(request, "decisions/request_list.html", {"rows": rows, "answered": answered_requests})


@for_ability("publish")
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: DeskRequest, receipt: str) -> HttpResponse:
    """One request, and the form for its answer."""
    format_request = get_object_or_404(FormatRequest, receipt=receipt)
    form = AnswerForm(sent(request))
    status = apply_form(
        request, form, lambda: answer(receipt=receipt, text=form.cleaned_data["answer"], by=request.user, at=now())
    )
    if status is None:
        messages.success(request, f"The answer to {receipt} is saved. Name and email address are removed.")
        return redirect("request_list")
    context = {
        "format_request": format_request,
        "wanted": dict(FORMATS).get(format_request.wanted, format_request.wanted),
        "form": form,
    }
    return render(request, "decisions/request_page.html", context, status=status)
