"""Around every request: where it comes from, when its session ends, and that signing offices have a second factor."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.addresses import client_address
from accounts.models import Person
from accounts.offices import second_factor_offices, signing_offices
from accounts.receivers import record_sign_in
from audit.origin import coming_from
from components.clock import today

Handler = Callable[[HttpRequest], HttpResponse]

#: A session unused this long is over (OWASP ASVS 5.0, 7.3.1).
IDLE = timedelta(minutes=30)
#: No session lasts longer, however busy: one working day (7.3.2).
LONGEST = timedelta(hours=12)
#: How exactly the last use is known; saves writing the session on every request.
_STEP = timedelta(minutes=1)

_STARTED, _SEEN = "session_started_at", "session_seen_at"


def origin(get_response: Handler) -> Handler:
    """Let every event of this request know the address it comes from."""

    def handle(request: HttpRequest) -> HttpResponse:
        with coming_from(client_address(request)):
            return get_response(request)

    return handle


def session_limits(get_response: Handler) -> Handler:
    """End sessions that were idle for half an hour, or have lasted a working day."""

    def handle(request: HttpRequest) -> HttpResponse:
        # Public pages know nobody: only the desk's addresses look at the session at all.
        if _is_desk(request) and request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, "You were signed out because you had not done anything for a while. Sign in again.")
        return get_response(request)

    return handle


def _is_desk(request: HttpRequest) -> bool:
    # What is resolved to a view: a prefix that a proxy names is no part of it.
    return request.path_info.startswith(("/desk/", "/account/"))


def _is_over(request: HttpRequest) -> bool:
    now = timezone.now().timestamp()
    session = request.session
    started_at, seen_at = session.get(_STARTED, now), session.get(_SEEN, now)
    if now - seen_at > IDLE.total_seconds() or now - started_at > LONGEST.total_seconds():
        return True
    if _STARTED not in session or now - seen_at > _STEP.total_seconds():
        session[_STARTED], session[_SEEN] = started_at, now
    return False


#: Pages of the desk for people without an office: what they are told, and their own account.
_WITHOUT_OFFICE = ("/desk/", "/desk/people/me/")


def desk_access(get_response: Handler) -> Handler:
    """Close the desk to whoever holds no office today, and to signing offices without a second factor.

    Each page asks for its own offices as well; this one guard stands before pages that forget to. Whoever is refused
    a page is written down (OWASP ASVS 5.0, 16.3.2).
    """

    def handle(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not request.path_info.startswith("/desk/") or not isinstance(person, Person):
            return get_response(request)
        offices = person.offices_on(today())
        if request.method in ("GET", "HEAD"):
            # A page asks for them in many places. What changes something asks again, in its own transaction.
            person.known_offices = today(), offices
        request.desk_offices = offices  # type: ignore[attr-defined]  # what the menu is drawn from (config/context.py)
        if not offices and request.path_info not in _WITHOUT_OFFICE:
            _record_refused(request, person)
            raise PermissionDenied("You hold no office at present, so there is nothing here for you.")
        if needs_passkey(offices) and not _has_factor(person, [Authenticator.Type.WEBAUTHN]):
            messages.info(request, "Your office signs with a passkey. Set one up first.")
            return redirect("mfa_index")
        if lacks_second_factor(person, offices):
            messages.info(request, "Your office needs a second factor. Set up an authenticator app or a passkey first.")
            return redirect("mfa_index")
        response = get_response(request)
        if response.status_code == HTTPStatus.FORBIDDEN:
            _record_refused(request, person)
        return response

    return handle


def _record_refused(request: HttpRequest, person: Person) -> None:
    did = "change something at" if request.method == "POST" else "open"
    record_sign_in(person, "be refused", f"{person.name} tried to {did} {request.path[:200]} and was refused.")


def no_store(get_response: Handler) -> Handler:
    """Keep answers of the desk out of every cache, the browser's own too (OWASP ASVS 5.0, 14.3.2)."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_desk(request):
            response["Cache-Control"] = "no-store"
        return response

    return handle


def lacks_second_factor(person: Person, offices: frozenset[str]) -> bool:
    """Whether this person must set up a second factor before they may do anything at the desk.

    Invented people of a trial are excused, so that the demonstration can be walked with a password alone.
    """
    if person.is_trial and not settings.PRODUCTION:
        return False
    if not offices & second_factor_offices():
        return False
    return not _has_factor(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def needs_passkey(offices: frozenset[str]) -> bool:
    """Whether somebody with these offices does nothing at the desk without a passkey."""
    return settings.PASSKEYS_COMPULSORY and bool(offices & signing_offices())


def _has_factor(person: Person, kinds: list[str]) -> bool:
    return bool(get_adapter().is_mfa_enabled(person, kinds))
