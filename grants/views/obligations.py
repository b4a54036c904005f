"""What is owed to funders: the list, its files, one obligation with its steps, the return as a page to print."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import for_offices
from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from components.clock import now, today
from components.form_pages import apply_form, seen_version, sent
from components.refusals import refusal_of
from figures.years import FinancialYear
from grants import actions
from grants.forms import ObligationForm, ObligationStepForm
from grants.forms.obligations import ConfirmedStepForm
from grants.models import Grant, Obligation
from grants.models.obligations import SENDING, ObligationQuerySet, Status
from grants.obligation_lists import (
    GROUPS,
    WITH_GRANT,
    counts,
    first_of_each,
    grouped,
    holder_of,
    item_of,
    obligation_table_of,
    title_of,
)
from grants.obligation_steps import STEPS, check_can_take_obligation, open_steps, status_of, step_of, steps_taken
from grants.punctuality import on_time_words, punctuality_report, punctuality_rows
from grants.reports import download
from grants.return_facts import amount_label, entered_in_period, return_facts
from grants.views.pages import for_writers, opened_grant, page_of_grants
from grants.views.year_end import year_of, years_beside

#: Rows of each group on the first page of the list.
FIRST = 10


def obligations_asked(request: DeskRequest) -> ObligationQuerySet:
    """Everything that this person may see; their own alone where the address says `mine=on`."""
    rows = Obligation.objects.visible_to(request.user, today())
    return rows.of_person(request.user, today()) if "mine" in request.GET else rows


def _requested_obligations(request: DeskRequest) -> tuple[Any, str]:
    """The obligations that the address asks for, grouped, and the words of its search."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows = obligations_asked(request)
    if words:
        rows = rows.filter(grant__in=Grant.objects.matching(words))
    return grouped(rows, today()), words


def _of_group(rows: Any, group: str) -> Any:
    return rows.filter(group=group) if group in GROUPS else rows


@for_offices()
def obligation_list(request: DeskRequest) -> HttpResponse:
    """What is late, due, next, with the funder and done.

    One group by `show`, words of the grant by `q`, one's own alone by `mine`.
    """
    rows, words = _requested_obligations(request)
    show, day = request.GET.get("show", ""), today()
    numbers, year = counts(rows), FinancialYear.of(day)
    in_time, counted = rows.owed_to_funders().filter(due_on__range=(year.starts_on, year.ends_on)).punctuality(day)
    page = None
    if show in GROUPS:
        order = "-due_on" if show == "done" else "due_on"
        chosen = rows.filter(group=show).select_related(*WITH_GRANT).order_by(order, "pk")
        page = Paginator(chosen, 50).get_page(request.GET.get("page"))
        shown = list(page)
    else:
        shown = list(first_of_each(rows.select_related(*WITH_GRANT), FIRST).order_by("due_on", "pk"))
    groups = [
        {
            "key": key,
            "label": label,
            "count": numbers[key],
            "items": [item_of(row, day) for row in shown if row.group == key],
        }
        for key, label in GROUPS.items()
    ]
    context = {
        "groups": groups, "page": page, "words": words, "show": show if page else "", "in_time": in_time,
        "counted": counted, "year": year, "mine": "mine" in request.GET,
    }  # fmt: skip
    return page_of_grants(request, "obligation_list", context)


@for_offices()
def obligations_file(request: DeskRequest, form: str) -> Any:
    """The list as CSV or as a spreadsheet."""
    rows, _ = _requested_obligations(request)
    return obligation_table_of("obligations", _of_group(rows, request.GET.get("show", ""))).download(form)


def owed_by(grant: Grant) -> list[dict[str, Any]]:
    """What a grant owes next, what is late first; as the task list of its page shows it."""
    rows: Any = grouped(grant.obligations.all(), today())
    owed = rows.exclude(group="done").select_related(*WITH_GRANT).order_by("due_on", "pk")
    return [item_of(row, today()) for row in owed[:FIRST]]


def _opened(request: DeskRequest, pk: int) -> Obligation:
    """The obligation that this person may open, with its steps; 404 for everybody else."""
    rows = Obligation.objects.visible_to(request.user, today())
    rows = rows.select_related(*WITH_GRANT, "agreement").prefetch_related("steps")
    return get_object_or_404(rows, pk=pk)


def _context(obligation: Obligation) -> dict[str, Any]:
    """What every page of an obligation says of it."""
    taken = steps_taken(obligation)
    status = status_of(obligation)
    sent_on = next((step.happened_on for step in taken if step.step in SENDING), None)
    row: Any = grouped(Obligation.objects.filter(pk=obligation.pk), today()).select_related(*WITH_GRANT).first()
    return {
        "obligation": obligation,
        "grant": obligation.grant,
        "title": title_of(obligation),
        "obligation_status": Status(status).label,
        "taken": [(step, STEPS[step.step], amount_label(obligation, step.step)) for step in taken],
        "holder": holder_of(row) if row else ("", ""),
        "sent_on": sent_on,
        "late": not obligation.cancelled_at and (sent_on or today()) > obligation.due_on,
    }


