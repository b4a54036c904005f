"""A seal with a root of its own in files, as docs/seal.md has people make one; for checks and tried installations."""

import secrets
from datetime import datetime
from pathlib import Path

from documents.certificates import issue_seal, make_root
from documents.trial_keys import encrypted_key, pem


def make_seal(folder: Path, *, organisation: str, at: datetime, years: int = 3) -> dict[str, str]:
    """Write key, certificate and root into `folder`, and say how the settings name them; the root's key is not kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = make_root(organisation, "Root of the decision register", at=at)
    seal = issue_seal(root, organisation, "Seal of the decision register", at=at, years=years)
    passphrase = secrets.token_urlsafe(24)
    contents = {"seal.key": encrypted_key(seal, passphrase), "seal.crt": pem(seal), "roots.crt": pem(root)}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    return {
        "SEAL_KEY_FILE": str(folder / "seal.key"),
        "SEAL_KEY_PASSPHRASE": passphrase,
        "SEAL_CERTIFICATE_FILE": str(folder / "seal.crt"),
        "SEAL_ROOTS_FILE": str(folder / "roots.crt"),
    }
