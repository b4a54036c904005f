"""Signed notes and checkpoints in the format of the C2SP specifications signed-note and tlog-checkpoint (Ed25519).

A checkpoint is text: the log's name, the number of leaves, the root in base64, an empty line, and signature lines.
"""

import base64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


class BadNote(ValueError):
    """The text is no checkpoint signed by that key; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many leaves the log of that name has, and their root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed text; its last line ends in a line break."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def verifier_key(origin: str, public: bytes) -> str:
    """The public key as a verifier writes it: name+hash+key. `public` has 32 bytes."""
    return f"{origin}+{_key_hash(origin, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note."""
    text = checkpoint.text()
    public = key.public_key().public_bytes_raw()
    mark = base64.b64encode(_key_hash(checkpoint.origin, public) + key.sign(text.encode())).decode()
    return f"{text}\n\N{EM DASH} {checkpoint.origin} {mark}\n"


def open_note(note: str, verifier: str) -> Checkpoint:
    """Check a note against a verifier key and read it.

    Raises:
        BadNote: it is not of the form, or not signed by that key.
    """
    name, public = read_verifier(verifier)
    text, gap, signatures = note.rpartition("\n\n")
    if not gap:
        raise BadNote("There is no signature under it.")
    text += "\n"
    marks = [line.split(" ") for line in signatures.splitlines()]
    for mark in marks:
        if len(mark) == 3 and mark[0] == "\N{EM DASH}" and mark[1] == name:
            raw = decoded(mark[2])
            if raw[:4] == _key_hash(name, public):
                return _read_checkpoint(text, raw[4:], public)
    raise BadNote("It is not signed by that key.")


def read_verifier(verifier: str) -> tuple[str, bytes]:
    """Name and public key (32 bytes) of a verifier key; raises BadNote when it is none."""
    name, _, rest = verifier.partition("+")
    given, _, encoded = rest.partition("+")
    raw = decoded(encoded)
    if not name or raw[:1] != _ED25519 or len(raw) != 33 or given != _key_hash(name, raw[1:]).hex():
        raise BadNote("That is no verifier key.")
    return name, raw[1:]


def _read_checkpoint(text: str, signature: bytes, public: bytes) -> Checkpoint:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except InvalidSignature:
        raise BadNote("The signature does not fit the text.") from None
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isascii() or not lines[1].isdigit():
        raise BadNote("The text is no checkpoint.")
    return Checkpoint(lines[0], int(lines[1]), decoded(lines[2]))


def _key_hash(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def decoded(text: str) -> bytes:
    """Bytes from base64; raises BadNote for anything else."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # no base64, or not even ASCII
        raise BadNote("There is something that is not base64.") from None
