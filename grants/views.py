"""Pages of grants at the desk: find one, enter one, its money by year, its outcome, its spend."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import seen_version, sent
from components.refusals import Refused, Stale, refusal_of
from components.rows import asked_of, opened
from figures.money import format_money
from grants import actions
from grants.forms import FundForm, GrantForm, OrganisationForm, OutcomeForm, SpendForm, TrancheRows
from grants.models import Fund, Grant, Organisation, SpendReturn, Totals
from grants.papers import papers_of_grant
from grants.plausibility import slips_of_outcome, slips_of_spend


def _grant(request: DeskRequest, pk: int) -> Grant:
    """The grant that this person may open; 404 for everybody else."""
    grants = Grant.objects.visible_to(request.user, today()).select_related("funder", "recipient")
    return get_object_or_404(grants, pk=pk)


View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """Open a page that changes grants to those who may; what others send is refused with all they typed."""

    @wraps(view)
    def guarded(request: DeskRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.offices_on(today()):
            raise Http404
        if request.method != "POST" and not actions.can_enter_grants(request.user, today()):
            return _page(request, "refused", {}, status=403)
        return view(request, **kwargs)

    return guarded


def _page(request: DeskRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of grants, with whether this person may enter grants."""
    refusal = refusal_of(actions.check_can_enter_grants, request.user, today())
    return render(request, f"grants/{name}.html", {"refusal": refusal, **context}, status=status)


def _refused(request: DeskRequest, name: str, context: dict[str, Any], error: Refused) -> HttpResponse:
    """The same page with the sentence above it and everything that was typed in its place."""
    messages.error(request, str(error))
    if isinstance(error, Stale):
        context["grant"] = Grant.objects.select_related("funder", "recipient").get(pk=context["grant"].pk)
        context |= {"stale": True, "seen": context["grant"].version}
    return _page(request, name, context, status=error.status)


def _warn(request: DeskRequest, sentences: list[str]) -> None:
    """Say what was saved and yet may be a slip."""
    for sentence in sentences:
        messages.warning(request, sentence)


@for_offices()
def grant_list(request: DeskRequest) -> HttpResponse:
    """Every grant, newest first, with a search."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = Grant.objects.visible_to(request.user, today()).matching(words).select_related("funder", "recipient")
    page = Paginator(found.prefetch_related("tranches__fund"), 25).get_page(request.GET.get("page"))
    rows = [(grant, Totals(list(grant.tranches.all())).overall()) for grant in page]
    return _page(request, "grant_list", {"page": page, "rows": rows, "words": words})


@for_writers
def grant_add(request: DeskRequest) -> HttpResponse:
    """Enter a grant; its money by year comes next."""
    body = Organisation.objects.filter(name=settings.BODY_NAME).first()
    form = GrantForm(sent(request), initial={"recipient": body})
    if not form.is_valid():
        return _page(request, "grant_add", {"form": form}, status=422 if form.is_bound else 200)
    try:
        grant = actions.create_grant(facts=form.facts(), by=request.user, at=now())
    except Refused as error:
        return _refused(request, "grant_add", {"form": form}, error)
    messages.success(request, f"{grant.code} is saved. Now enter its money by financial year.")
    return redirect("grant_money", pk=grant.pk)


def grant_page(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything about a grant: facts, totals by year and kind, authority, spend, papers."""
    grant = _grant(request, pk)
    papers = papers_of_grant(grant)
    context = {"grant": grant, "totals": grant.totals(), "papers": papers, "returns": _returns(grant)}
    return _page(request, "grant_page", context)


@for_writers
def grant_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what a grant is."""
    grant = _grant(request, pk)
    form = GrantForm(sent(request), initial=GrantForm.known(grant))
    context = {"grant": grant, "form": form, "seen": seen_version(request, grant.version)}
    if not form.is_valid():
        return _page(request, "grant_change", context, status=422 if form.is_bound else 200)
    try:
        actions.change_grant(grant=grant, seen=seen_version(request), facts=form.facts(), by=request.user, at=now())
    except Refused as error:
        return _refused(request, "grant_change", context, error)
    messages.success(request, f"{grant.code} is saved.")
    return redirect("grant_page", pk=pk)


@for_writers
def grant_money(request: DeskRequest, pk: int) -> HttpResponse:
    """A grant's tranches by financial year: bid and offered."""
    grant, asked = _grant(request, pk), asked_of(request.POST, "tranches")
    data = request.POST if request.method == "POST" else None
    known = TrancheRows.known(grant)
    formset = opened(TrancheRows, data, prefix="tranches", initial=known, asked=asked, funder=grant.funder)
    context = {"grant": grant, "formset": formset, "seen": seen_version(request, grant.version)}
    if asked or not formset.is_valid():
        return _page(request, "grant_money", context, status=422 if formset.is_bound else 200)
    try:
        actions.save_tranches(grant=grant, seen=seen_version(request), rows=formset.facts(), by=request.user, at=now())
    except Refused as error:
        return _refused(request, "grant_money", context, error)
    messages.success(request, f"The money of {grant.code} by year is saved.")
    return redirect("grant_page", pk=pk)


