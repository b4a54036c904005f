"""Cosignatures of witnesses (C2SP tlog-cosignature, Ed25519): reading keys and lines, and checking them."""

from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from book.log.notes import BadNote, decoded

_COSIGNATURE = b"\x04"
#: Four bytes of key, eight of time, sixty-four of signature.
_LENGTH = 4 + 8 + 64


def read_cosigner(verifier: str) -> tuple[str, bytes]:
    """Name and public key (32 bytes) of a witness; raises BadNote when it is no Ed25519 key for cosignatures."""
    name, _, rest = verifier.partition("+")
    given, _, encoded = rest.partition("+")
    raw = decoded(encoded)
    if not name or raw[:1] != _COSIGNATURE or len(raw) != 33 or given != _key_id(name, raw[1:]).hex():
        raise BadNote("That is no key of a witness (Ed25519 cosignature).")
    return name, raw[1:]


def body_of(note: str) -> str:
    """The signed text of a note, without its signatures."""
    text, gap, _ = note.rpartition("\n\n")
    if not gap:
        raise BadNote("There is no signature under it.")
    return text + "\n"


def cosigned(lines: str, verifier: str, note: str) -> tuple[str, datetime]:
    """The line of that witness among signature lines, and when it says that it signed.

    Raises:
        BadNote: there is no line of that witness, or its signature does not fit the checkpoint.
    """
    name, public = read_cosigner(verifier)
    for line in lines.splitlines():
        words = line.split(" ")
        if len(words) != 3 or words[0] != "\N{EM DASH}" or words[1] != name:
            continue
        raw = decoded(words[2])
        if raw[:4] == _key_id(name, public):
            return f"{line}\n", _check(raw, public, body_of(note))
    raise BadNote(f"There is no signature of {name}.")


def _check(raw: bytes, public: bytes, body: str) -> datetime:
    seconds = int.from_bytes(raw[4:12], "big")
    message = f"cosignature/v1\ntime {seconds}\n{body}".encode()
    try:
        if len(raw) != _LENGTH:
            raise InvalidSignature
        Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], message)
        return datetime.fromtimestamp(seconds, UTC)
    except InvalidSignature:
        raise BadNote("The witness's signature does not fit the checkpoint.") from None
    except (ValueError, OverflowError, OSError):
        raise BadNote("The witness's signature names no time that there is.") from None


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _COSIGNATURE + public).digest()[:4]
