"""How somebody proved who they are; what a signature and a confirmation keep of it."""

from dataclasses import dataclass
from typing import Any, Literal

How = Literal["password", "totp", "passkey"]


@dataclass(frozen=True)
class Proof:
    """How somebody proved who they are at the moment of signing."""

    how: How
    evidence: dict[str, Any] | None = None
    """Of a passkey: the assertion over the digest, to be kept with the signature (accounts/passkeys.py)."""
