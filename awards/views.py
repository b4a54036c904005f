"""Enter awards to partners from the draft that asks for them."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import DeskRequest
from awards.actions import enter_awards
from awards.forms import AwardForm, AwardTableForm
from components.clock import now, today
from components.form_pages import apply_form, sent
from decisions.views.paper_page import closed_to_writing, paper_of, paper_page
from figures.money import format_money
from grants.models import Direction


def award_add(request: DeskRequest, pk: int) -> HttpResponse:
    """One award: the grant made and the recommendation that asks for it."""
    return _awards(request, pk, AwardForm, "decisions/award_add.html")


def award_table(request: DeskRequest, pk: int) -> HttpResponse:
    """Many awards, pasted as a table: all of them or none."""
    return _awards(request, pk, AwardTableForm, "decisions/award_table.html")


def _awards(
    request: DeskRequest, pk: int, form_of: type[AwardForm] | type[AwardTableForm], template: str
) -> HttpResponse:
    paper = paper_of(request, pk)
    if refusal := closed_to_writing(request, paper, with_grants=True):
        return refusal
    received = [grant.pk for grant in paper.grants() if grant.direction == Direction.RECEIVED]
    form = form_of(sent(request), grants=received, day=today())

    def enter() -> None:
        awards, data = form.awards(), form.cleaned_data
        enter_awards(
            decision=paper, awards=awards, programme=data["programme"], power=data["power"], by=request.user, at=now()
        )
        total = format_money(sum((award.amount for award in awards), Decimal(0)))
        count = f"{len(awards)} awards are" if len(awards) > 1 else "The award is"
        messages.success(request, f"{count} entered, {total} in all, each with its recommendation.")

    if (status := apply_form(request, form, enter)) is None:
        if request.POST.get("then") == "another":
            return redirect("desk:award_add", pk=pk)
        return redirect("desk:decision_part", pk=pk, key="recommendations")
    return paper_page(request, template, paper, {"form": form}, status=status)
