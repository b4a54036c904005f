"""The page of each part of a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import seen_version
from components.refusals import Refused
from components.rows import pressed_button
from decisions.missing_from_parts import missing
from decisions.models import Decision, Power
from decisions.money import tranches_of
from decisions.parts import PARTS, Values, has_content, parts_on, read_part
from decisions.readiness import obstacles_by_part
from decisions.views.checks import problems_for
from decisions.views.diff import sides
from decisions.views.linked import warnings_of_links
from decisions.views.paper_page import as_saved, closed_to_writing, paper_of, paper_page
from decisions.whole_paper import grants_of
from drafting.actions import save_part
from drafting.actions.save_part import part_version
from drafting.forms.parts import open_form
from drafting.forms.rows import CONSIDERATION_ROWS, PREFIX, open_rows
from drafting.stale_part import StalePart
from drafting.views.part_history import earlier_text
from figures.money import format_money
from grants.actions.common import can_enter_grants
from grants.models import Totals

_IN_ROWS = frozenset({"recommendations", "earlier", "declarations", *CONSIDERATION_ROWS})


def decision_part(request: DeskRequest, pk: int, key: str) -> HttpResponse:
    """One part: its form, saved on its own."""
    paper = paper_of(request, pk)
    if key not in PARTS:
        raise Http404
    values = read_part(paper, key)
    earlier = earlier_text(paper, key, request.GET.get("version", "")) if request.method == "GET" else {}
    values |= earlier
    data, button = (request.POST if request.method == "POST" else None), pressed_button(request.POST, PREFIX)
    form = _open(paper, key, values, data, button)
    context = _part_context(request, paper, key, form) | {"seen": seen_version(request, part_version(paper, key))}
    context["earlier_version"] = request.GET["version"] if earlier else ""
    if refusal := closed_to_writing(request, paper):
        return refusal
    if button or not form.is_valid():
        return paper_page(request, "decisions/decision_part.html", paper, context, status=422 if form.is_bound else 200)
    try:
        save_part(decision=paper, part=key, seen=seen_version(request), values=form.values(), by=request.user, at=now())
    except Refused as error:
        return _not_saved(request, paper, context, error)
    _add_saved_message(request, paper, key)
    if key == "recommendations" and any(row.read_from_words for row in form.forms):
        _add_reading_message(request, paper)
    return redirect(_next_address(request, paper, key))


def _open(paper: Decision, key: str, values: Values, data: Any, button: str) -> Any:
    """The form or the rows of a part."""
    if key in _IN_ROWS:
        return open_rows(paper, key, values, data, button=button, today=today())
    return open_form(paper, key, values, data)


def _part_context(request: DeskRequest, paper: Decision, key: str, form: Any) -> dict[str, Any]:
    """What a part's page shows beside its form: what the checks say of it, its money, what follows."""
    following = _following(paper, key)
    part_url = reverse("desk:decision_part", args=[paper.pk, key])
    return {
        "part": PARTS[key],
        "formset" if key in _IN_ROWS else "form": form,
        "problems": [p for p in problems_for(request, paper) if p["href"] == part_url],
        "drawn": _money_by_grant(paper) if key in _WITH_MONEY else [],
        "enters_grants": key == "grants" and can_enter_grants(request.user, today()),
        "powers": Power.objects.on(today()) if key == "recommendations" else [],
        "following": PARTS[following] if following else None,
    }


def _following(paper: Decision, key: str = "") -> str:
    """The part to be written after one (from the beginning without one); empty after the last of a whole paper.

    While anything is missing, parts that have all they need are passed over, and optional ones but the grants and the
    report's sections. Where nothing is missing it is the next part in order.
    """
    on_paper = list(parts_on(paper))
    order = list(PARTS)
    position = order.index(key) if key else -1
    ahead = [part_key for part_key in on_paper if order.index(part_key) > position]
    lacking = [part_key for part_key in on_paper if part_key != key and missing(paper, part_key)]
    if not lacking:
        return ahead[0] if ahead and key else ""
    return next((part_key for part_key in ahead if _is_to_be_written(paper, part_key)), lacking[0])


def _is_to_be_written(paper: Decision, key: str) -> bool:
    """Whether a part lacks something, or is empty and one that most papers have."""
    if missing(paper, key):
        return True
    is_usual = key == "grants" or (PARTS[key].section is not None and not PARTS[key].required)
    return is_usual and not has_content(read_part(paper, key))


def next_part_address(paper: Decision, after: str = "") -> str:
    """The address of the first part (or the first after one) to be written; of the task list where none is."""
    if key := _following(as_saved(paper), after):
        return reverse("desk:decision_part", args=[paper.pk, key])
    return reverse("desk:decision_page", args=[paper.pk])


_WITH_MONEY = frozenset({"financial", "report-financial", "recommendations"})


def _not_saved(request: DeskRequest, paper: Decision, context: dict[str, Any], error: Refused) -> HttpResponse:
    """The same page with the sentence and all that was typed; for a stale part the other text beside it."""
    messages.error(request, str(error))
    if isinstance(error, StalePart):
        form = context.get("formset") or context["form"]
        context |= {"sides": sides(form, error), "seen": error.version}
    return paper_page(request, "decisions/decision_part.html", paper, context, status=error.status)


def _add_saved_message(request: DeskRequest, paper: Decision, key: str) -> None:
    """Say what was saved, what it still lacks, and which linked decisions cannot be built on as they stand."""
    saved = Decision.objects.get(pk=paper.pk)
    messages.success(request, f"“{PARTS[key].full_label}” is saved.")
    if sentences := [sentence for sentence, part in obstacles_by_part(saved, today()) if part == key]:
        messages.info(request, f"Still to do: {' '.join(sentences)}")
    if key == "earlier":
        for sentence in warnings_of_links(saved):
            messages.warning(request, sentence)


def _add_reading_message(request: DeskRequest, paper: Decision) -> None:
    """What was taken from the words of the recommendations, to be looked at."""
    sentences = []
    for row in as_saved(paper).recommendations.select_related("grant"):
        limit = "up to " if row.up_to else ""
        amount = f", {limit}{format_money(row.amount)}" if row.amount is not None else ""
        grant = f", {row.grant.code}" if row.grant else ""
        sentences.append(f"Recommendation {row.number} is read as: {row.get_action_display()}{amount}{grant}.")
    messages.success(request, " ".join(sentences))


def _next_address(request: DeskRequest, paper: Decision, key: str) -> str:
    """Where a save leads: the next part when its button was pressed, else the task list."""
    following = _following(as_saved(paper), key)
    if request.POST.get("then") == "next" and following:
        return reverse("desk:decision_part", args=[paper.pk, following])
    return reverse("desk:decision_page", args=[paper.pk])


def _money_by_grant(paper: Decision) -> list[dict[str, Any]]:
    """The tranches as they will stand in the financial section, grant by grant."""
    tranches = tranches_of(paper)
    of_grants = ((grant, [t for t in tranches if t.grant_id == grant.pk]) for grant in grants_of(paper))
    return [{"grant": grant, "totals": Totals(rows)} for grant, rows in of_grants]
