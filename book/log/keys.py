"""The key that signs tree heads: a file named in the settings, or a trial one made on first run. The worker has it."""

from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents.trial_files import keep_once


def origin() -> str:
    """The log's name in checkpoints: the register's public address without its scheme, and /log."""
    parts = urlsplit(settings.REGISTER_ADDRESS)
    return f"{parts.netloc}{parts.path}/log"


def log_key() -> Ed25519PrivateKey:
    """The private key (PKCS#8, PEM) of settings.LOG_KEY_FILE, by LOG_KEY_PASSPHRASE if it is encrypted.

    Raises:
        ImproperlyConfigured: there is none in production, or it is no Ed25519 key.
    """
    if not settings.LOG_KEY_FILE and settings.PRODUCTION:
        raise ImproperlyConfigured("LOG_KEY_FILE is not set: tree heads need an Ed25519 key (PKCS#8, PEM).")
    return _read_key("LOG_KEY_FILE", settings.LOG_KEY_FILE, settings.LOG_KEY_PASSPHRASE)


def former_log_key() -> Ed25519PrivateKey | None:
    """The key that signed before, while both sign each head; None when no change of keys is under way.

    Raises:
        ImproperlyConfigured: the file of settings.LOG_FORMER_KEY_FILE holds no Ed25519 key.
    """
    if not settings.LOG_FORMER_KEY_FILE:
        return None
    return _read_key("LOG_FORMER_KEY_FILE", settings.LOG_FORMER_KEY_FILE, settings.LOG_FORMER_KEY_PASSPHRASE)


def _read_key(setting: str, file: str, passphrase: str) -> Ed25519PrivateKey:
    try:
        pem = Path(file).read_bytes() if file else _trial_key()
        key = serialization.load_pem_private_key(pem, passphrase.encode() or None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"The log's key cannot be read from {setting}: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{setting} must hold an Ed25519 key.")
    return key


def _trial_key() -> bytes:
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8

    def new_key() -> bytes:
        return Ed25519PrivateKey.generate().private_bytes(encoding, form, serialization.NoEncryption())

    return keep_once(settings.VAR / "keys" / "log.key", new_key)
