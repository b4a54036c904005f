"""The key that signs tree heads: a file named in the settings, or a trial one made on first run. The worker has it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


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
    path = Path(settings.LOG_KEY_FILE or _trial_key())
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), settings.LOG_KEY_PASSPHRASE.encode() or None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"The log's key cannot be read from LOG_KEY_FILE: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("LOG_KEY_FILE must hold an Ed25519 key.")
    return key


def _trial_key() -> Path:
    """Make the trial key unless it is there; two processes that begin together end up with one."""
    path = settings.VAR / "keys" / "log.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        made = Ed25519PrivateKey.generate().private_bytes(encoding, form, serialization.NoEncryption())
        work = path.with_name(f".{path.name}-{os.getpid()}")
        with os.fdopen(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(made)
        try:
            os.link(work, path)
        except FileExistsError:
            pass
        finally:
            work.unlink()
    return path
