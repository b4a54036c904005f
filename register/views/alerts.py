"""Following something by e-mail: asking, confirming, changing, leaving."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.addresses import client_address
from book.models.alerts import Alert
from components.form_pages import sent
from http_cache.pages import bad_request
from register.accessible_format.submit import TooMany
from register.alerts import subscriptions
from register.alerts.forms import ChangeForm, FollowForm
from register.alerts.subjects import AlertSubject, alert_subject, subject_kept
from register.inbox import NotTakenHere, has_separate_inbox


def _letter_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form that is the same for everybody, or whose address is a secret of a letter: no cache and no cookie.

    The address is not handed on to other sites. There is no session that a forged form could use.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    guarded = require_http_methods(["GET", "HEAD", "POST"])(answer)
    return csrf_exempt(login_not_required(never_cache(guarded)))


@_letter_page
def alerts(request: HttpRequest) -> HttpResponse:
    """Follow what the address names: the filters of a list, a decision, a thread."""
    try:
        followed = alert_subject(request.GET)
    except BadRequest as error:
        return bad_request(request, str(error))
    form = FollowForm(sent(request), initial={"often": Alert.Often.DAILY})
    problem, status = "", 200
    if request.method == "POST":
        # People leave this field alone: they cannot see it.
        if request.POST.get("website"):
            return redirect("alerts")
        problem, status = _follow(request, form, followed)
        if status == 302:
            return redirect("alerts_asked")
    context = {"form": form, "problem": problem, "followed": followed, "feeds": _feeds(followed)}
    return render(request, "register/alerts.html", context, status=status)


def _follow(request: HttpRequest, form: FollowForm, followed: AlertSubject) -> tuple[str, int]:
    """Store the alert; returns a sentence about what went wrong (or "") and the status, 302 when it was stored."""
    if not form.is_valid():
        return "", 400
    answers = form.cleaned_data
    try:
        subscriptions.request_alert(
            email=answers["email"], query=followed.query, often=answers["often"], address=client_address(request)
        )
    except TooMany:
        return gettext("Too many alerts were asked for in the last hour. Try again in an hour."), 429
    except NotTakenHere as reason:
        return str(reason), 503
    except Error:
        return gettext("The alert could not be stored just now. Nothing is lost: send it again in a minute."), 503
    return "", 302


def _feeds(followed: AlertSubject) -> list[tuple[str, str]]:
    """The feeds of what is followed, as name and address; none where it has no feed."""
    if followed.page.startswith("/threads/"):
        return [("Atom", f"{followed.page.rstrip('/')}.atom")]
    path, _, query = followed.page.partition("?")
    if path != "/decisions/":
        return []
    tail = f"?{query}" if query else ""
    return [("Atom", f"/decisions.atom{tail}"), ("JSON Feed", f"/decisions.feed.json{tail}")]


@login_not_required
@never_cache
@require_safe
def alerts_asked(request: HttpRequest) -> HttpResponse:
    """That a letter is on its way; the same words whether the address is known or not."""
    return render(request, "register/alerts_asked.html")


@_letter_page
def alert_confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the first letter. Only the button confirms: mail programs open links by themselves."""
    if request.method == "POST":
        subscriptions.confirm_alert(secret)
    if has_separate_inbox():
        return render(request, "register/alert_elsewhere.html", {"is_sent": request.method == "POST"})
    alert = subscriptions.alert_to_confirm(secret)
    if alert is None:
        return _gone_page(request)
    context = {"alert": alert, "followed": subject_kept(alert.query), "often": Alert.Often(alert.often).label.lower()}
    return render(request, "register/alert_confirm.html", context)


@_letter_page
def alert_settings(request: HttpRequest, secret: str) -> HttpResponse:
    """The alerts of whoever has the secret of a letter, to be changed or ended one by one."""
    if has_separate_inbox():
        return render(request, "register/alert_elsewhere.html", {"secret": secret})
    if request.method == "POST":
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return bad_request(request, "Choose how often you want a letter.")
        subscriptions.change_alert(secret=secret, **form.cleaned_data)
        return redirect("alert_settings", secret=secret)
    rows = [(alert, subject_kept(alert.query)) for alert in subscriptions.alerts_of(secret)]
    if not rows:
        return _gone_page(request)
    context = {"rows": rows, "choices": Alert.Often.choices, "secret": secret}
    return render(request, "register/alert_settings.html", context)


@_letter_page
def alert_leave(request: HttpRequest, secret: str) -> HttpResponse:
    """End everything. A mail program posts here by itself (RFC 8058); a link that is opened asks first."""
    if request.method == "POST":
        return (
            render(request, "register/alert_left.html") if subscriptions.leave_alerts(secret) else _gone_page(request)
        )
    return render(request, "register/alert_leave.html", {"secret": secret})


def _gone_page(request: HttpRequest) -> HttpResponse:
    return render(request, "register/alert_gone.html", status=404)
