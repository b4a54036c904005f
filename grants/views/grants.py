"""Pages of a grant: find it, enter it, change it, its money by year."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import for_offices
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, seen_version, sent
from components.refusals import Refused
from components.rows import opened, pressed_button
from grants import actions
from grants.forms import GrantForm, TrancheRows
from grants.forms.bodies import BodiesForm
from grants.forms.fund_question import with_answer
from grants.grant_table import grant_table
from grants.life import lives_of
from grants.meter import meters_of
from grants.models import Grant, Organisation, Totals
from grants.models.grants import GrantQuerySet
from grants.papers import papers_of_grant
from grants.views.agreements import agreements_of
from grants.views.obligations import owed_by
from grants.views.pages import for_writers, opened_grant, page_of_grants, refused_page
from grants.views.spend import returns_of
from grants.views.terms import terms_of
from grants.year_end import year_to_close


@for_offices()
def grant_list(request: DeskRequest) -> HttpResponse:
    """Every grant, newest first, with a search."""
    grants, words = _grants_asked(request)
    page = Paginator(grants.prefetch_related("tranches__fund"), 25).get_page(request.GET.get("page"))
    meters = meters_of(page.object_list)
    rows = [(grant, Totals(list(grant.tranches.all())).overall(), meters[grant.pk]) for grant in page]
    year = year_to_close(today())
    return page_of_grants(request, "grant_list", {"page": page, "rows": rows, "words": words, "year": year})


@for_offices()
def grant_list_file(request: DeskRequest, form: str) -> Any:
    """The same list, whole, as CSV or as a spreadsheet."""
    grants, _ = _grants_asked(request)
    return grant_table(grants.prefetch_related("tranches"), today()).download(form)


def _grants_asked(request: DeskRequest) -> tuple[GrantQuerySet, str]:
    """The grants that the address asks for, and the words of its search."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    grants = Grant.objects.visible_to(request.user, today()).matching(words)
    return grants.select_related("funder", "recipient", "continues"), words


@for_writers
def grant_add(request: DeskRequest) -> HttpResponse:
    """Enter a grant; its money by year comes next."""
    body = Organisation.objects.filter(name=settings.BODY_NAME).first()
    form = GrantForm(sent(request), initial={"recipient": body})
    if not form.is_valid():
        return page_of_grants(request, "grant_add", {"form": form}, status=422 if form.is_bound else 200)
    try:
        grant = actions.create_grant(facts=form.facts(), by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "grant_add", {"form": form}, error)
    messages.success(request, f"{grant.code} is saved. Now enter its money by financial year.")
    return redirect("grant_money", pk=grant.pk)


def grant_page(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything about a grant: facts, totals by year and kind, authority, spend, papers."""
    grant = opened_grant(request, pk)
    papers = papers_of_grant(grant)
    context = {
        "grant": grant,
        "totals": grant.totals(),
        "papers": papers,
        "returns": returns_of(grant),
        "continuations": list(grant.continuations.order_by("pk")),
        "meter": meters_of([grant])[grant.pk],
        "life": lives_of([grant], today())[grant.pk],
    }
    context |= {"agreements": agreements_of(grant), "owed": owed_by(grant), "terms": terms_of(grant)}
    return page_of_grants(request, "grant_page", context)


@for_writers
def grant_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what a grant is."""
    grant = opened_grant(request, pk)
    form = GrantForm(sent(request), initial=GrantForm.initial_of(grant))
    context = {"grant": grant, "form": form, "seen": seen_version(request, grant.version)}
    if not form.is_valid():
        return page_of_grants(request, "grant_change", context, status=422 if form.is_bound else 200)
    try:
        actions.change_grant(grant=grant, seen=seen_version(request), facts=form.facts(), by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "grant_change", context, error)
    messages.success(request, f"{grant.code} is saved.")
    return redirect("grant_page", pk=pk)


@for_writers
def grant_bodies(request: DeskRequest, pk: int) -> HttpResponse:
    """Say which bodies a grant passes through, and with which it is made jointly."""
    grant = opened_grant(request, pk)
    form = BodiesForm(sent(request), initial=BodiesForm.initial_of(grant))

    def save() -> None:
        actions.save_bodies(grant=grant, seen=seen_version(request), **form.names(), by=request.user, at=now())

    if (status := apply_form(request, form, save)) is not None:
        context = {"grant": grant, "form": form, "seen": seen_version(request, grant.version)}
        return page_of_grants(request, "grant_bodies", context, status=status)
    messages.success(request, f"{grant.code} is saved.")
    return redirect("grant_page", pk=pk)


@for_writers
def grant_money(request: DeskRequest, pk: int) -> HttpResponse:
    """A grant's tranches by financial year: bid and offered."""
    grant, button = opened_grant(request, pk), pressed_button(request.POST, "tranches")
    initial_rows = TrancheRows.initial_of(grant)
    formset = opened(
        TrancheRows, with_answer(sent(request)), prefix="tranches", initial=initial_rows, button=button, grant=grant
    )
    context = {"grant": grant, "formset": formset, "seen": seen_version(request, grant.version)}
    if button or not formset.is_valid():
        return page_of_grants(request, "grant_money", context, status=422 if formset.is_bound else 200)
    try:
        actions.save_tranches(grant=grant, seen=seen_version(request), rows=formset.facts(), by=request.user, at=now())
    except Refused as error:
        return refused_page(request, "grant_money", context, error)
    messages.success(request, f"The money of {grant.code} by year is saved.")
    return redirect("grant_page", pk=pk)
