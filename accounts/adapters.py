"""What the sign-in library asks of us: no sign-up, plain words, throttling, secrets encrypted at rest."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.addresses import client_address, network_of
from accounts.delays import forget_guesses, take_guess
from accounts.secrets import Unreadable, decrypt, encrypt
from audit.models import Event

#: An address from which somebody has signed in is trusted this long not to be the guesser.
KNOWN_FOR = timedelta(days=90)

log = logging.getLogger(__name__)

_UNREADABLE = (
    "Your second factor cannot be read any more, because a key of the service was changed. Ask an administrator to "
    "remove it at the desk; you then set up a new one when you sign in."
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
            self._rollback_login_failed_rl_usage()  # a guess that was not taken is not counted
            minutes = -(-wait // 60)
            raise ValidationError(
                "There were too many attempts to sign in to this account. Wait "
                f"{'a minute' if minutes == 1 else f'{minutes} minutes'} and try again.",
                code="too_many_login_attempts",
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check the password; a right one does not count as a guess."""
        person = super().authenticate(request, **credentials)
        if person:
            forget_guesses(_login(credentials))
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
        """The secret of what is kept; who cannot be asked for a code because it is unreadable is told so."""
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


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that a person ends themselves are told to the history."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End these sessions."""
        from accounts.receivers import tell_sessions_ended

        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            tell_sessions_ended(ended[0].user, len(ended))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that exist; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: administrators make the accounts."""
        return False
