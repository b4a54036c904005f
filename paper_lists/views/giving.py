"""The papers and the grants that a person looks after, and giving them to a colleague."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import for_offices
from accounts.models import Person
from accounts.requests import DeskRequest
from components.clock import now, today
from components.form_pages import apply_form, sent
from components.refusals import refusal_of
from decisions.actions.give_papers import check_can_give, give_papers
from decisions.models import Decision, Status
from grants.actions import check_can_give_grants, give_grants
from grants.models import Grant
from paper_lists.forms import GiveForm, GiveGrantsForm


@for_offices()
@require_http_methods(["GET", "HEAD", "POST"])
def papers_of_person(request: DeskRequest, person: int) -> HttpResponse:
    """The open papers that a person looks after, and giving them to a colleague."""
    owner, day = get_object_or_404(Person, pk=person), today()
    if sentence := refusal_of(check_can_give, request.user, owner, day):
        return render(request, "decisions/refused.html", {"sentence": sentence}, status=403)
    papers = Decision.objects.owned_by(owner)
    labels = [(paper.pk, f"{paper.reference_words}: {paper.title} ({Status(paper.status).label})") for paper in papers]
    form = GiveForm(sent(request), papers=labels, owner=owner, day=day)

    def give() -> None:
        chosen_papers = [paper for paper in papers if str(paper.pk) in form.cleaned_data["papers"]]
        give_papers(papers=chosen_papers, owner=owner, to=form.cleaned_data["to"], by=request.user, at=now())

    status = apply_form(request, form, give)
    if status is None:
        messages.success(request, f"{form.cleaned_data['to'].name} looks after them now and is told by letter.")
        return redirect("desk:papers_of_person", person=owner.pk)
    context = {"form": form, "owner": owner, "papers": labels}
    return render(request, "decisions/papers_of_person.html", context, status=status)


@for_offices()
def grants_of_person(request: DeskRequest, person: int) -> HttpResponse:
    """Give some of a person's grants to a colleague; `grant` in the address ticks that one alone at first."""
    owner = get_object_or_404(Person, pk=person)
    if refusal := refusal_of(check_can_give_grants, request.user, today()):
        return render(request, "decisions/refused.html", {"sentence": refusal}, status=403)
    numbers = [str(pk) for pk in Grant.objects.owned_by(owner).values_list("pk", flat=True)]
    initial = {"grants": [pk for pk in request.GET.getlist("grant") if pk in numbers] or numbers}
    form = GiveGrantsForm(sent(request), initial=initial, owner=owner, day=today())

    def give() -> None:
        facts = form.cleaned_data
        give_grants(grants=facts["grants"], owner=owner, to=facts["to"], by=request.user, at=now())

    if (status := apply_form(request, form, give)) is not None:
        context = {"form": form, "owner": owner, "grants": numbers}
        return render(request, "decisions/grants_of_person.html", context, status=status)
    messages.success(request, f"{form.cleaned_data['to'].name} looks after them now.")
    return redirect("desk:grants_of_person", person=owner.pk)
