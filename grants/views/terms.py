"""Pages for the conditions and restrictions of a grant's agreement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from grants import actions
from grants.forms import TermForm, TermMetForm
from grants.models import AgreementTerm, Grant
from grants.views.files import with_files
from grants.views.pages import for_writers, opened_grant, page_of_grants


def terms_of(grant: Grant) -> list[tuple[AgreementTerm, bool]]:
    """The conditions and restrictions of a grant's agreement, each with whether it is late."""
    terms = AgreementTerm.objects.filter(agreement__grant=grant).select_related("met").prefetch_related(with_files())
    return [(term, term.is_late(today())) for term in terms]


@for_writers
def term_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter a condition or restriction of the agreement."""
    grant, form = opened_grant(request, pk), TermForm(sent(request))

    def add() -> None:
        actions.add_term(grant=grant, **form.cleaned_data, by=request.user, at=now())

    if (status := apply_form(request, form, add)) is not None:
        return page_of_grants(request, "term_add", {"grant": grant, "form": form}, status=status)
    messages.success(request, "It is entered.")
    return redirect("grant_page", pk=pk)


@for_writers
def term_meet(request: DeskRequest, pk: int, term: int) -> HttpResponse:
    """Record that a condition or restriction was met."""
    grant = opened_grant(request, pk)
    term_row = get_object_or_404(AgreementTerm, pk=term, agreement__grant=grant)
    form = TermMetForm(sent(request), initial={"met_on": today()})

    def meet() -> None:
        actions.meet_term(term=term_row, **form.cleaned_data, by=request.user, at=now())

    if (status := apply_form(request, form, meet)) is not None:
        return page_of_grants(request, "term_meet", {"grant": grant, "term": term_row, "form": form}, status=status)
    messages.success(request, f"The {term_row.get_kind_display().lower()} is recorded as met.")
    return redirect("grant_page", pk=pk)
