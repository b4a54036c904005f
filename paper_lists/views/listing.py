"""The list of papers, and the views of it that somebody keeps."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import today
from components.form_pages import apply_form, sent
from components.tables import lines as table_lines
from decisions.models import Decision, SavedView
from paper_lists.actions import forget_view, save_view
from paper_lists.finding import find
from paper_lists.forms import ListForm, ViewForm
from paper_lists.rows import entries, for_rows, table_rows


@for_offices()
def decision_list(request: DeskRequest) -> HttpResponse:
    """Every paper: by text, where it stands, whose it is and whose money, in the order asked for."""
    form, filters = _filters_of(request)
    page = Paginator(_rows(request, filters), 25).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": form,
        "page": page,
        "items": entries(page, today()),
        "is_filtered": any(filters.values()),
        "query": query.urlencode(),
        "views": SavedView.objects.filter(person=request.user),
    }
    return render(request, "decisions/decision_list.html", context)


@for_offices()
def decision_list_csv(request: DeskRequest) -> HttpResponse:
    """The papers that the list shows, all of them, as a table."""
    _, filters = _filters_of(request)
    head = (
        "Reference", "Title", "Status", "In public", "Owner", "Report author", "Unit", "Money", "Funder", "Needed by",
        "Decided on", "Stands", "Begun on",
    )  # fmt: skip
    body = "".join(table_lines(head, table_rows(_rows(request, filters), today())))
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return answer


def _filters_of(request: DeskRequest) -> tuple[ListForm, dict[str, Any]]:
    form = ListForm(request.GET)
    return form, form.cleaned_data if form.is_valid() else {}


def _rows(request: DeskRequest, filters: dict[str, Any]) -> Any:
    papers = Decision.objects.visible_to(request.user, today())
    return for_rows(find(papers, filters, request.user))


@for_offices()
@require_http_methods(["GET", "HEAD", "POST"])
def decision_views(request: DeskRequest) -> HttpResponse:
    """One's own views of the list: keep the one that the address asks for, or remove one."""
    views = SavedView.objects.filter(person=request.user)
    if "remove" in request.POST:
        view = get_object_or_404(views, name=request.POST["remove"])
        forget_view(view=view, by=request.user)
        messages.success(request, f"The view “{view.name}” is removed.")
        return redirect("desk:decision_views")
    form = ViewForm(sent(request))
    query = QueryDict(request.GET.urlencode()).urlencode()
    status = apply_form(request, form, lambda: save_view(name=form.cleaned_data["name"], query=query, by=request.user))
    if status is None:
        messages.success(request, f"The view “{form.cleaned_data['name']}” is kept.")
        return redirect(f"{reverse('desk:decision_list')}?{query}")
    context = {"form": form, "views": views, "query": query}
    return render(request, "decisions/decision_views.html", context, status=status)
