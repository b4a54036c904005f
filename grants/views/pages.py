"""What pages of grants have in common: who may open them, and how a refusal keeps what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.offices import Office
from accounts.requests import DeskRequest
from components.clock import today
from components.refusals import Refused, Stale, refusal_of
from grants import actions
from grants.models import Grant

View = Callable[..., HttpResponse]


def opened_grant(request: DeskRequest, pk: int) -> Grant:
    """The grant that this person may open; 404 for everybody else."""
    grants = Grant.objects.visible_to(request.user, today()).with_passed_on().with_other_bodies()
    return get_object_or_404(
        grants.select_related("funder", "recipient", "onward__parent", "continues", "given_to", "created_by"), pk=pk
    )


def for_writers(view: View) -> View:
    """Open a page that changes grants to those who may; what others send is refused with all they typed."""

    @wraps(view)
    def guarded(request: DeskRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.offices_on(today()):
            raise Http404
        if request.method != "POST" and not actions.can_enter_grants(request.user, today()):
            return page_of_grants(request, "refused", {}, status=403)
        return view(request, **kwargs)

    return guarded


def page_of_grants(request: DeskRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of grants, with whether this person may enter grants."""
    if "refusal" not in context:
        context["refusal"] = refusal_of(actions.check_can_enter_grants, request.user, today())
    context["closing_office"] = Office.CHIEF_FINANCE_OFFICER.label
    return render(request, f"grants/{name}.html", context, status=status)


def refused_page(request: DeskRequest, name: str, context: dict[str, Any], error: Refused) -> HttpResponse:
    """The same page with the sentence above it and everything that was typed in its place."""
    messages.error(request, str(error))
    if isinstance(error, Stale):
        context["grant"] = Grant.objects.select_related("funder", "recipient").get(pk=context["grant"].pk)
        context |= {"stale": True, "seen": context["grant"].version}
    return page_of_grants(request, name, context, status=error.status)


def warn(request: DeskRequest, sentences: list[str]) -> None:
    """Say what was saved and yet may be a slip."""
    for sentence in sentences:
        messages.warning(request, sentence)
