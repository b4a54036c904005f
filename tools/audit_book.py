#!/usr/bin/env python3
"""Audit the decision register from downloaded files alone: Python 3.11 and its standard library, nothing else.

    python3 audit_book.py --fetch https://decisions.example FOLDER     download everything, then check it
    python3 audit_book.py FOLDER                                       check what was downloaded before
    python3 audit_book.py --kept note.txt FOLDER                       and compare with a checkpoint you kept

FOLDER holds what the register serves: entries-*.ndjson (/log/entries/N), checkpoint-N (/log/checkpoint/N), keys
(/log/keys) and files/SHA-256 (/log/files/…). It checks that entries are numbered without gaps; that every content and
every file has the hash that its leaf names; that the leaves make the tree (RFC 9162) whose roots were signed
(Ed25519, RFC 8032, as C2SP signed notes); and that the book begins with the tree of every checkpoint you kept.
Content that was expunged must have a notice in the book. Ends with 1 when anything is wrong.
With --roots FILE, and pyHanko installed, it checks the seals of the papers as well.
"""

import argparse
import base64
import binascii
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

# -- Ed25519 (RFC 8032, section 5.1): verification only. Slow, and therefore short enough to be read.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def point_add(a: Point, b: Point) -> Point:
    """The sum of two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def point_times(times: int, point: Point) -> Point:
    """A point added to itself."""
    total: Point = (0, 1, 1, 0)
    while times:
        if times & 1:
            total = point_add(total, point)
        point, times = point_add(point, point), times >> 1
    return total


def point_read(data: bytes) -> Point | None:
    """The point that 32 bytes stand for; None when they stand for none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_read(b"\x58" + b"\x66" * 31)


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is that key's over that message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce, s = point_read(public), point_read(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or BASE is None or s >= Q:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = point_times(s, BASE), point_add(nonce, point_times(h, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# -- Signed notes and checkpoints (C2SP)
def read_note(note: str, keys: list[str]) -> tuple[int, bytes]:
    """Size and root of a checkpoint; raises ValueError unless one of the keys signed it."""
    text, found, marks = note.partition("\n\n")
    lines = text.split("\n")
    for key in keys:
        name, _, rest = key.partition("+")
        raw = base64.b64decode(rest.partition("+")[2])
        identity = sha256(name.encode() + b"\n" + raw).digest()[:4]
        for mark in marks.splitlines():
            words = mark.split(" ")
            data = base64.b64decode(words[2]) if len(words) == 3 and words[1] == name else b""
            ours = found and data[:4] == identity and raw[:1] == b"\x01" and len(lines) >= 3
            if ours and signature_holds(raw[1:], (text + "\n").encode(), data[4:]):
                return int(lines[1]), base64.b64decode(lines[2])
    raise ValueError("it is not signed by a key of the register")


# -- The tree (RFC 9162, section 2.1)
class Tree:
    """The right edge of a growing tree."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes | None] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf's bytes."""
        self.size += 1
        hashed = sha256(b"\x00" + leaf).digest()
        for level, there in enumerate(self.edge):
            if there is None:
                self.edge[level] = hashed
                return
            self.edge[level], hashed = None, sha256(b"\x01" + there + hashed).digest()
        self.edge.append(hashed)

    def root(self) -> bytes:
        """The root so far."""
        whole: bytes | None = None
        for there in self.edge:
            if there is not None:
                whole = there if whole is None else sha256(b"\x01" + there + whole).digest()
        return whole or sha256(b"").digest()


