"""Commitments to what is not shown: a salted hash now, the salt and the thing itself when it may be shown."""

import hmac
import secrets
from hashlib import sha256

SALT_BYTES = 32
_PREFIX = b"part2-item\0"


def new_salt() -> bytes:
    """32 random bytes: without them nobody can try likely texts against the commitment."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, content: bytes) -> str:
    """SHA-256 (hex) over a fixed prefix, the salt and the content; raises ValueError for a salt of another length.

    The prefix keeps a commitment from being any other hash the register prints; the salt's fixed length keeps
    salt and content from being divided in two ways.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes.")
    return sha256(_PREFIX + salt + content).hexdigest()


def opens(commitment: str, salt: bytes, content: bytes) -> bool:
    """Whether this content with this salt is what the commitment was made to."""
    return len(salt) == SALT_BYTES and hmac.compare_digest(commitment.lower(), commit(salt, content))
