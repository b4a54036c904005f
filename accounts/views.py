"""Pages of people and their offices at the desk, and everybody's own account."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts import actions
from accounts.access import for_offices
from accounts.actions import Refused
from accounts.forms import DelegationForm, EndForm, OfficeForm, PersonForm
from accounts.invitations import invite
from accounts.models import Holding, Person
from accounts.offices import Office, delegable_offices
from accounts.requests import DeskRequest
from accounts.stepup import StepUpForm, digest_of
from components.clock import now, today

administrators = for_offices(Office.ADMINISTRATOR)
anybody = for_offices()


@anybody
def person_list(request: DeskRequest) -> HttpResponse:
    """Everybody with an account, what they are today, and what waits to be confirmed."""
    held: dict[int, list[str]] = {}
    for holding in Holding.objects.on(today()).select_related("delegated_by__person"):
        held.setdefault(holding.person_id, []).append(holding.described())
    people = [
        {"person": person, "offices": sorted(held.get(person.pk, []))}
        for person in Person.objects.order_by("-is_active", "name")
    ]
    waiting = Holding.objects.unconfirmed().select_related("person", "given_by", "delegated_by__person")
    context = {"people": people, "waiting": waiting, "may_change": _is_administrator(request)}
    return render(request, "accounts/person_list.html", context)


@anybody
def person_page(request: DeskRequest, pk: int) -> HttpResponse:
    """One person: account, offices past and present, and what an administrator may do about them."""
    person = get_object_or_404(Person, pk=pk)
    related = ("person", "given_by", "confirmed_by", "ended_by", "delegated_by__person")
    context = {
        "person": person,
        "holdings": person.holdings.select_related(*related),
        "today": today(),
        "may_change": _is_administrator(request),
        "deeds": [(deed, DEEDS[deed].label) for deed in _open_deeds(request, person)],
    }
    return render(request, "accounts/person_page.html", context)


@administrators
def person_add(request: DeskRequest) -> HttpResponse:
    """Make an account and send its person the link to set a password."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        person = _tried(form, actions.create_person, by=request.user, at=now())
        if person:
            invite(request, person)
            messages.success(
                request, f"{person.name} has an account. A link to set a password was sent to {person.email}."
            )
            return redirect("person_page", pk=person.pk)
    return render(request, "accounts/form_page.html", {"form": form, "title": "Add a person", "button": "Add person"})


@administrators
def person_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct an account."""
    person = get_object_or_404(Person, pk=pk)
    known = {"name": person.name, "job_title": person.job_title, "email": person.email}
    form = PersonForm(request.POST or None, initial=known)
    if form.is_valid() and _tried(form, actions.change_person, person=person, by=request.user, at=now()):
        messages.success(request, "The account was changed.")
        return redirect("person_page", pk=pk)
    context = {"form": form, "title": f"Change the account of {person.name}", "button": "Save", "person": person}
    return render(request, "accounts/form_page.html", context)


@administrators
def office_give(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a person an office."""
    person = get_object_or_404(Person, pk=pk)
    form = OfficeForm(request.POST or None, initial={"from_on": today()})
    if form.is_valid() and _tried(form, actions.give_office, person=person, by=request.user, at=now()):
        messages.success(request, "The office was given. It counts once another administrator has confirmed it.")
        return redirect("person_page", pk=pk)
    context = {"form": form, "title": f"Give {person.name} an office", "button": "Give office", "person": person}
    return render(request, "accounts/form_page.html", context)


@administrators
def office_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm an office that another administrator gave, or that its holder delegates."""
    holding = get_object_or_404(Holding.objects.select_related("person", "given_by", "delegated_by__person"), pk=pk)
    facts = (holding.pk, holding.person_id, holding.office, holding.from_on, holding.until_on)
    form = StepUpForm(request.POST or None, request=request, digest=digest_of("confirm office", *facts), at=now())
    if form.is_valid() and _tried(form, actions.confirm_office, {}, holding=holding, by=request.user, at=now()):
        messages.success(request, f"{holding.person.name} has the office of {holding.office_label}.")
        return redirect("person_page", pk=holding.person_id)
    return render(request, "accounts/office_confirm.html", {"form": form, "holding": holding, "person": holding.person})


@anybody
def office_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End an office or a delegation: its holder, its lender, or an administrator."""
    holding = get_object_or_404(Holding.objects.select_related("person"), pk=pk)
    form = EndForm(request.POST or None, initial={"until_on": today()})
    if form.is_valid() and _tried(form, actions.end_office, holding=holding, by=request.user, at=now()):
        messages.success(request, f"The office of {holding.office_label} was ended for {holding.person.name}.")
        return redirect("account" if holding.person_id == request.user.pk else "person_list")
    title = f"End {holding.person.name}’s office of {holding.office_label}"
    return render(request, "accounts/form_page.html", {"form": form, "title": title, "button": "End office"})


