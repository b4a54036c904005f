"""Second factors when SECRET_KEY is changed: stored anew under the present key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.secrets import Unreadable, decrypt, reencrypted
from audit.actions import record

#: Where each kind of authenticator keeps what was encrypted.
_FIELDS = {
    Authenticator.Type.TOTP.value: ("secret",),
    Authenticator.Type.RECOVERY_CODES.value: ("seed", "migrated_codes"),
}


@dataclass(frozen=True, slots=True)
class Reencryption:
    """How many second factors were stored anew, were under the present key already, and can be read no more."""

    changed: int
    unchanged: int
    unreadable: int


@transaction.atomic
def reencrypt_second_factors(*, at: datetime) -> Reencryption:
    """Store every second factor under SECRET_KEY, so that SECRET_KEY_FALLBACKS can be taken away."""
    counts = {"changed": 0, "unchanged": 0, "unreadable": 0}
    for authenticator in Authenticator.objects.select_for_update().filter(type__in=_FIELDS).order_by("pk"):
        counts[_reencrypt(authenticator)] += 1
    result = Reencryption(**counts)
    record(
        verb="reencrypt second factors",
        at=at,
        by="The server’s operator",
        subject="service:secret-key",
        sentence=(
            f"The server’s operator stored {result.changed} second factors under the present SECRET_KEY; "
            f"{result.unchanged} were so already, {result.unreadable} cannot be read."
        ),
    )
    return result


def count_unreadable_second_factors() -> int:
    """How many second factors no key of the settings opens: their people cannot get past the code."""
    factors = Authenticator.objects.filter(type__in=_FIELDS).only("type", "data")
    return sum(not all(_is_readable(text) for text in _encrypted_texts(factor)) for factor in factors)


def _reencrypt(authenticator: Authenticator) -> str:
    before = dict(authenticator.data)
    try:
        for name in _FIELDS[authenticator.type]:
            if name in authenticator.data:
                authenticator.data[name] = _apply_to_values(reencrypted, authenticator.data[name])
    except Unreadable:
        return "unreadable"
    if authenticator.data == before:
        return "unchanged"
    authenticator.save(update_fields=["data"])
    return "changed"


def _apply_to_values(change: Any, value: Any) -> Any:
    """Apply a change to one stored text, or to each of a list of them."""
    return [change(text) for text in value] if isinstance(value, list) else change(value)


def _encrypted_texts(authenticator: Authenticator) -> list[str]:
    """The encrypted texts of an authenticator, those of lists one by one."""
    values = [authenticator.data[name] for name in _FIELDS[authenticator.type] if name in authenticator.data]
    return [text for part in values for text in (part if isinstance(part, list) else [part])]


def _is_readable(text: str) -> bool:
    try:
        decrypt(text)
    except Unreadable:
        return False
    return True