def _accepted_words(grant: Grant) -> str:
    """What was accepted in all; where every box is blank that is no amount, because blank is not nil."""
    total = grant.totals().overall()["accepted"]
    if total is None:
        return f"every box is blank, so no amount of {grant.code} counts as accepted"
    return f"{format_money(total)} accepted of {grant.code}"


@for_writers
def grant_outcome(request: DeskRequest, pk: int) -> HttpResponse:
    """Record what was accepted, within what decisions allow."""
    grant = _grant(request, pk)
    form = OutcomeForm(sent(request), grant=grant)
    context = {"grant": grant, "form": form, "seen": seen_version(request, grant.version)}
    if not form.is_valid():
        return _page(request, "grant_outcome", context, status=422 if form.is_bound else 200)
    try:
        actions.record_outcome(
            grant=grant,
            seen=seen_version(request),
            accepted=form.accepted(),
            no_more=form.cleaned_data["no_more"],
            by=request.user,
            at=now(),
        )
    except Refused as error:
        return _refused(request, "grant_outcome", context, error)
    messages.success(request, f"The outcome is saved: {_accepted_words(grant)}.")
    _warn(request, slips_of_outcome(grant))
    return redirect("grant_page", pk=pk)


def _returns(grant: Grant) -> Any:
    """What was reported as spent, the years in order and the latest return first."""
    found = SpendReturn.objects.filter(tranche__grant=grant).select_related("tranche__fund", "reported_by")
    return found.order_by("tranche__year", "tranche__fund__name", "-until_on", "-pk")


@for_writers
def grant_spend(request: DeskRequest, pk: int) -> HttpResponse:
    """Report what was spent; earlier returns below."""
    grant = _grant(request, pk)
    form = SpendForm(sent(request), grant=grant)
    context = {"grant": grant, "form": form, "returns": _returns(grant)}
    if not form.is_valid():
        return _page(request, "grant_spend", context, status=422 if form.is_bound else 200)
    try:
        made = actions.report_spend(**form.cleaned_data, by=request.user, at=now())
    except Refused as error:
        return _refused(request, "grant_spend", context, error)
    messages.success(request, f"The return is saved: {form.sentence()}.")
    _warn(request, slips_of_spend(made))
    return redirect("grant_page", pk=pk)


@for_offices()
def organisation_list(request: DeskRequest) -> HttpResponse:
    """Organisations with their funds."""
    found = Organisation.objects.prefetch_related("funds")
    return _page(request, "organisation_list", {"organisations": found})


@for_writers
def organisation_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct an organisation's name or identifier."""
    organisation = get_object_or_404(Organisation, pk=pk)
    names = ("name", "short_name", "identifier")
    form = OrganisationForm(sent(request), initial={name: getattr(organisation, name) for name in names})
    context = {"organisation": organisation, "form": form}
    if not form.is_valid():
        return _page(request, "organisation_change", context, status=422 if form.is_bound else 200)
    try:
        actions.change_organisation(organisation=organisation, **form.cleaned_data, by=request.user, at=now())
    except Refused as error:
        return _refused(request, "organisation_change", context, error)
    messages.success(request, f"{form.cleaned_data['name']} is saved.")
    return redirect("organisation_list")


@for_writers
def fund_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct a fund's usual name."""
    fund = get_object_or_404(Fund.objects.select_related("funder"), pk=pk)
    form = FundForm(sent(request), initial={"name": fund.name})
    context = {"fund": fund, "form": form}
    if not form.is_valid():
        return _page(request, "fund_change", context, status=422 if form.is_bound else 200)
    try:
        actions.change_fund(fund=fund, name=form.cleaned_data["name"], by=request.user, at=now())
    except Refused as error:
        return _refused(request, "fund_change", context, error)
    messages.success(request, f"{form.cleaned_data['name']} is saved.")
    return redirect("organisation_list")
