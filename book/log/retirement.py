"""The statement by which the keys of a closed register retire: a signed note by the log's key, its last. No database.

Its first line is no log's name and its second no number, so that it can never be taken for a checkpoint.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from book.log.hand_over import signature_line
from book.log.notes import BadNote, decoded, read_verifier

FIRST_LINE = "Retirement of the keys of a decision register, version 1"


@dataclass(frozen=True, slots=True)
class Retirement:
    """That `key` signs no head after the one of `size` entries with `root`, of which entry `closing` is the last.

    `seals` are the SHA-256 fingerprints (hex) of the certificates with which no paper is sealed any more.
    """

    key: str
    closing: int
    size: int
    root: bytes
    successor: str
    seals: tuple[str, ...]

    def text(self) -> str:
        """The signed text; its last line ends in a line break."""
        root = base64.b64encode(self.root).decode()
        lines = [FIRST_LINE, f"key {self.key}", f"closing entry {self.closing}", f"entries {self.size}", f"root {root}"]
        lines += [f"successor {self.successor}", *(f"seal {seal}" for seal in self.seals)]
        return "".join(f"{line}\n" for line in lines)


def retire(statement: Retirement, key: Ed25519PrivateKey) -> str:
    """The statement as a note, signed by the key that retires."""
    name, _ = read_verifier(statement.key)
    return f"{statement.text()}\n{signature_line(name, key, statement.text())}"


def read_retirement(note: str, trusted: str) -> Retirement:
    """The statement, if the trusted key retires in it and signed it.

    Raises:
        BadNote: it is none, is about another key, or the signature is missing or does not fit.
    """
    text, gap, below = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or lines[0] != FIRST_LINE:
        raise BadNote("That is no retirement of a register's keys.")
    starts = ("key ", "closing entry ", "entries ", "root ", "successor ")
    values = _values(lines[1 : 1 + len(starts)], starts)
    seals = _values(lines[1 + len(starts) :], ["seal "] * (len(lines) - 1 - len(starts)))
    key, closing, size, root, successor = values
    if key != trusted:
        raise BadNote("Another key than the trusted one retires in it.")
    if not (closing.isascii() and closing.isdigit() and size.isascii() and size.isdigit()):
        raise BadNote("That is no retirement of a register's keys.")
    _check_signature(key, f"{text}\n", below)
    return Retirement(key, int(closing), int(size), decoded(root), successor, tuple(seals))


def _values(lines: Sequence[str], starts: Sequence[str]) -> list[str]:
    if len(lines) != len(starts) or not all(line.startswith(start) for line, start in zip(lines, starts, strict=True)):
        raise BadNote("That is no retirement of a register's keys.")
    return [line.removeprefix(start) for line, start in zip(lines, starts, strict=True)]


def _check_signature(verifier: str, text: str, below: str) -> None:
    name, public = read_verifier(verifier)
    for words in (line.split(" ") for line in below.splitlines()):
        if len(words) == 3 and words[1] == name:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(words[2])[4:], text.encode())
            except (InvalidSignature, ValueError):
                continue
            return
    raise BadNote("The retirement is not signed by the key that retires.")
