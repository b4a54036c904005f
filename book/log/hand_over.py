"""The statement by which a log's key hands over to its successor: a signed note, signed by both. No database.

Its first line is no log's name and its second no number, so that it can never be taken for a checkpoint.
"""

import base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from book.log.notes import BadNote, decoded, read_verifier, verifier_key

FIRST_LINE = "Hand-over of the key of a decision register's log, version 1"


@dataclass(frozen=True, slots=True)
class Statement:
    """That `new` signs the log from now on, which `old` signed up to `size` entries with `root`."""

    old: str
    new: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed text; its last line ends in a line break."""
        root = base64.b64encode(self.root).decode()
        return f"{FIRST_LINE}\nold key {self.old}\nnew key {self.new}\nentries {self.size}\nroot {root}\n"


def signature_line(name: str, key: Ed25519PrivateKey, text: str) -> str:
    """A signature line (C2SP signed-note) of a key under that name over a text."""
    identity = bytes.fromhex(verifier_key(name, key.public_key().public_bytes_raw()).split("+")[1])
    return f"\N{EM DASH} {name} {base64.b64encode(identity + key.sign(text.encode())).decode()}\n"


def hand_over(name: str, old: Ed25519PrivateKey, new: Ed25519PrivateKey, size: int, root: bytes) -> str:
    """The statement, signed by both keys of the log of that name."""
    keys = [verifier_key(name, key.public_key().public_bytes_raw()) for key in (old, new)]
    text = Statement(keys[0], keys[1], size, root).text()
    return f"{text}\n{signature_line(name, old, text)}{signature_line(name, new, text)}"


def read_hand_over(note: str, trusted: str) -> Statement:
    """The statement, if the trusted key hands over in it and both keys signed it.

    Raises:
        BadNote: it is none, is about other keys, or a signature is missing or does not fit.
    """
    text, gap, below = note.rpartition("\n\n")
    lines = f"{text}\n".split("\n")
    starts = ("old key ", "new key ", "entries ", "root ")
    if not gap or len(lines) != 6 or lines[0] != FIRST_LINE:
        raise BadNote("That is no hand-over of a key.")
    if not all(line.startswith(start) for line, start in zip(lines[1:5], starts, strict=True)):
        raise BadNote("That is no hand-over of a key.")
    old, new, size, root = (line.removeprefix(start) for line, start in zip(lines[1:5], starts, strict=True))
    if old != trusted:
        raise BadNote("Another key than the trusted one hands over in it.")
    if read_verifier(old)[0] != read_verifier(new)[0] or not (size.isascii() and size.isdigit()):
        raise BadNote("The new key is of another log.")
    for verifier in (old, new):
        _check(verifier, f"{text}\n", below)
    return Statement(old, new, int(size), decoded(root))


def _check(verifier: str, text: str, below: str) -> None:
    name, public = read_verifier(verifier)
    identity = bytes.fromhex(verifier.split("+")[1])
    for words in (line.split(" ") for line in below.splitlines()):
        if len(words) == 3 and words[1] == name:
            raw = decoded(words[2])
            if raw[:4] == identity:
                try:
                    Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
                except InvalidSignature:
                    raise BadNote("A signature below the hand-over does not fit it.") from None
                return
    raise BadNote("The hand-over is not signed by both keys.")
