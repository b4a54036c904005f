"""The form's standing texts and the list of powers, kept by administrators."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import for_offices
from accounts.models import Proposal
from accounts.offices import Office
from accounts.requests import DeskRequest
from accounts.stepup import digest_of
from components.clock import now, today
from components.form_pages import apply_form, sent
from decisions.models import Power, StandingText
from wording.actions import propose_end_of_power, propose_power, propose_standing_text
from wording.forms import PowerEndForm, PowerForm, StandingTextForm


@for_offices(Office.ADMINISTRATOR)
def wording_list(request: DeskRequest) -> HttpResponse:
    """The texts in force today, those to come, and the powers; add a power."""
    form = PowerForm(sent(request), request=request, digest=digest_of("power"), at=now())
    names = ("action", "citation", "from_on", "until_on")
    status = apply_form(
        request, form, lambda: propose_power(by=request.user, at=now(), **{n: form.cleaned_data[n] for n in names})
    )
    if status is None:
        messages.success(request, "Proposed. The power is added when another administrator confirms it.")
        return redirect("desk:wording_list")
    context = {
        "form": form,
        "texts": sorted(StandingText.objects.on(today()).items()),
        "coming": StandingText.objects.filter(from_on__gt=today()),
        "powers": Power.objects.all(),
        "today": today(),
        "proposals": Proposal.objects.open(now()).filter(verb__startswith="wording.").select_related("proposed_by"),
    }
    return render(request, "decisions/wording_list.html", context, status=status)


@for_offices(Office.ADMINISTRATOR)
def wording_text(request: DeskRequest, key: str) -> HttpResponse:
    """One standing text: the words in force, those before, and new words from a day on."""
    texts = list(StandingText.objects.filter(key=key).order_by("-from_on"))
    if not texts:
        raise Http404("The form has no such text.")
    now_in_force = StandingText.objects.on(today()).get(key, texts[-1])
    initial = {"heading": now_in_force.heading, "text": now_in_force.text}
    form = StandingTextForm(sent(request), initial=initial, request=request, digest=digest_of("text", key), at=now())
    names = ("heading", "text", "from_on")
    status = apply_form(
        request,
        form,
        lambda: propose_standing_text(key=key, by=request.user, at=now(), **{n: form.cleaned_data[n] for n in names}),
    )
    if status is None:
        messages.success(request, "Proposed. The new words are kept when another administrator confirms them.")
        return redirect("desk:wording_list")
    context = {"form": form, "key": key, "texts": texts, "current": now_in_force}
    return render(request, "decisions/wording_text.html", context, status=status)


@for_offices(Office.ADMINISTRATOR)
def power_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Propose the last day of a power."""
    power = get_object_or_404(Power, pk=pk)
    form = PowerEndForm(sent(request), request=request, digest=digest_of("power", str(pk), "end"), at=now())
    status = apply_form(
        request,
        form,
        lambda: propose_end_of_power(power=power, until_on=form.cleaned_data["until_on"], by=request.user, at=now()),
    )
    if status is None:
        messages.success(request, "Proposed. The power ends when another administrator confirms it.")
        return redirect("desk:wording_list")
    return render(request, "decisions/power_end.html", {"form": form, "power": power}, status=status)
