"""The pages about the service itself: its state, for administrators, and the end of the register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import for_offices
from accounts.models import Proposal
from accounts.offices import Office, labels
from accounts.requests import DeskRequest
from book.actions.close import VERB, propose_closing
from book.succession import is_closed
from components.clock import now
from components.form_pages import apply_form, sent
from operations.forms import ClosingForm
from operations.state import service_state
from publishing.public_words import check_public_words


@for_offices(Office.ADMINISTRATOR)
def service(request: DeskRequest) -> HttpResponse:
    """What works, what does not, and what an administrator should see to."""
    state = service_state(at=now())
    context = {"state": state, "findings": state.findings()}
    return render(request, "operations/service.html", context)


@for_offices(Office.CHECKER)
def closing(request: DeskRequest) -> HttpResponse:
    """Propose to close the register for good; what has been proposed."""
    form = ClosingForm(sent(request))

    def propose() -> None:
        check_public_words(form.cleaned_data["reason"], form.cleaned_data["successor_name"])
        propose_closing(**form.cleaned_data, by=request.user, at=now())

    status = apply_form(request, form, propose)
    if status is None:
        messages.success(request, "Proposed. Nothing is closed until a second person confirms it.")
        return redirect("service_closing")
    context = {
        "form": form,
        "closed": is_closed("default"),
        "confirmers": labels({Office.ENDORSER, Office.DECIDER}),
        "proposals": Proposal.objects.filter(verb=VERB).select_related("proposed_by", "confirmed_by").order_by("-pk"),
        "at": now(),
    }
    return render(request, "operations/closing.html", context, status=status)
