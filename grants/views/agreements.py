"""The page that records a version of a grant's agreement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from components.clock import now
from components.form_pages import apply_form, seen_version, sent
from grants import actions
from grants.forms import AgreementForm
from grants.models import Agreement, Grant
from grants.timetables import TIMETABLES
from grants.views.files import with_files
from grants.views.pages import for_writers, opened_grant, page_of_grants


def agreements_of(grant: Grant) -> list[tuple[Agreement, list[str]]]:
    """The versions of a grant's agreement, the newest first, each with the labels of its timetables."""
    versions = grant.agreements.prefetch_related("costs", with_files())
    return [(version, [TIMETABLES[name].label for name in version.timetables]) for version in versions]


@for_writers
def agreement_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Record the next version of the agreement; what the grant owes follows from it."""
    grant = opened_grant(request, pk)
    newest = grant.agreements.prefetch_related("costs").first()
    version = newest.version if newest else 0
    form = AgreementForm(sent(request), initial=AgreementForm.initial_of(newest))
    context = {"grant": grant, "form": form, "version": version + 1, "seen": seen_version(request, version)}

    def record() -> None:
        actions.record_agreement(grant=grant, seen=seen_version(request), facts=form.facts(), by=request.user, at=now())

    if (status := apply_form(request, form, record)) is not None:
        return page_of_grants(request, "agreement_add", context | {"seen": version}, status=status)
    messages.success(request, f"Version {version + 1} of the agreement of {grant.code} is recorded.")
    return redirect("grant_page", pk=pk)
