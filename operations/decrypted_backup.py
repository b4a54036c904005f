"""A backup file ready to be read, decrypted beside itself for as long as it is needed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations.encrypting import KeyUnusable, decrypt_file

_AGE = b"age-encryption.org/"


@contextmanager
def decrypted_backup(backup: Path, identity: Path | None) -> Iterator[Path]:
    """The plain backup: the file itself, or a private copy opened with `identity` that is removed afterwards.

    Raises:
        KeyUnusable: it is encrypted, and `identity` is missing or of another key.
    """
    backup = backup.resolve()
    if not _is_encrypted(backup):
        yield backup
        return
    if identity is None:
        raise KeyUnusable(f"{backup} is encrypted. Name the file with its secret key: --identity KEYFILE.")
    with tempfile.TemporaryDirectory(prefix=".register-", dir=backup.parent) as folder:
        plain = Path(folder) / "plain"
        decrypt_file(backup, plain, identity)
        yield plain


def _is_encrypted(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_AGE)) == _AGE
    except OSError:
        return False  # whoever opens it next says so
