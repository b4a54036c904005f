"""Pages of people and their offices at the desk, and everybody's own account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts import actions
from accounts.access import for_offices
from accounts.actions import Refused
from accounts.forms import DelegationForm, EndForm, OfficeForm, PersonForm, ReasonForm, StaffForm
from accounts.invitations import invite
from accounts.leavers import possible_leavers
from accounts.models import Holding, Person, Proposal
from accounts.offices import Office, delegable_offices
from accounts.open_work import open_work
from accounts.requests import DeskRequest
from accounts.single_sign_on import is_linked, suggested_offices
from accounts.stepup import digest_of
from components.clock import now, today
from components.form_pages import sent

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
    waiting = Proposal.objects.open(now()).filter(subject__startswith="person:").select_related("proposed_by")
    context = {"people": people, "waiting": waiting, "may_change": _is_administrator(request)}
    return render(request, "accounts/person_list.html", context)


@anybody
def person_page(request: DeskRequest, pk: int) -> HttpResponse:
    """One person: account, offices past and present, and what an administrator may do about them."""
    person = get_object_or_404(Person, pk=pk)
    related = ("person", "given_by", "confirmed_by", "ended_by", "delegated_by__person")
    open_proposals = Proposal.objects.open(now()).filter(subject=f"person:{pk}").select_related("proposed_by")
    context = {
        "person": person,
        "proposals": open_proposals,
        "barred": bool(person.signing_barred_until and person.signing_barred_until > now()),
        "holdings": person.holdings.select_related(*related),
        "today": today(),
        "may_change": _is_administrator(request),
        "suggested": suggested_offices(person, today()) if person.is_active else [],
        "admin_actions": [(name, ADMIN_ACTIONS[name].label) for name in _open_admin_actions(request, person)],
    }
    return render(request, "accounts/person_page.html", context)


@administrators
def person_add(request: DeskRequest) -> HttpResponse:
    """Make an account and send its person the link to set a password."""
    form = PersonForm(sent(request), **_proof(request, "add person"))
    if form.is_valid():
        person = _tried(form, actions.create_person, ("name", "job_title", "email"), by=request.user, at=now())
        if person:
            invite(person)
            messages.success(
                request, f"{person.name} has an account. A link to set a password was sent to {person.email}."
            )
            return redirect("person_page", pk=person.pk)
    return _form_page(request, form, title="Add a person", button="Add person")


@administrators
def person_leavers(request: DeskRequest) -> HttpResponse:
    """Open accounts whose people may have left; set beside the staff of today where their addresses are pasted."""
    form = StaffForm(sent(request))
    staff = form.cleaned_data["staff"] if form.is_valid() else frozenset()
    context = {"form": form, "leavers": possible_leavers(staff=staff, at=now()), "compared": len(staff)}
    return render(request, "accounts/leavers.html", context, status=422 if form.errors else 200)


@administrators
def person_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Propose another name, job title or address; it waits for another administrator."""
    person = get_object_or_404(Person, pk=pk)
    known = {"name": person.name, "job_title": person.job_title, "email": person.email}
    form = PersonForm(sent(request), initial=known, **_proof(request, "change person", pk))
    names = ("name", "job_title", "email")
    if form.is_valid() and _tried(form, actions.change_person, names, person=person, by=request.user, at=now()):
        messages.success(request, _waits("The change"))
        return redirect("person_page", pk=pk)
    if form.is_bound and not form.errors:
        messages.success(request, "Nothing was changed.")
        return redirect("person_page", pk=pk)
    title = f"Change the account of {person.name}"
    return _form_page(request, form, title=title, button="Save", person=person)


@administrators
def office_give(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a person an office."""
    person = get_object_or_404(Person, pk=pk)
    known = {"from_on": today(), "office": request.GET.get("office", "")}
    form = OfficeForm(sent(request), initial=known, **_proof(request, "give office", pk))
    names = ("office", "from_on", "until_on", "reason")
    if form.is_valid() and _tried(form, actions.give_office, names, person=person, by=request.user, at=now()):
        messages.success(request, "The office was given. It counts once another administrator has confirmed it.")
        return redirect("person_page", pk=pk)
    return _form_page(request, form, title=f"Give {person.name} an office", button="Give office", person=person)


@anybody
def office_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End an office or a delegation: its holder or its lender at once; an administrator proposes it."""
    holding = get_object_or_404(Holding.objects.select_related("person"), pk=pk)
    own = request.user.pk in {holding.person_id, holding.given_by_id if holding.delegated_by_id else None}
    if not own and not _is_administrator(request):
        raise PermissionDenied("Whoever holds an office ends it themselves, or two administrators do.")
    form = EndForm(sent(request), initial={"until_on": today()}, **_proof(request, "end office", pk))
    action = actions.end_office if own else actions.propose_end_of_office
    names = ("until_on",) if own else ("until_on", "reason")
    if form.is_valid() and _tried(form, action, names, holding=holding, by=request.user, at=now()):
        ended = f"The office of {holding.office_label} was ended for {holding.person.name}."
        messages.success(request, ended if own else _waits("The end of the office"))
        return redirect("account" if holding.person_id == request.user.pk else "person_list")
    title = f"End {holding.person.name}’s office of {holding.office_label}"
    return _form_page(request, form, title=title, button="End office", person=None)


@anybody
def office_delegate(request: DeskRequest, pk: int) -> HttpResponse:
    """Lend one's own office for an absence."""
    holding = get_object_or_404(request.user.holdings.on(today()), pk=pk)
    # To whom and for which days stands in what is signed; a passkey signs it once these are filled in.
    terms = [request.POST.get(name, "") for name in DelegationForm.names_of_terms(request.POST)]
    digest = digest_of("delegate office", holding.pk, *terms)
    form = DelegationForm(sent(request), request=request, digest=digest, at=now(), holding=holding)
    if form.is_valid() and _tried(
        form, actions.delegate_office, ("to", "from_on", "until_on"), holding=holding, by=request.user, at=now()
    ):
        messages.success(request, "The delegation was recorded. It counts once an administrator has confirmed it.")
        return redirect("account")
    title = f"Delegate your office of {holding.office_label}"
    context = {"form": form, "title": title, "holding": holding}
    return render(request, "accounts/office_delegate.html", context, status=422 if form.errors else 200)


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
        "barred": bool(request.user.signing_barred_until and request.user.signing_barred_until > now()),
        "today": today(),
    }
    return render(request, "accounts/account.html", context)


