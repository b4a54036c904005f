"""Trial keys: made on the first run where no key is configured, and saying so in every name."""

import fcntl
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from documents.certificates import Holder, issue_seal, make_root

TRIAL = "TRIAL ONLY"
ORGANISATION = f"{TRIAL} - keys of a trial register, not of a public body"
KEY, CERTIFICATE, ROOTS, PASSPHRASE = "seal.key", "seal.crt", "roots.crt", "passphrase"


#: Trials publish papers dated in past years, so a trial certificate begins then; a real one begins when it is issued.
BEGINS = datetime(2016, 1, 1, tzinfo=UTC)


def make_trial_keys(folder: Path, *, at: datetime) -> None:
    """Make a root certificate (its key is thrown away) and one encrypted seal key; do nothing where they exist.

    The passphrase lies beside the key, for its owner alone: enough for a trial, which is what the names say.
    """
    if all((folder / name).is_file() for name in (KEY, CERTIFICATE, ROOTS, PASSPHRASE)):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two processes that start at once must not mix two sets of files
        if not all((folder / name).is_file() for name in (KEY, CERTIFICATE, ROOTS, PASSPHRASE)):
            _make(folder, at)


def _make(folder: Path, at: datetime) -> None:
    begins, years = min(at, BEGINS), max(at.year - BEGINS.year, 0) + 10
    root = make_root(ORGANISATION, f"{TRIAL} root of the decision register", at=begins, years=years)
    seal = issue_seal(root, ORGANISATION, f"{TRIAL} seal of the decision register", at=begins, years=years)
    passphrase = secrets.token_urlsafe(24)
    _write(folder / PASSPHRASE, passphrase.encode())
    _write(folder / KEY, encrypted_key(seal, passphrase))
    _write(folder / CERTIFICATE, pem(seal))
    _write(folder / ROOTS, pem(root))


def encrypted_key(holder: Holder, passphrase: str) -> bytes:
    """The private key as encrypted PKCS#8, PEM (RFC 5958)."""
    return holder.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def pem(holder: Holder) -> bytes:
    """The certificate as PEM."""
    return holder.certificate.public_bytes(serialization.Encoding.PEM)


def _write(path: Path, data: bytes) -> None:
    """Write so that a reader sees the whole file or none, and nobody else reads it."""
    work = path.with_name(f".{path.name}-{os.getpid()}")
    work.write_bytes(data)
    work.chmod(0o600)
    work.replace(path)
