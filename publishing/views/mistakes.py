"""Mistakes that the public tells of: the desk's list, and the page of each with its answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_ability
from accounts.requests import DeskRequest
from book.actions.mistakes import answer_mistake
from book.models import MistakeReport
from components.clock import now, today
from components.form_pages import apply_form, sent
from decisions.models import Decision
from figures.references import Reference
from publishing.forms.mistakes import MistakeAnswerForm
from publishing.public_words import check_public_words


@for_ability("publish")
def mistake_list(request: DeskRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; what was answered lately."""
    rows = [(report, report.due_on < today()) for report in MistakeReport.objects.filter(answered_at=None)]
    answered_reports = (
        MistakeReport.objects.exclude(answered_at=None).select_related("answered_by").order_by("-answered_at")
    )
    return render(request, "decisions/mistake_list.html", {"rows": rows, "answered": answered_reports[:20]})


@for_ability("publish")
@require_http_methods(["GET", "HEAD", "POST"])
def mistake_page(request: DeskRequest, receipt: str) -> HttpResponse:
    """One report, the form for its answer, and the way to the correction of its decision."""
    report = get_object_or_404(MistakeReport, receipt=receipt)
    form = MistakeAnswerForm(sent(request))

    def answer() -> None:
        data = form.cleaned_data
        check_public_words(data["answer"])  # it goes by letter to whoever told of it
        answer_mistake(receipt=receipt, is_right=data["is_right"], text=data["answer"], by=request.user, at=now())

    status = apply_form(request, form, answer)
    if status is None:
        messages.success(request, f"The answer to {receipt} is saved.")
        return redirect("desk:mistake_page", receipt=receipt)
    decision = Decision.objects.filter(reference_key=Reference.parse(report.reference).key).first()
    context = {"report": report, "form": form, "decision": decision}
    return render(request, "decisions/mistake_page.html", context, status=status)
