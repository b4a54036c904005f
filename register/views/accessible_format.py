"""Asking for a paper in an accessible format: the public form and its receipt."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from book.models.format_requests import ANSWERED_WITHIN
from components.clock import today
from components.form_pages import sent
from figures.dates import add_working_days, format_date
from figures.references import Reference
from register.accessible_format.forms import AskForm
from register.accessible_format.submit import NewRequest, TooMany, ask
from register.inbox import NotTakenHere

#: A receipt may be looked at again for a week.
_RECEIPT_LASTS = 7 * 24 * 3600


# No cookie tells one visitor from another here, so there is no session that a forged form could use.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accessible_format(request: HttpRequest) -> HttpResponse:
    """The form; once sent, the receipt."""
    form = AskForm(sent(request), initial={"about": _prefilled(request.GET.get("reference", ""))})
    problem, status = "", 200
    if request.method == "POST":
        # People leave this field alone: they cannot see it.
        if request.POST.get("website"):
            return redirect("accessible_format")
        if form.is_valid():
            try:
                receipt = ask(NewRequest(**form.cleaned_data), address=client_address(request))
                return redirect("accessible_format_asked", token=_token(receipt))
            except TooMany:
                problem, status = "Too many requests were sent in the last hour. Try again in an hour.", 429
            except NotTakenHere as reason:
                problem, status = str(reason), 503
            except Error:
                problem, status = (
                    "The request could not be stored just now. Nothing is lost: send it again in a minute.",
                    503,
                )
        else:
            status = 400
    context = {"form": form, "problem": problem, "days": ANSWERED_WITHIN}
    return render(request, "register/accessible_format.html", context, status=status)


@login_not_required
@never_cache
def accessible_format_asked(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt, with the day of the answer."""
    try:
        receipt, due = signing.loads(token, salt="accessible format", max_age=_RECEIPT_LASTS)
    except signing.BadSignature:
        return redirect("accessible_format")
    return render(request, "register/accessible_format_asked.html", {"receipt": receipt, "due": due})


def _token(receipt: str) -> str:
    due = format_date(add_working_days(today(), ANSWERED_WITHIN))
    return signing.dumps([receipt, due], salt="accessible format")


def _prefilled(text: str) -> str:
    """The reference of the page from which somebody came."""
    try:
        return str(Reference.parse(text))
    except ValueError:
        return ""