@dataclass(frozen=True)
class AdminAction:
    """Something an administrator does to an account after one question; `verb` names what waits for a second one."""

    label: str
    question: str
    verb: str = ""


ADMIN_ACTIONS = {
    "invite": AdminAction(
        "Send a new link to set a password",
        "A link is sent to their address. It works once and for three days.",
        "person.invite",
    ),
    "sign-out": AdminAction("Sign out everywhere", "Every browser in which they are signed in is signed out."),
    "remove-second-factor": AdminAction(
        "Remove the second factor",
        "For somebody who has lost theirs. Make sure that it is really them who asks. They set up a new one when they "
        "next sign in, and sign nothing for 72 hours.",
        "person.remove_factor",
    ),
    "unlink": AdminAction(
        "Remove the link to the organisation’s account",
        "For somebody who has another account there now. The next account of the organisation that has their address "
        "opens theirs here; they sign nothing for 72 hours.",
        "person.unlink",
    ),
    "close": AdminAction(
        "Close the account",
        "Their offices end and they are signed out. Nothing they did is removed.",
        "person.close",
    ),
    "reopen": AdminAction(
        "Open the account again",
        "It opens without any office, and they must set a new password.",
        "person.reopen",
    ),
}


@administrators
def admin_action(request: DeskRequest, pk: int, action: str) -> HttpResponse:
    """Ask once, then sign somebody out, or propose one of the other actions."""
    person = get_object_or_404(Person, pk=pk)
    if action not in _open_admin_actions(request, person):
        raise Http404
    chosen = ADMIN_ACTIONS[action]
    form = ReasonForm(sent(request), **_proof(request, action, pk))
    arguments = {"person": person, "by": request.user, "at": now()}
    if chosen.verb:
        is_done = form.is_valid() and _tried(
            form, actions.propose_for_person, ("reason",), verb=chosen.verb, **arguments
        )
    else:
        is_done = form.is_valid() and _tried(form, actions.end_sessions, (), **arguments) is None and not form.errors
    if is_done:
        messages.success(request, _waits("The change") if chosen.verb else "They were signed out everywhere.")
        return redirect("person_page", pk=pk)
    work = open_work(person) if action == "close" else []
    context = {"form": form, "admin_action": chosen, "person": person, "work": work}
    return render(request, "accounts/admin_action.html", context, status=422 if form.errors else 200)


def email_page(request: DeskRequest) -> HttpResponse:
    """The address one signs in with; administrators change it."""
    return render(request, "accounts/email_page.html", {"back": reverse("account")})


def _open_admin_actions(request: DeskRequest, person: Person) -> list[str]:
    if not _is_administrator(request) or person.pk == request.user.pk:
        return []
    if not person.is_active:
        return ["reopen"]
    names = ["invite", "sign-out", "remove-second-factor", "unlink", "close"]
    return names if is_linked(person) else [name for name in names if name != "unlink"]


def _is_administrator(request: DeskRequest) -> bool:
    return request.user.holds(Office.ADMINISTRATOR, today())


def _proof(request: DeskRequest, *facts: object) -> dict[str, Any]:
    """What a form that asks for a fresh proof needs."""
    return {"request": request, "digest": digest_of(*facts), "at": now()}


def _waits(what: str) -> str:
    return f"{what} is proposed. It has effect once another administrator has confirmed it."


def _form_page(request: DeskRequest, form: forms.Form, **context: Any) -> HttpResponse:
    return render(request, "accounts/form_page.html", {"form": form, **context}, status=422 if form.errors else 200)


def _tried(form: forms.Form, action: Callable[..., Any], names: Any = None, **arguments: Any) -> Any:
    """Do what the form asks for; a refusal becomes an error of the form, and None comes back.

    `names` are the fields that the action takes; left out, all of them.
    """
    fields = form.cleaned_data if names is None else {name: form.cleaned_data[name] for name in names}
    try:
        return action(**fields, **arguments)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
