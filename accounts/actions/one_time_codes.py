"""Codes of an authenticator app: each serves once (RFC 6238, section 5.2), for signing in and as a proof together."""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from accounts.actions.proofs import use_assertion
from accounts.models import Person
from accounts.secrets import decrypt
from components.refusals import Refused


def use_code(*, authenticator: Authenticator, code: str, by: Person, at: datetime) -> None:
    """Remember that a right code served, for good.

    The sign-in library remembers it for the length of a step alone, and takes it for a step longer.

    Raises:
        Refused: it served before.
    """
    secret = decrypt(authenticator.data["secret"])
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            use_assertion(client_data=f"code of person {by.pk} in step {step}".encode(), by=by, at=at)
            return
    raise Refused("This code is not right, or was used already. Wait for the next one and try again.")