@anybody
def office_delegate(request: DeskRequest, pk: int) -> HttpResponse:
    """Lend one's own office for an absence."""
    holding = get_object_or_404(request.user.holdings.on(today()), pk=pk)
    digest = digest_of("delegate office", holding.pk)
    form = DelegationForm(request.POST or None, request=request, digest=digest, at=now())
    if form.is_valid() and _tried(
        form, actions.delegate_office, ("to", "from_on", "until_on"), holding=holding, by=request.user, at=now()
    ):
        messages.success(request, "The delegation was recorded. It counts once an administrator has confirmed it.")
        return redirect("account")
    title = f"Delegate your office of {holding.office_label}"
    return render(request, "accounts/office_delegate.html", {"form": form, "title": title, "holding": holding})


def account(request: DeskRequest) -> HttpResponse:
    """One's own account: offices, delegations, and how one signs in."""
    holdings = request.user.holdings.overlapping(today(), None).select_related("delegated_by__person")
    context = {
        "own": [holding for holding in holdings if holding.delegated_by_id is None],
        "lent_to_me": [holding for holding in holdings if holding.delegated_by_id is not None],
        "lent": Holding.objects.filter(delegated_by__person=request.user)
        .overlapping(today(), None)
        .select_related("person"),
        "delegable": delegable_offices(),
        "today": today(),
    }
    return render(request, "accounts/account.html", context)


class Deed:
    """Something an administrator does to an account after one question."""

    def __init__(self, label: str, question: str, done: str, act: Callable[..., Any]) -> None:
        self.label, self.question, self.done, self.act = label, question, done, act


DEEDS = {
    "invite": Deed(
        "Send a new link to set a password",
        "A link is sent to their address. It works once and for three days.",
        "The link was sent.",
        lambda **asked: None,
    ),
    "sign-out": Deed(
        "Sign out everywhere",
        "Every browser in which they are signed in is signed out.",
        "They were signed out everywhere.",
        actions.end_sessions,
    ),
    "remove-second-factor": Deed(
        "Remove the second factor",
        "For somebody who has lost theirs. Make sure that it is really them who asks.",
        "The second factor was removed.",
        actions.remove_second_factor,
    ),
    "close": Deed(
        "Close the account",
        "Their offices end with yesterday and they are signed out. Nothing they did is removed.",
        "The account was closed.",
        actions.close_account,
    ),
    "reopen": Deed(
        "Open the account again",
        "It opens without any office, and they must set a new password.",
        "The account was opened.",
        actions.reopen_account,
    ),
}


@administrators
def person_deed(request: DeskRequest, pk: int, deed: str) -> HttpResponse:
    """Ask once, then do one of the deeds."""
    person = get_object_or_404(Person, pk=pk)
    if deed not in _open_deeds(request, person):
        raise Http404
    chosen, form = DEEDS[deed], forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.act(person=person, by=request.user, at=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if deed in ("invite", "reopen"):
                invite(request, Person.objects.get(pk=pk))
            messages.success(request, chosen.done)
            return redirect("person_page", pk=pk)
    return render(request, "accounts/person_deed.html", {"form": form, "deed": chosen, "person": person})


def email_page(request: DeskRequest) -> HttpResponse:
    """The address one signs in with; administrators change it."""
    return render(request, "accounts/email_page.html", {"back": reverse("account")})


def _open_deeds(request: DeskRequest, person: Person) -> list[str]:
    if not _is_administrator(request) or person.pk == request.user.pk:
        return []
    return ["invite", "sign-out", "remove-second-factor", "close"] if person.is_active else ["reopen"]


def _is_administrator(request: DeskRequest) -> bool:
    return request.user.holds(Office.ADMINISTRATOR, today())


def _tried(form: forms.Form, action: Callable[..., Any], names: Any = None, **asked: Any) -> Any:
    """Do what the form asks for; a refusal becomes an error of the form, and None comes back.

    `names` are the fields that the action takes; left out, all of them.
    """
    fields = form.cleaned_data if names is None else {name: form.cleaned_data[name] for name in names}
    try:
        return action(**fields, **asked)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
