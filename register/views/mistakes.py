"""Reporting a mistake in a published decision: the public form and its receipt."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.addresses import client_address
from book.models import PublishedDecision
from book.models.mistakes import LOOKED_INTO_WITHIN
from components.clock import today
from components.form_pages import sent
from figures.dates import add_working_days, format_date
from figures.references import Reference
from http_cache.pages import bad_request
from register.accessible_format.submit import TooMany
from register.inbox import NotTakenHere
from register.mistakes.forms import MistakeForm
from register.mistakes.submit import Mistake, report_mistake

#: A receipt may be looked at again for a week.
_RECEIPT_LASTS = 7 * 24 * 3600
_SALT = "mistake report"


# No cookie tells one visitor from another here, so there is no session that a forged form could use.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: HttpRequest) -> HttpResponse:
    """The form for the decision that the address names; once sent, the receipt."""
    decision = _decision(request.GET.get("reference", ""))
    if decision is None:
        return bad_request(
            request, "Open the decision that holds the mistake, and follow “Tell us of a mistake” there."
        )
    form = MistakeForm(sent(request))
    problem, status = "", 200
    if request.method == "POST":
        # People leave this field alone: they cannot see it.
        if request.POST.get("website"):
            return redirect("decision", spelling=decision.slug)
        if form.is_valid():
            try:
                receipt = report_mistake(
                    Mistake(**form.cleaned_data), reference=decision.reference, address=client_address(request)
                )
                return redirect("mistake_told", token=_token(receipt))
            except TooMany:
                problem, status = "Too many reports were sent in the last hour. Try again in an hour.", 429
            except NotTakenHere as reason:
                problem, status = str(reason), 503
            except Error:
                problem, status = "It could not be stored just now. Nothing is lost: send it again in a minute.", 503
        else:
            status = 400
    context = {"form": form, "problem": problem, "days": LOOKED_INTO_WITHIN, "decision": decision}
    return render(request, "register/mistake.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def mistake_told(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, with the day of the answer."""
    try:
        receipt, due = signing.loads(token, salt=_SALT, max_age=_RECEIPT_LASTS)
    except signing.BadSignature:
        return redirect("decision_list")
    return render(request, "register/mistake_told.html", {"receipt": receipt, "due": due})


def _token(receipt: str) -> str:
    due = format_date(add_working_days(today(), LOOKED_INTO_WITHIN))
    return signing.dumps([receipt, due], salt=_SALT)


def _decision(text: str) -> PublishedDecision | None:
    try:
        key = Reference.parse(text).key
    except ValueError:
        return None
    return PublishedDecision.objects.filter(key=key).first()
