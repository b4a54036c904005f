#!/usr/bin/env python3
"""Audit the decision register from downloaded files alone: Python 3.11 and its standard library, nothing else.

    python3 audit_book.py --fetch https://decisions.example FOLDER     download everything, then check it
    python3 audit_book.py FOLDER                                       check what was downloaded before
    python3 audit_book.py --kept note.txt FOLDER                       and compare with a checkpoint you kept

FOLDER holds what the register serves: entries-*.ndjson (/log/entries/N), checkpoint-N (/log/checkpoint/N), keys
(/log/keys) and files/SHA-256 (/log/files/…). It checks that entries are numbered without gaps; that every content and
every file has the hash that its leaf names; that the leaves make the tree (RFC 9162) whose roots were signed
(Ed25519, RFC 8032, as C2SP signed notes); and that the book begins with the tree of every checkpoint you kept.
What a passkey signed must be the digest that its signature names. Content that was expunged must have a notice in the
book. With --roots FILE, and pyHanko installed, seals are checked as well. Ends with 1 when anything is wrong.
"""

import argparse
import base64
import binascii
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

# -- Ed25519 (RFC 8032, section 5.1): verification only. Slow, and therefore short enough to be read.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]
ZERO: Point = (0, 1, 1, 0)


def point_add(a: Point, b: Point) -> Point:
    """The sum of two points in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def multiple(times: int, point: Any, add: Callable[[Any, Any], Any], total: Any) -> Any:
    """A point added to itself, beginning with the curve's neutral one."""
    while times:
        total = add(total, point) if times & 1 else total
        point, times = add(point, point), times >> 1
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
    left, right = multiple(s, BASE, point_add, ZERO), point_add(nonce, multiple(h, key, point_add, ZERO))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# -- What a passkey signed (W3C Web Authentication Level 2, section 7.2). First P-256, y² = x³ - 3x + b (SEC 2, 2.4.2)
CURVE = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CURVE_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
CURVE_BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Flat = tuple[int, int] | None


def curve_add(a: Flat, b: Flat) -> Flat:
    """The sum of two points of P-256; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % CURVE == 0:
        return None
    slope = (3 * a[0] ** 2 - 3) * pow(2 * a[1], -1, CURVE) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, CURVE)
    x = (slope * slope - a[0] - b[0]) % CURVE
    return x, (slope * (a[0] - x) - a[1]) % CURVE


def ecdsa_holds(x: int, y: int, message: bytes, signature: bytes) -> bool:
    """Whether a signature (DER of r and s) is that P-256 key's over that message (FIPS 186-5, section 6.4.2)."""
    cut = 4 + signature[3]
    shape = signature[0], signature[1] + 2, signature[2], signature[cut], signature[cut + 1] + cut + 2
    if shape != (0x30, len(signature), 2, 2, len(signature)):
        return False
    r, s = int.from_bytes(signature[4:cut]), int.from_bytes(signature[cut + 2 :])
    if (y * y - x**3 + 3 * x - CURVE_B) % CURVE or not (0 < r < ORDER and 0 < s < ORDER):
        return False
    u, v = (number * pow(s, -1, ORDER) % ORDER for number in (int.from_bytes(sha256(message).digest()), r))
    point = curve_add(multiple(u, CURVE_BASE, curve_add, None), multiple(v, (x, y), curve_add, None))
    return point is not None and point[0] % ORDER == r


