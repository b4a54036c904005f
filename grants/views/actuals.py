"""Pages of what came, went and was carried: the list of a grant, a new entry, a correction."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from components.clock import now, today
from components.form_pages import apply_form, sent
from components.refusals import refusal_of
from grants import actions
from grants.actions.actuals import check_can_correct, is_of_closed_year
from grants.actions.closing import check_is_chief_finance_officer
from grants.actual_table import actual_table, actuals_of
from grants.forms import ActualForm, CorrectionForm
from grants.forms.actuals import ClosedCorrectionForm
from grants.models import Actual, ClosedYear
from grants.plausibility import slips_of_actual
from grants.views.pages import for_writers, opened_grant, page_of_grants, warn
from grants.year_sums import year_sums


def _with_file_counts(entries: QuerySet[Actual]) -> QuerySet[Actual]:
    """The entries in their order, each with how many files show it (`file_count`)."""
    return entries.annotate(file_count=Count("files")).order_by("-happened_on", "-pk")


def actual_list(request: DeskRequest, pk: int) -> HttpResponse:
    """Sums by year and fund, and every entry, the latest day first."""
    grant = opened_grant(request, pk)
    page = Paginator(_with_file_counts(actuals_of(grant)), 100).get_page(request.GET.get("page"))
    closed_years = set(ClosedYear.objects.filter(grant=grant).values_list("year", flat=True))
    may_correct_closed = bool(closed_years) and not refusal_of(check_is_chief_finance_officer, request.user, now())
    refusal = refusal_of(actions.check_can_enter_grants, request.user, today())
    rows = [(entry, may_correct_closed if entry.tranche.year in closed_years else not refusal) for entry in page]
    context = {
        "refusal": refusal,
        "grant": grant,
        "page": page,
        "rows": rows,
        "sums": year_sums(grant),
        "closed": sorted(closed_years),
    }
    return page_of_grants(request, "actual_list", context)


def actual_file(request: DeskRequest, pk: int, form: str) -> HttpResponseBase:
    """The list as CSV or spreadsheet."""
    return actual_table(opened_grant(request, pk)).download(form)


@for_writers
def actual_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter what happened to the money."""
    grant = opened_grant(request, pk)
    form = ActualForm(sent(request), grant=grant, initial=ActualForm.suggested(request.GET))
    new_entries: list[Actual] = []
    status = apply_form(
        request, form, lambda: new_entries.append(actions.add_actual(facts=form.facts(), by=request.user, at=now()))
    )
    if status is not None:
        return page_of_grants(request, "actual_add", {"grant": grant, "form": form}, status=status)
    messages.success(request, f"{new_entries[0].number} is saved. {form.facts().words()}.")
    warn(request, slips_of_actual(new_entries[0]))
    return redirect("actual_list", pk=pk)


def _correction_form(request: DeskRequest, wrong: Actual, *, is_closed: bool) -> CorrectionForm | ClosedCorrectionForm:
    """The form of a correction; of a closed year the chief finance officer proves who they are."""
    grant, initial = wrong.tranche.grant, CorrectionForm.initial_of(wrong)
    if not is_closed:
        return CorrectionForm(sent(request), grant=grant, initial=initial)
    digest = digest_of("correct", wrong.pk, wrong.amount)
    return ClosedCorrectionForm(
        sent(request), grant=grant, initial=initial, request=request, digest=digest, purpose="correct", at=now()
    )


def actual_correct(request: DeskRequest, pk: int, entry: int) -> HttpResponse:
    """Put a new entry in the place of a wrong one."""
    grant = opened_grant(request, pk)
    wrong = get_object_or_404(actuals_of(grant), pk=entry)
    is_closed_year = is_of_closed_year(wrong.tranche)
    if request.method != "POST" and refusal_of(check_can_correct, wrong, request.user, now(), is_closed_year):
        return page_of_grants(request, "refused", {}, status=403)
    form = _correction_form(request, wrong, is_closed=is_closed_year)

    def correct() -> None:
        facts, reason = form.facts(), form.cleaned_data["reason"]
        proof = form.given_proof() if isinstance(form, ClosedCorrectionForm) else None
        corrections.append(
            actions.correct_actual(entry=wrong, facts=facts, reason=reason, proof=proof, by=request.user, at=now())
        )

    corrections: list[Actual] = []
    status = apply_form(request, form, correct)
    if status is not None:
        context = {"grant": grant, "form": form, "wrong": wrong}
        return page_of_grants(request, "actual_correct", context, status=status)
    messages.success(request, f"{corrections[0].number} stands in the place of {wrong.number}.")
    warn(request, slips_of_actual(corrections[0]))
    return redirect("actual_list", pk=pk)
