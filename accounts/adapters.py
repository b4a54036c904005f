"""What the sign-in library asks of us: no sign-up, plain words, throttling, secrets encrypted at rest."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.actions.linking import keep_groups
from accounts.actions.one_time_codes import use_code
from accounts.addresses import client_address, network_of
from accounts.delays import forget_guesses, take_guess
from accounts.models import Person
from accounts.receivers import record_sessions_ended, record_sign_in
from accounts.secrets import Unreadable, decrypt, encrypt
from accounts.single_sign_on import may_use_password, person_for, read_claims
from audit.models import Event
from components.refusals import NotAllowed, Refused
from figures.dates import london_day

#: An address from which somebody has signed in is trusted this long not to be the guesser.
KNOWN_FOR = timedelta(days=90)
#: Seconds for connecting to the single sign-on provider, and for its answer.
PROVIDER_ANSWERS_WITHIN = (3, 5)

log = logging.getLogger(__name__)

_UNREADABLE = (
    "Your second factor cannot be read any more, because a key of the service was changed. Ask an administrator to "
    "remove it at the desk; you then set up a new one when you sign in."
)
_NO_PASSWORDS = (
    "Passwords are not used here. Sign in with your organisation’s account, or with a passkey that you set up here."
)
_TOO_MANY = "There were too many attempts to sign in. Wait 15 minutes and try again."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; guesses are counted by account and address together, never by address alone.

    So an office behind one address is not locked out by one who mistypes. Guesses at one account from addresses that
    its person never signed in from wait longer and longer; from one where they have, no stranger's guesses count
    against them, so nobody can be locked out of their own office.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask an administrator to open it.",
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "enter_current_password": "Enter your present password.",
        "incorrect_password": "This is not your password. Check it and try again.",
        "incorrect_code": "This code is not right, or was used already. Wait for the next one and try again.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": "There were too many attempts. Wait 5 minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: administrators make the accounts."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a letter: at the desk's own address, whatever host the request named."""
        return f"{settings.DESK_ADDRESS}{reverse('account_reset_password')}key/{key}/"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits and sessions go by."""
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library has no public place for this: it counts by account alone, which lets anybody lock anybody out.
        return f"{_login(credentials)} from {network_of(client_address(request))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this guess, by account and address together, and by account for addresses never seen before."""
        super().pre_authenticate(request, **credentials)
        login = _login(credentials)
        if login and not _is_known_address(login, client_address(request)) and (wait := take_guess(login)):
            self._rollback_login_failed_rl_usage()  # a guess that was refused unread is not counted
            minutes = -(-wait // 60)
            raise ValidationError(
                "There were too many attempts to sign in to this account. Wait "
                f"{'a minute' if minutes == 1 else f'{minutes} minutes'} and try again.",
                code="too_many_login_attempts",
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password; a right one does not count as a guess."""
        person = super().authenticate(request, **credentials)
        if isinstance(person, Person):
            forget_guesses(_login(credentials))
            if credentials.get("password") and not may_use_password(person, london_day(timezone.now())):
                raise ValidationError(_NO_PASSWORDS, code="no_passwords")
        return person


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").strip().lower()


def _is_known_address(login: str, address: str) -> bool:
    since = timezone.now() - KNOWN_FOR
    return Event.objects.filter(verb="sign in", address=address, at__gte=since, details__email=login).exists()


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted with a key that is not in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "Your office needs a second factor. Add another before you remove this one.",
    }

    def encrypt(self, text: str) -> str:
        """What is kept of a secret."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The decrypted secret; where no key of the settings opens it, the person gets a page that says so."""
        try:
            return decrypt(encrypted_text)
        except Unreadable:
            log.warning("a second factor was stored under a SECRET_KEY that is no longer set")
            raise PermissionDenied(_UNREADABLE) from None

    def get_totp_issuer(self) -> str:
        """The name that the authenticator app shows."""
        return f"{settings.BODY_SHORT_NAME} decision register"

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()


class _ServesOnce(code_forms.BaseAuthenticateForm):
    """A code that served before, be it to sign in or as a proof, is a wrong one."""

    def clean_code(self) -> str:
        """The code, which has now served."""
        code: str = super().clean_code()
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        try:
            use_code(authenticator=self.authenticator, code=code, by=self.user, at=timezone.now())
        except Refused:
            self._emit_authentication_failed(self.authenticator)
            raise get_mfa_adapter().validation_error("incorrect_code") from None
        return code


class CodeForm(_ServesOnce, code_forms.AuthenticateForm):
    """The page that asks for a code after the password."""


class CodeAgainForm(_ServesOnce, code_forms.ReauthenticateForm):
    """The page that asks for a code again, before factors are changed."""


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Records in the history when a person ends their own sessions."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End these sessions."""
        ending_sessions = list(sessions)
        super().end_sessions(ending_sessions)
        if ending_sessions:
            record_sessions_ended(ending_sessions[0].user, len(ending_sessions))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that exist; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: administrators make the accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link an account of the organisation when it comes for the first time; say so when it opens nothing."""
        try:
            claims = read_claims(sociallogin.account.extra_data)
            keep_groups(sociallogin.account, claims)
            if sociallogin.is_existing:
                return
            person = person_for(claims)
        except NotAllowed as refused:
            record_sign_in(None, "fail to sign in", f"A sign-in with the organisation’s account was refused: {refused}")
            raise ImmediateHttpResponse(_refusal(request, str(refused), refused.status)) from None
        sociallogin.connect(request, person)
        record_sign_in(
            person, "link sign-in", f"{person.name} signed in with the organisation’s account for the first time."
        )

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Show our own page for a failed sign-in through the organisation's account."""
        log.warning("single sign-on failed: %s", kwargs.get("exception") or kwargs.get("error"))
        sentence = (
            "You went back from your organisation’s sign-in page without signing in."
            if kwargs.get("error") == AuthError.CANCELLED
            else "Your organisation’s sign-in service did not confirm who you are. Try again; if it goes on, ask an "
            "administrator."
        )
        raise ImmediateHttpResponse(_refusal(request, sentence, HTTPStatus.UNAUTHORIZED))

    def get_requests_session(self) -> requests.Session:
        """The session for requests to the provider: short timeouts, and an error page when it does not answer."""
        return _ProviderSession(self.request)


class _ProviderSession(requests.Session):
    """Ends the request of whoever signs in with a page when the provider is down or answers nonsense."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.signing_in = request

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Send the request; raises ImmediateHttpResponse where there is no answer."""
        kwargs.setdefault("timeout", PROVIDER_ANSWERS_WITHIN)
        try:
            response = super().request(*args, **kwargs)
        except requests.RequestException as error:
            raise self._unavailable(error) from None
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise self._unavailable(response.status_code)
        return response

    def _unavailable(self, error: object) -> ImmediateHttpResponse:
        log.error("the single sign-on provider does not answer: %s", error)
        sentence = (
            "Your organisation’s sign-in service does not answer. The register is not at fault; try again in some "
            "minutes, or sign in with a passkey if you have one here."
        )
        return ImmediateHttpResponse(_refusal(self.signing_in, sentence, HTTPStatus.SERVICE_UNAVAILABLE))


def _refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "account/sign_in_refused.html", {"sentence": sentence}, status=status)
