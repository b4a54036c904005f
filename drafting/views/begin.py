"""Begin a paper: from a grant, or as what follows on an earlier decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import sent
from components.refusals import Refused, refusal_of
from decisions.actions.writers import check_can_write
from decisions.models import Decision
from decisions.parts import report_of
from drafting.actions.begin_paper import begin_paper
from drafting.forms.parts import BeginForm
from figures.references import Reference
from grants.actions import can_enter_grants
from grants.models import Grant


def decision_add(request: DeskRequest) -> HttpResponse:
    """Begin a paper from one or more grants."""
    if (sentence := refusal_of(check_can_write, request.user, today())) and request.method != "POST":
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    form = BeginForm(sent(request), initial=_initial_values(request), person=request.user, day=today())
    context = {"form": form, "enters_grants": can_enter_grants(request.user, today())}
    if not form.is_valid():
        return render(request, "decisions/decision_add.html", context, status=422 if form.is_bound else 200)
    chosen_grants = Grant.objects.filter(pk__in=form.values()["rows"])
    if not chosen_grants and form.cleaned_data["with_texts"]:
        # Its reference was typed, where opening this page from the decision would have ticked its grants.
        earlier = form.cleaned_data["continues"].decision_grants.values("grant")
        chosen_grants = Grant.objects.visible_to(request.user, today()).filter(pk__in=earlier)
    grants = list(chosen_grants.order_by("pk"))
    try:
        paper = begin_paper(
            title=form.cleaned_data["title"],
            grants=grants,
            is_short=form.cleaned_data.get("is_short", False),
            continues=form.cleaned_data["continues"],
            with_texts=form.cleaned_data["with_texts"],
            kind=form.cleaned_data.get("kind", ""),
            by=request.user,
            at=now(),
        )
    except Refused as error:
        messages.error(request, str(error))
        return render(request, "decisions/decision_add.html", context, status=error.status)
    messages.success(request, f"“{paper.title}” is begun. Fill in its parts in any order.")
    return redirect("desk:decision_page", pk=paper.pk)


def _continued(request: DeskRequest) -> Decision | None:
    """The decided paper that the address names, where the person may read it."""
    try:
        key = Reference.parse(request.GET.get("continues", "")).key
    except ValueError:
        return None
    return Decision.objects.visible_to(request.user, today()).filter(reference_key=key).first()


def _initial_values(request: DeskRequest) -> dict[str, Any]:
    """What the page was opened from: a grant, with its title as the paper's, a decision to be continued, or both."""
    chosen_grants = [pk for pk in request.GET.getlist("grant") if pk.isdecimal() and len(pk) < 10]
    grants = list(Grant.objects.visible_to(request.user, today()).filter(pk__in=chosen_grants))
    initial: dict[str, Any] = {
        "grants": [str(grant.pk) for grant in grants],
        "title": grants[0].title if len(grants) == 1 else "",
    }
    if earlier := _continued(request):
        earlier_grants = [str(pk) for pk in earlier.decision_grants.values_list("grant", flat=True)]
        initial = {"grants": initial["grants"] or earlier_grants, "title": initial["title"] or earlier.title}
        initial |= {"continues": str(earlier.reference), "with_texts": True, "is_short": report_of(earlier).is_left_out}
    return initial
