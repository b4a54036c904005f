"""The administrators' page about the service itself."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import for_offices
from accounts.offices import Office
from accounts.requests import DeskRequest
from components.clock import now
from operations.state import service_state


@for_offices(Office.ADMINISTRATOR)
def service(request: DeskRequest) -> HttpResponse:
    """What works, what does not, and what an administrator should see to."""
    state = service_state(at=now())
    context = {"state": state, "findings": state.findings()}
    return render(request, "operations/service.html", context)