@for_offices()
def obligation_page(request: DeskRequest, pk: int) -> HttpResponse:
    """One obligation: until when, for what, each step so far, and the steps that this person may take."""
    obligation = _opened(request, pk)
    context = _context(obligation) | {"steps": open_steps(obligation, request.user, today())}
    return page_of_grants(request, "obligation_page", context)


@for_offices()
def obligation_return(request: DeskRequest, pk: int) -> HttpResponse:
    """The return as a page to print or to keep as a file: the figures prepared, and who certified them when."""
    obligation = _opened(request, pk)
    return page_of_grants(request, "obligation_return", _context(obligation) | {"facts": return_facts(obligation)})


@for_offices()
def obligation_return_file(request: DeskRequest, pk: int, form: str) -> Any:
    """The same facts as CSV, spreadsheet or PDF."""
    facts = return_facts(_opened(request, pk))
    return download(facts.report(), form, now()) if form == "pdf" else facts.table().download(form)


@for_offices()
def returns_on_time(request: DeskRequest, slug: str) -> HttpResponse:
    """How many returns of a financial year were sent by their day, by grant and kind."""
    year = year_of(slug)
    rows = punctuality_rows(year, today())
    context = {"year": year, "rows": rows, "words": on_time_words(rows), **years_beside(year)}
    return render(request, "grants/returns_on_time.html", context)


@for_offices()
def returns_on_time_file(request: DeskRequest, slug: str, form: str) -> Any:
    """The same rows as CSV, spreadsheet or PDF."""
    year = year_of(slug)
    return download(punctuality_report(year, punctuality_rows(year, today())), form, now())


def _step_form(
    request: DeskRequest, obligation: Obligation, step: str, initial: dict[str, Any]
) -> ObligationStepForm | ConfirmedStepForm:
    """The form of a step; what is certified is what was prepared last, figures and words."""
    if not STEPS[step].confirmed:
        return ObligationStepForm(sent(request), initial=initial, obligation=obligation, step=step)
    prepared = [(row.number, row.amount, row.forecast, row.note) for row in steps_taken(obligation)]
    digest = digest_of(step, obligation.pk, *prepared[-1:])
    return ConfirmedStepForm(
        sent(request),
        initial=initial,
        obligation=obligation,
        step=step,
        request=request,
        digest=digest,
        purpose=step,
        at=now(),
    )


@for_offices()
def obligation_step(request: DeskRequest, pk: int, step: str) -> HttpResponse:
    """Take a step with what is owed."""
    obligation = _opened(request, pk)
    if step not in STEPS:
        raise Http404
    refusal = refusal_of(check_can_take_obligation, step, obligation, request.user, today())
    entered = entered_in_period(obligation) if step == "prepare" else None
    initial = {"happened_on": today(), "amount": None if entered is None else max(entered, Decimal(0))}
    form = _step_form(request, obligation, step, initial)
    context = _context(obligation) | {"step": step_of(step, obligation), "form": form, "entered": entered}
    context["seen"] = len(steps_taken(obligation))
    if refusal and request.method != "POST":
        return render(request, "grants/obligation_refused.html", context | {"refusal": refusal}, status=403)

    def take() -> None:
        actions.take_obligation_step(
            obligation=obligation,
            step=step,
            seen=seen_version(request),
            facts=form.facts(),
            proof=form.given_proof() if isinstance(form, ConfirmedStepForm) else None,
            by=request.user,
            at=now(),
        )

    if (status := apply_form(request, form, take)) is not None:
        return page_of_grants(request, "obligation_step", context, status=status)
    messages.success(request, f"{context['title']} is recorded as {STEPS[step].verb}.")
    return redirect("obligation_page", pk=pk)


@for_writers
def obligation_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter something that a grant owes and that no timetable makes."""
    grant = opened_grant(request, pk)
    form = ObligationForm(sent(request), initial=ObligationForm.suggested(request.GET))
    added: list[Obligation] = []

    def add() -> None:
        added.append(actions.add_obligation(grant=grant, **form.cleaned_data, by=request.user, at=now()))

    if (status := apply_form(request, form, add)) is not None:
        return page_of_grants(request, "obligation_add", {"grant": grant, "form": form}, status=status)
    messages.success(request, f"{title_of(added[0])} is entered.")
    return redirect("obligation_page", pk=added[0].pk)
