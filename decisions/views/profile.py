"""The body's profile: which is in force, what the file changes, and proposing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import for_offices
from accounts.models import Proposal
from accounts.offices import Office
from accounts.requests import DeskRequest
from accounts.stepup import StepUpForm, digest_of
from components.clock import now
from components.form_pages import apply_form, sent
from decisions.actions.profile_loading import VERB, changes_of, profile_loaded, propose_profile
from profiles import current


@for_offices(Office.ADMINISTRATOR)
def body_profile(request: DeskRequest) -> HttpResponse:
    """The profile in force and the one that this installation was started with; propose that where they differ."""
    profile, loaded = current(), profile_loaded()
    form = StepUpForm(sent(request), request=request, digest=digest_of("profile", profile.digest), at=now())
    status = apply_form(request, form, lambda: propose_profile(profile=profile, by=request.user, at=now()))
    if status is None:
        messages.success(request, "Proposed. Another administrator confirms it; then whoever migrates loads it.")
        return redirect("desk:body_profile")
    since = Proposal.objects.filter(verb=VERB, arguments__digest=profile.digest)
    context = {
        "form": form,
        "profile": profile,
        "loaded": loaded,
        "differs": loaded is None or loaded.digest != profile.digest,
        "changes": changes_of(profile.source),
        "proposal": since.open(now()).first(),
        "agreed": loaded is not None and since.filter(confirmed_at__gt=loaded.loaded_at).exists(),
    }
    return render(request, "decisions/body_profile.html", context, status=status)
