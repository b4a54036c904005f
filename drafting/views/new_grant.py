"""Enter a grant from its paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from decisions.views.paper_page import closed_to_writing, paper_of, paper_page
from drafting.actions.enter_grant import enter_grant
from drafting.forms.new_grant import NewGrantForm
from drafting.views.parts import next_part_address
from grants.forms.fund_question import with_answer
from grants.models import Fund, Organisation

#: So many names are offered while one is typed.
OFFERED = 200


def decision_grant_add(request: DeskRequest, pk: int) -> HttpResponse:
    """One page for a grant and its money by year; the paper is about it afterwards."""
    paper = paper_of(request, pk)
    if refusal := closed_to_writing(request, paper, with_grants=True):
        return refusal
    form = NewGrantForm(with_answer(sent(request)), decision=paper, day=today())

    def change() -> None:
        grant = enter_grant(decision=paper, facts=form.facts(), money=form.money(), by=request.user, at=now())
        messages.success(request, f"{grant.code} {grant.title} is saved, and this paper is about it.")

    if (status := apply_form(request, form, change)) is None:
        if request.POST.get("then") == "another":
            return redirect("desk:decision_grant_add", pk=pk)
        return redirect(next_part_address(paper, after="grants"))
    context = {
        "form": form,
        "organisations": Organisation.objects.values_list("name", flat=True)[:OFFERED],
        "funds": Fund.objects.standing().values_list("name", flat=True)[:OFFERED],
        "grants": list(paper.grants()),
    }
    return paper_page(request, "decisions/decision_grant_add.html", paper, context, status=status)
