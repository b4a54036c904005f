"""The forward plan at the desk: its list, and the form of one item."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_ability
from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from book.actions.forward_plan import publish_plan_item
from book.models import Planned
from components.clock import now
from components.form_pages import apply_form, sent
from publishing.forms.forward_plan import PlanForm
from publishing.public_words import check_public_words


@for_ability("publish")
def plan_list(request: DeskRequest) -> HttpResponse:
    """Everything in the plan, the latest month first."""
    rows = Planned.objects.using("default").select_related("decision").order_by("-expected_on", "-id")
    return render(request, "decisions/plan_list.html", {"rows": rows})


@for_ability("publish")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_item(request: DeskRequest, number: int | None = None) -> HttpResponse:
    """Add an item, or change one."""
    item = get_object_or_404(Planned.objects.using("default").select_related("decision"), pk=number) if number else None
    about = digest_of("forward plan", number or "new")
    form = PlanForm(sent(request), initial=_initial(item) if item else None, request=request, digest=about, at=now())

    def publish() -> None:
        item = form.item()
        check_public_words(item.title, item.note, item.office)
        publish_plan_item(item, number=number, by=request.user, at=now())

    status = apply_form(request, form, publish)
    if status is None:
        messages.success(request, "The forward plan is published as it stands now.")
        return redirect("desk:plan_list")
    return render(request, "decisions/plan_item.html", {"form": form, "item": item}, status=status)


def _initial(item: Planned) -> dict[str, Any]:
    return {
        "title": item.title,
        "kind": item.kind,
        "expected_on": f"{item.expected_on:%Y-%m}",
        "office": item.office,
        "state": item.state,
        "reference": item.decision.reference if item.decision else "",
        "note": item.note,
    }
