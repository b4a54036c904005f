"""The grants that a person looks after, and giving them to a colleague."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import for_offices
from accounts.models import Person
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from components.refusals import refusal_of
from grants import actions
from grants.models import Grant
from paper_lists.forms import GiveGrantsForm


@for_offices()
def grants_of_person(request: DeskRequest, person: int) -> HttpResponse:
    """Give some of a person's grants to a colleague; `grant` in the address ticks that one alone at first."""
    owner = get_object_or_404(Person, pk=person)
    if refusal := refusal_of(actions.check_can_give_grants, request.user, today()):
        return render(request, "decisions/refused.html", {"sentence": refusal}, status=403)
    codes = [str(pk) for pk in Grant.objects.owned_by(owner).values_list("pk", flat=True)]
    initial = {"grants": [pk for pk in request.GET.getlist("grant") if pk in codes] or codes}
    form = GiveGrantsForm(sent(request), initial=initial, owner=owner, day=today())

    def give() -> None:
        facts = form.cleaned_data
        actions.give_grants(grants=facts["grants"], owner=owner, to=facts["to"], by=request.user, at=now())

    if (status := apply_form(request, form, give)) is not None:
        context = {"form": form, "owner": owner, "grants": codes}
        return render(request, "decisions/grants_of_person.html", context, status=status)
    messages.success(request, f"{form.cleaned_data['to'].name} looks after them now.")
    return redirect("desk:grants_of_person", person=owner.pk)
