"""Backups encrypted to a public key in the age format (age-encryption.org/v1): this machine cannot open them again."""

import getpass
import hashlib
import os
import sys
import tempfile
from pathlib import Path

import pyrage

#: What is added to the name of an encrypted file.
SUFFIX = ".age"


class KeyUnusable(RuntimeError):
    """The public key or identity cannot be used; the message says why."""


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public key written as age1…; raises KeyUnusable when it is none."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise KeyUnusable(
            "BACKUP_PUBLIC_KEY is no public key of age: it begins with age1 and is made by age-keygen."
        ) from None


def encrypt_file(source: Path, target: Path, public_key: str) -> None:
    """Encrypt `source` into the new file `target`, for its owner alone, and prove that it can be opened again.

    A second key is made for the proof and thrown away, so that the real one need not be on this machine.

    Raises:
        KeyUnusable: `public_key` is none, or what was written does not open again.
    """
    to, proof = recipient(public_key), pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory(prefix=".register-", dir=target.parent) as folder:
        unchecked, opened = Path(folder) / "encrypted", Path(folder) / "opened"
        pyrage.encrypt_file(str(source), str(unchecked), [to, proof.to_public()])
        pyrage.decrypt_file(str(unchecked), str(opened), [proof])
        if _digest(opened) != _digest(source):
            raise KeyUnusable("What was encrypted does not open to what it was.")
        unchecked.chmod(0o600)
        os.replace(unchecked, target)


def decrypt_file(source: Path, target: Path, identity_file: Path) -> None:
    """Open `source` with the secret key (AGE-SECRET-KEY-1…) in `identity_file` into the new file `target`.

    `-` for the file is standard input: a key that root alone may read is handed over without a copy of it.

    Raises:
        KeyUnusable: the file cannot be read, holds no secret key, or another one than the backup was encrypted to.
    """
    keys = _secret_keys(identity_file)
    target.touch(mode=0o600)
    try:
        pyrage.decrypt_file(str(source), str(target), keys)
    except (pyrage.DecryptError, OSError) as error:
        raise KeyUnusable(f"{source} does not open with the key in {identity_file}: {error}.") from None


def _secret_keys(identity_file: Path) -> list[pyrage.x25519.Identity]:
    try:
        text = sys.stdin.read() if identity_file == Path("-") else identity_file.read_text()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise KeyUnusable(
            f"{identity_file} cannot be read by the account {getpass.getuser()}: {reason}. "
            "Hand it over instead: --identity - < KEYFILE."
        ) from None
    try:
        keys = [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in text.splitlines()
            if line.startswith("AGE-SECRET-KEY-")
        ]
    except pyrage.IdentityError:
        keys = []
    if not keys:
        raise KeyUnusable(f"{identity_file} holds no secret key of age (a line beginning with AGE-SECRET-KEY-1).")
    return keys


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
