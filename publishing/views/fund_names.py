"""Funds written in several ways, at the desk: merge two that are one, take one apart again."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_offices
from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from book.actions.other_names import KEEPERS
from components.clock import now
from components.form_pages import apply_change, apply_form, sent
from publishing.forms.fund_names import MergeFundsForm
from publishing.fund_names import known_funds, likely_pairs, merge_two_funds, newest_changes, take_apart


@for_offices(*sorted(KEEPERS))
@require_http_methods(["GET", "HEAD", "POST"])
def fund_names(request: DeskRequest) -> HttpResponse:
    """Funds that are likely one, those that were merged, and a form for any two."""
    funds = known_funds()
    taken_apart = "take-apart" in request.POST
    form = MergeFundsForm(
        None if taken_apart else sent(request),
        funds=funds.values(),
        initial={name: request.GET.get(name, "") for name in ("merged", "kept")},
        request=request,
        digest=digest_of("merge funds"),
        at=now(),
    )
    if taken_apart:
        status = apply_change(request, lambda: _take_apart(request))
    else:
        status = apply_form(request, form, lambda: _merge(request, form))
    if status is None:
        return redirect("desk:fund_names")
    merged = sorted((f for f in funds.values() if f.merged_into), key=lambda f: (f.merged_into, f.name.casefold()))
    groups = [
        (funds.get(kept_name), list(rows)) for kept_name, rows in groupby(merged, key=lambda fund: fund.merged_into)
    ]
    context = {
        "form": form,
        "pairs": likely_pairs(funds.values()),
        "groups": groups,
        "changes": newest_changes(),
    }
    return render(request, "decisions/fund_names.html", context, status=status)


def _merge(request: DeskRequest, form: MergeFundsForm) -> None:
    merged_fund, kept_fund = merge_two_funds(
        merged=form.cleaned_data["merged"], kept=form.cleaned_data["kept"], by=request.user, at=now()
    )
    messages.success(
        request,
        f"{merged_fund.name} is another name of {kept_fund.name} now. "
        "The public list has them as one. It can be undone.",
    )


def _take_apart(request: DeskRequest) -> None:
    fund = take_apart(merged=request.POST["take-apart"], by=request.user, at=now())
    messages.success(request, f"{fund.name} stands by itself again.")