def rsa_holds(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that RSA key's over that message (RFC 8017, section 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    info = bytes.fromhex("3031300d060960864801650304020105000420")  # section 9.2: what follows is a SHA-256
    padding = b"\xff" * (size - 3 - len(info) - 32)
    expected = b"\0\x01" + padding + b"\0" + info + sha256(message).digest()
    opened = pow(int.from_bytes(signature), exponent, modulus)
    return len(signature) == size and len(padding) >= 8 and opened == int.from_bytes(expected)


def cose_key(data: bytes) -> dict[int, Any]:
    """A key in COSE (RFC 9052, section 7): a CBOR map of whole numbers and bytes under whole numbers."""

    def item(at: int) -> tuple[Any, int]:
        kind, size, at = data[at] >> 5, data[at] & 31, at + 1
        if size >= 24:
            size, at = int.from_bytes(data[at : at + (1 << size - 24)]), at + (1 << size - 24)
        if kind == 2:
            return data[at : at + size], at + size
        return (size if kind == 0 else -1 - size), at

    items, at = list[Any](), 1
    while len(items) < 2 * (data[0] - 0xA0):
        value, at = item(at)
        items.append(value)
    return dict(zip(items[::2], items[1::2], strict=True))


def key_signed(key: dict[int, Any], message: bytes, signature: bytes) -> bool:
    """Whether a COSE key signed a message: ES256, EdDSA or RS256 (RFC 9053, RFC 8812)."""
    match key.get(1), key.get(3), key.get(-1):
        case 2, -7, 1:
            return ecdsa_holds(int.from_bytes(key[-2]), int.from_bytes(key[-3]), message, signature)
        case 1, -8, 6:
            return signature_holds(key[-2], message, signature)
        case 3, -257, bytes(modulus):
            return rsa_holds(int.from_bytes(modulus), int.from_bytes(key[-2]), message, signature)
    return False


def passkey_signed(evidence: dict[str, str], digest: str, verdict: str = "") -> bool:
    """Whether the evidence in a signature of Part 1 proves that a passkey signed the digest it names.

    The challenge is the digest, or the digest, the byte 1, a nonce of 16 bytes, and what for: "approved/2".
    """

    def raw(name: str) -> bytes:
        return base64.urlsafe_b64decode(evidence[name] + "=" * (-len(evidence[name]) % 4))

    try:
        client_data, data = json.loads(raw("client_data_json")), raw("authenticator_data")
        challenge = base64.urlsafe_b64decode(client_data["challenge"] + "=" * (-len(client_data["challenge"]) % 4))
        if (client_data["type"], challenge[:32], client_data["origin"]) != (
            "webauthn.get",
            bytes.fromhex(digest),
            evidence["origin"],
        ):
            return False
        if len(challenge) != 32 and (
            challenge[32] != 1 or (verdict and challenge[49:].decode().partition("/")[0] != verdict)
        ):
            return False
        # Bit 0: somebody was there; bit 2: the passkey made sure who.
        if (
            data[:32] != sha256(evidence["rp_id"].encode()).digest()
            or data[32] & 5 != 5
            or client_data.get("crossOrigin")
        ):
            return False
        data += sha256(raw("client_data_json")).digest()
        return key_signed(cose_key(raw("public_key")), data, raw("signature"))
    except (ValueError, KeyError, IndexError, TypeError):
        return False


# -- Signed notes and checkpoints (C2SP)
def read_note(note: str, keys: list[str]) -> tuple[int, bytes]:
    """Size and root of a checkpoint; raises ValueError unless one of the keys signed it."""
    text, gap, marks = note.partition("\n\n")
    lines = text.split("\n")
    for key in keys:
        name, _, rest = key.partition("+")
        raw = base64.b64decode(rest.partition("+")[2])
        identity = sha256(name.encode() + b"\n" + raw).digest()[:4]
        for mark in marks.splitlines():
            words = mark.split(" ")
            data = base64.b64decode(words[2]) if len(words) == 3 and words[1] == name else b""
            ours = gap and data[:4] == identity and raw[:1] == b"\x01" and len(lines) >= 3
            if ours and signature_holds(raw[1:], (text + "\n").encode(), data[4:]):
                return int(lines[1]), base64.b64decode(lines[2])
    raise ValueError("it is not signed by a key of the register")


def is_signed(note: str, key: str) -> bool:
    """Whether a key signed a checkpoint."""
    try:
        read_note(note, [key])
    except ValueError:
        return False
    return True


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
        self.signers: list[tuple[int, str]] = []
        self.last_good = 0

    def run(self, checkpoints: list[Path]) -> None:
        """Check everything."""
        keys = (self.folder / "keys").read_text().split()
        for path in [*sorted(self.folder.glob("checkpoint-*")), *checkpoints]:
            try:
                size, root = read_note(path.read_text(), keys)
                self.heads.setdefault(size, []).append((path.name, root))
                self.signers += [(size, key) for key in keys if is_signed(path.read_text(), key)]
            except (ValueError, binascii.Error, UnicodeDecodeError) as error:
                self.wrong.append(f"{path.name} is no checkpoint: {error}.")
        lines = list(self.lines())
        notices = {leaf["about"] for leaf, _ in lines if leaf["kind"] == "expunged"}
        # One file may belong to several entries; what a notice names is gone from all of them.
        for leaf, line in lines:
            if leaf["kind"] == "expunged":
                self.expunged_files |= set(json.loads(line["payload"])["files"])
        closed = 0
        for place, (leaf, line) in enumerate(lines, 1):
            closed = self.check_end(place, leaf, line, closed)
            self.check(place, leaf, line, notices)
        for size in sorted(size for size in self.heads if size > self.tree.size):
            self.wrong.append(f"A head was signed for {size} entries, but only {self.tree.size} are here.")
        if not self.heads:
            self.wrong.append("There is no signed checkpoint here, so nothing proves these entries.")

    def check_end(self, place: int, leaf: dict[str, Any], line: dict[str, Any], closed: int) -> int:
        """What follows the end of a register. Takes and returns the number of the entry that closed it, or 0."""
        if leaf["kind"] == "takeover":
            fault = self.takeover_fault(place, self.tree.root(), json.loads(line["payload"] or "{}"))
            self.wrong += [fault] if fault else []
            return closed if fault else 0
        if closed and leaf["kind"] != "expunged":
            self.wrong.append(f"Entry {place} came after entry {closed}, which closed the register.")
        return closed or (place if leaf["kind"] == "closing" else 0)

    def takeover_fault(self, place: int, root: bytes, says: dict[str, Any]) -> str:
        """What is wrong with the entry by which a register took over another's book; nothing if it is right."""
        key = str(says.get("predecessor_key"))
        try:
            if read_note(str(says.get("checkpoint")), [key]) != (place - 1, root):
                return f"Entry {place} takes over a book that is not the one in front of it."
        except (ValueError, binascii.Error):
            return f"Entry {place} names a checkpoint that its predecessor did not sign."
        before = {key, *(signer for size, signer in self.signers if size < place)}
        kept = sorted(before & {signer for size, signer in self.signers if size >= place})
        return f"The key {kept[0]} of the predecessor still signs heads behind entry {place}." if kept else ""

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
        self.check_content(name, leaf, line["payload"], leaf["number"] in notices)
        paper = leaf["pdf_sha256"]
        for digest in [*leaf["files"], *([paper] if paper else [])]:
            self.check_file(name, digest, digest == paper)
        for file, root in self.heads.get(place, []):
            if root != self.tree.root():
                span = f"{self.last_good + 1} to {place}"
                self.wrong.append(f"{file}: entries {span} are not those that were signed.")
            else:
                self.last_good = place

    def check_content(self, name: str, leaf: dict[str, Any], payload: str | None, noticed: bool) -> None:
        """What an entry says, and what passkeys signed of it."""
        if payload is None and noticed:
            self.expunged.append(f"{name} was expunged as the law orders; a notice says so.")
        elif payload is None:
            self.wrong.append(f"{name} has no content, and no notice says that it was expunged.")
        elif sha256(payload.encode()).hexdigest() != leaf["payload_sha256"]:
            self.wrong.append(f"{name} was altered: its content is not what its leaf names.")
        elif leaf["kind"] == "decision":
            for signature in json.loads(payload)["signatures"]:
                # The first trials kept no evidence; in part1/2 who decides signs the rulings too.
                digest = signature.get("rulings_digest") or signature["digest"]
                if signature.get("evidence") and not passkey_signed(signature["evidence"], digest, signature["step"]):
                    self.wrong.append(
                        f"{name}: the passkey of {signature['name']} signed something else than what it names."
                    )

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