# -- The audit
class Audit:
    """Goes through a folder and keeps what it finds."""

    def __init__(self, folder: Path, roots: Path | None) -> None:
        self.folder, self.roots = folder, roots
        self.wrong: list[str] = []
        self.expunged: list[str] = []
        self.expunged_files: set[str] = set()
        self.tree, self.files = Tree(), 0
        self.heads: dict[int, list[tuple[str, bytes]]] = {}
        self.last_good = 0

    def run(self, kept: list[Path]) -> None:
        """Check everything."""
        keys = (self.folder / "keys").read_text().split()
        for path in [*sorted(self.folder.glob("checkpoint-*")), *kept]:
            try:
                size, root = read_note(path.read_text(), keys)
                self.heads.setdefault(size, []).append((path.name, root))
            except (ValueError, binascii.Error, UnicodeDecodeError) as error:
                self.wrong.append(f"{path.name} is no checkpoint: {error}.")
        lines = list(self.lines())
        notices = {leaf["about"] for leaf, _ in lines if leaf["kind"] == "expunged"}
        # One file may belong to several entries; what a notice names is gone from all of them.
        for leaf, line in lines:
            if leaf["kind"] == "expunged":
                self.expunged_files |= set(json.loads(line["payload"])["files"])
        for place, (leaf, line) in enumerate(lines, 1):
            self.check(place, leaf, line, notices)
        for size in sorted(size for size in self.heads if size > self.tree.size):
            self.wrong.append(f"A head was signed for {size} entries, but only {self.tree.size} are here.")
        if not self.heads:
            self.wrong.append("There is no signed checkpoint here, so nothing proves these entries.")

    def lines(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Leaf and line of every entry in the folder's order of names."""
        for path in sorted(self.folder.glob("entries-*.ndjson")):
            for text in path.read_text(encoding="utf-8").split("\n"):
                if text:
                    line = json.loads(text)
                    yield json.loads(line["leaf"]), line

    def check(self, place: int, leaf: dict[str, Any], line: dict[str, Any], notices: set[int]) -> None:
        """One entry: its number, its content, its files, and the tree up to it."""
        name = f"Entry {leaf['number']} ({leaf['kind']} {leaf['reference']})"
        if leaf["number"] != place or line["number"] != place:
            self.wrong.append(f"{name} stands where entry {place} should be.")
        self.tree.add(line["leaf"].encode())
        if line["payload"] is None:
            if leaf["number"] in notices:
                self.expunged.append(f"{name} was expunged as the law orders; a notice says so.")
            else:
                self.wrong.append(f"{name} has no content, and no notice says that it was expunged.")
        elif sha256(line["payload"].encode()).hexdigest() != leaf["payload_sha256"]:
            self.wrong.append(f"{name} was altered: its content is not what its leaf names.")
        paper = leaf["pdf_sha256"]
        for digest in [*leaf["files"], *([paper] if paper else [])]:
            self.check_file(name, digest, digest == paper)
        for file, root in self.heads.get(place, []):
            if root != self.tree.root():
                span = f"{self.last_good + 1} to {place}"
                self.wrong.append(f"{file}: entries {span} are not those that were signed.")
            else:
                self.last_good = place

    def check_file(self, name: str, digest: str, paper: bool) -> None:
        """One file of an entry."""
        path = self.folder / "files" / digest
        if not path.is_file():
            if digest not in self.expunged_files:
                self.wrong.append(f"{name}: its file {digest} is not here.")
            return
        content = path.read_bytes()
        self.files += 1
        if sha256(content).hexdigest() != digest:
            self.wrong.append(f"{name}: its file {digest} was altered.")
        elif paper and self.roots:
            self.check_seal(name, path)

    def check_seal(self, name: str, path: Path) -> None:
        """The seal of a paper, by pyHanko."""
        from pyhanko.keys import load_certs_from_pemder
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko_certvalidator import ValidationContext

        with path.open("rb") as file:
            seals = PdfFileReader(file).embedded_regular_signatures
            if len(seals) != 1:
                self.wrong.append(f"{name}: its paper bears {len(seals)} seals.")
                return
            moment = seals[0].self_reported_timestamp
            trust = ValidationContext(trust_roots=list(load_certs_from_pemder([str(self.roots)])), moment=moment)
            status = validate_pdf_signature(seals[0], trust)
            if not (status.intact and status.valid and status.trusted):
                self.wrong.append(f"{name}: the seal of its paper does not hold.")


def get(address: str, path: str) -> bytes | None:
    """What the register answers under /log/; None when it has no such thing, or no longer."""
    try:
        # Only http and https get here.
        with urllib.request.urlopen(f"{address.rstrip('/')}/log/{path}", timeout=60) as answer:  # noqa: S310
            data: bytes = answer.read()
            return data
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            return None
        raise


def fetch(address: str, folder: Path) -> None:
    """Download what the register serves of its log; files that are here already are not fetched again."""
    if not address.startswith(("https://", "http://")):
        raise SystemExit("The address of the register begins with https://.")
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for old in folder.glob("entries-*.ndjson"):
        old.unlink()
    (folder / "keys").write_bytes(get(address, "keys") or b"")
    for head in json.loads(get(address, "heads") or b'{"heads": []}')["heads"]:
        (folder / f"checkpoint-{head['size']:09}").write_bytes(get(address, f"checkpoint/{head['size']}") or b"")
    first = 1
    while data := get(address, f"entries/{first}"):
        (folder / f"entries-{first:09}.ndjson").write_bytes(data)
        lines = [json.loads(text) for text in data.decode().split("\n") if text]
        fetch_files(address, folder, {file["sha256"] for line in lines for file in line["files"]})
        first = lines[-1]["number"] + 1
        print(f"\r{first - 1} entries downloaded", end="", file=sys.stderr)
    print(file=sys.stderr)


def fetch_files(address: str, folder: Path, digests: set[str]) -> None:
    """Download files by their SHA-256; only a proper one becomes a file's name."""
    for digest in sorted(digests):
        path = folder / "files" / digest
        if len(digest) == 64 and digest.isalnum() and not path.exists():
            data = get(address, f"files/{digest}")
            if data is not None:
                path.write_bytes(data)


def main() -> int:
    """Read the command line, fetch, check, report."""
    parser = argparse.ArgumentParser(description="Audit the decision register from downloaded files alone.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fetch", metavar="ADDRESS", help="the register to download from first")
    parser.add_argument("--kept", action="append", default=[], type=Path, help="a checkpoint you kept; may be repeated")
    parser.add_argument("--roots", type=Path, help="root certificates (PEM), to check seals; needs pyHanko")
    options = parser.parse_args()
    if options.fetch:
        fetch(options.fetch, options.folder)
    audit = Audit(options.folder, options.roots)
    try:
        audit.run(options.kept)
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        audit.wrong.append(f"The folder cannot be read as a register's log: {type(error).__name__}: {error}.")
    for sentence in audit.expunged:
        print(f"EXPUNGED: {sentence}")
    for sentence in audit.wrong:
        print(f"WRONG: {sentence}")
    unsigned = audit.tree.size - max((size for size in audit.heads if size <= audit.tree.size), default=0)
    print(f"{audit.tree.size} entries and {audit.files} files checked, {unsigned} entries not under a signed head yet.")
    print("Something is wrong." if audit.wrong else "The book is whole.")
    return 1 if audit.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
