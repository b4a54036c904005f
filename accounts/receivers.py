"""Turns what the sign-in library signals into events: the only receivers of signals in the program."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.people import factor_changed
from accounts.models import Person
from audit.actions import record

_FACTORS = {
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}

#: Those by which somebody proves who they are when signing; recovery codes only let them in.
_PROVING = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


def connect() -> None:
    """Listen; called once, when the program starts."""
    for signal, receiver in (
        (account_signals.user_logged_in, _signed_in),
        (auth_signals.user_logged_out, _signed_out),
        (auth_signals.user_login_failed, _sign_in_failed),
        (account_signals.password_changed, _password_changed),
        (account_signals.password_set, _password_changed),
        (account_signals.password_reset, _password_reset),
        (mfa_signals.authentication_failed, _code_failed),
        (mfa_signals.authenticator_added, _factor_added),
        (mfa_signals.authenticator_removed, _factor_removed),
        (mfa_signals.authenticator_reset, _factor_reset),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.receivers.{receiver.__name__}")


@transaction.atomic
def record_sign_in(person: Person | None, verb: str, sentence: str, **details: Any) -> None:
    """Add an event about a person's signing in; `person` is None where nobody is known."""
    record(
        verb=verb,
        at=timezone.now(),
        by=person or "Somebody unknown",
        subject=f"person:{person.pk}" if person else "sign-in",
        sentence=sentence,
        details=details,
    )


def record_sessions_ended(person: Person, count: int) -> None:
    """A person ended their own sessions in other browsers."""
    record_sign_in(person, "end sessions", f"{person.name} ended {count} of their own sessions.")


def _signed_in(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    methods = [str(entry.get("type") or entry.get("method")) for entry in get_authentication_records(request, user)]
    record_sign_in(user, "sign in", f"{user.name} signed in.", email=user.email, how=methods)


def _signed_out(sender: Any, request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        record_sign_in(user, "sign out", f"{user.name} signed out.")


def _sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    login = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    person = Person.objects.filter(email=login.replace("\x00", "")).first()
    if person:
        record_sign_in(
            person, "fail to sign in", f"A sign-in as {person.name} failed: wrong password or closed account."
        )
    else:
        # What was typed is not kept: people type passwords into the field for the address.
        record_sign_in(
            None, "fail to sign in", "A sign-in failed: there is no account with the address that was typed."
        )


def _code_failed(sender: Any, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    record_sign_in(
        user, "fail second factor", f"A second factor of {user.name} was refused.", factor=authenticator.type
    )


def _password_changed(sender: Any, user: Person, **kwargs: Any) -> None:
    record_sign_in(user, "change password", f"{user.name} changed their password.")


def _password_reset(sender: Any, user: Person, **kwargs: Any) -> None:
    record_sign_in(user, "reset password", f"{user.name} set a password by the link sent to their address.")


def _factor_added(sender: Any, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in _PROVING:
        factor_changed(person=user, at=timezone.now())
    record_sign_in(user, "add second factor", f"{user.name} added {_factor(authenticator)}.", factor=authenticator.type)


def _factor_removed(sender: Any, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in _PROVING:
        factor_changed(person=user, at=timezone.now())
    record_sign_in(
        user, "remove second factor", f"{user.name} removed {_factor(authenticator)}.", factor=authenticator.type
    )


def _factor_reset(sender: Any, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    record_sign_in(user, "renew recovery codes", f"{user.name} made new recovery codes.", factor=authenticator.type)


def _factor(authenticator: Authenticator) -> str:
    return _FACTORS[Authenticator.Type(authenticator.type)]
