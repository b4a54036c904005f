"""Encryption of what the database must not hold in clear: the secrets of second factors.

The keys are derived from SECRET_KEY, and while keys are being changed from SECRET_KEY_FALLBACKS, so a copy of the
database alone opens nothing.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

#: Tells the kinds of stored text apart, should another way of encrypting follow.
_MARK = "fernet1:"


class Unreadable(ValueError):
    """The stored secret was made under a key that is no longer among the settings."""


def encrypt(text: str) -> str:
    """What to store of a secret."""
    return _MARK + _box().encrypt(text.encode()).decode("ascii")


def decrypt(stored_text: str) -> str:
    """The secret of what was stored.

    Raises:
        Unreadable: SECRET_KEY was changed without keeping the old one in SECRET_KEY_FALLBACKS.
    """
    try:
        return _box().decrypt(stored_text.removeprefix(_MARK).encode("ascii")).decode()
    except InvalidToken:
        raise Unreadable("A second factor was stored under a SECRET_KEY that is no longer set.") from None


def reencrypted(stored_text: str) -> str:
    """What to store of the same secret under the present SECRET_KEY; the same text where it is under it already.

    Raises:
        Unreadable: as `decrypt`.
    """
    try:
        _key(settings.SECRET_KEY).decrypt(stored_text.removeprefix(_MARK).encode("ascii"))
    except InvalidToken:
        return encrypt(decrypt(stored_text))
    return stored_text


def _box() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"second factor secrets").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
