"""`python3 deploy/containers/new_env.py`: make the .env that compose.yaml reads, with new secrets.

Standard library only. What only you can know stays empty; compose refuses to start and names it until it is filled in.
"""

import os
import secrets
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / ".env"
#: Made here. In an address of a database a password stands as it is, so letters and digits only.
SECRETS = ("SECRET_KEY", "REGISTER_SECRET_KEY", "OWNER_PASSWORD", "DESK_PASSWORD", "READER_PASSWORD", "WORKER_PASSWORD")
#: Asked of whoever installs it, with what belongs there.
DESCRIPTIONS = {
    "HOST": "the host name under which the register is reached, such as register.example",
    "CONTACT_EMAIL": "the address to which the public may write",
    "EMAIL_HOST": "your mail server",
    "EMAIL_FROM": "the sender of letters",
    "CERTIFICATE_FILE": "the certificate of the host name with those between it and the root, PEM",
    "CERTIFICATE_KEY_FILE": "its private key, PEM",
    "SEAL_KEY_FILE": "the seal's private key, encrypted PKCS#8 in PEM; readable by account 10001, as are those below",
    "SEAL_KEY_PASSPHRASE": "its passphrase",
    "SEAL_CERTIFICATE_FILE": "the seal's certificate and those between it and the root, PEM",
    "SEAL_ROOTS_FILE": "every root that a seal may rest on, PEM",
    "LOG_KEY_FILE": "the key that signs the book's tree heads, Ed25519, PKCS#8 in PEM",
    "LOG_KEY_PASSPHRASE": "its passphrase",
}


def main() -> int:
    """Write the file, unless there is one: its passwords are those of a database that may exist."""
    try:
        # Its owner alone may read it, from the first byte.
        handle = os.open(TARGET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{TARGET} exists and is left as it is.", file=sys.stderr)
        return 1
    with os.fdopen(handle, "w") as file:
        file.write(text())
    print(f"{TARGET} is made. Fill in what is empty, then: podman compose up (or docker compose up).")
    return 0


def text() -> str:
    """The file, with secrets that no other installation has."""
    lines = ["# Made for compose.yaml; keep it to yourself.", *(f"{name}={secrets.token_hex(32)}" for name in SECRETS)]
    for name, description in DESCRIPTIONS.items():
        lines += ["", f"# {description[0].upper()}{description[1:]}.", f"{name}="]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
