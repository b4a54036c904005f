#!/usr/bin/env python3
"""A witness of transparency logs (C2SP tlog-witness). It needs Python 3.11 and the package cryptography.

    python3 witness.py init --name witness.example/w1 FOLDER           make a key and an empty memory, once
    python3 witness.py serve --logs LOGS --listen 127.0.0.1:7380 FOLDER    answer logs that ask for a cosignature
    python3 witness.py status FOLDER                                    what was seen and what was refused

A witness remembers the newest checkpoint of each log and signs a newer one only if a proof shows that the log was only
added to. So nobody who asks for this witness's cosignature can be shown another history than the witness saw.

LOGS is a C2SP tlog-policy file of which the lines `log KEY` are read. Take the key from where its owner prints it.
FOLDER holds key.pem (keep one copy of it off line) and memory.sqlite3. Never bring back an older copy of the memory:
a witness that forgets can be made to sign two histories. If it is lost, give up the name and begin with a new one.
"""

import argparse
import base64
import binascii
import os
import re
import sqlite3
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Signature types of C2SP signed-note.
LOG_KEY, COSIGNATURE = b"\x01", b"\x04"
MOST_BYTES = 64 * 1024
MOST_PROOF_LINES = 63
#: Refused requests that are kept of one log, as evidence.
MOST_REFUSALS = 1000
PLAIN = "text/plain; charset=utf-8"

MEMORY = """
CREATE TABLE witness (key TEXT NOT NULL);
CREATE TABLE log (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
    cosignature TEXT NOT NULL, signed_at INTEGER NOT NULL);
CREATE TABLE refusal (origin TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, request BLOB NOT NULL);
CREATE TRIGGER never_smaller BEFORE UPDATE ON log
    WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) OR NEW.signed_at < OLD.signed_at
    BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
CREATE TRIGGER never_forgotten BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'a witness never forgets'); END;
"""


class Refused(Exception):
    """The answer is not a cosignature but this HTTP status and text."""

    def __init__(self, status: int, text: str, content_type: str = PLAIN) -> None:
        super().__init__(text)
        self.status, self.text, self.content_type = status, text, content_type


# -- Notes, keys and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)
@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint: the signed text, what it says, and the lines of signatures below it as (name, data)."""

    text: str
    origin: str
    size: int
    root: bytes
    marks: tuple[tuple[str, bytes], ...]
    note: str


def key_id(name: str, kind: bytes, public: bytes) -> bytes:
    """The four bytes by which a signature names its key."""
    return sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def verifier(name: str, kind: bytes, public: bytes) -> str:
    """A public key as notes write it: name+id+key."""
    return f"{name}+{key_id(name, kind, public).hex()}+{base64.b64encode(kind + public).decode()}"


def read_verifier(text: str, kind: bytes) -> tuple[str, bytes]:
    """Name and public key; raises ValueError when it is no Ed25519 key of that kind."""
    name, _, rest = text.partition("+")
    given, _, encoded = rest.partition("+")
    data = base64.b64decode(encoded, validate=True)
    if not name or len(data) != 33 or data[:1] != kind or given != key_id(name, kind, data[1:]).hex():
        raise ValueError(f"{text[:60]} is not an Ed25519 key of the kind that is needed here")
    return name, data[1:]


def strict_base64(text: str) -> bytes:
    """The bytes of base64 in its one canonical spelling; raises ValueError for any other."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("it is not base64") from None
    if base64.b64encode(data).decode() != text:
        raise ValueError("it is not canonical base64")
    return data


def read_checkpoint(note: str) -> Checkpoint:
    """A checkpoint from its note, signatures not yet checked; raises ValueError when it is none."""
    if any(character < " " and character != "\n" for character in note) or not note.endswith("\n"):
        raise ValueError("a note has no control characters and ends in a line break")
    text, gap, below = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) < 3 or not all(lines) or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise ValueError("that is no checkpoint")
    root, marks = strict_base64(lines[2]), []
    for line in below.splitlines():
        words = line.split(" ")
        if len(words) != 3 or words[0] != "\N{EM DASH}" or not words[1] or "+" in words[1]:
            raise ValueError("there is a line below the checkpoint that is no signature")
        marks.append((words[1], strict_base64(words[2])))
    if len(root) != 32 or int(lines[1]) >= 2**63:
        raise ValueError("size or root of the checkpoint cannot be")
    return Checkpoint(text + "\n", lines[0], int(lines[1]), root, tuple(marks), note)


def signed_by(checkpoint: Checkpoint, keys: Sequence[bytes]) -> bool:
    """Whether a key of the log signed the checkpoint; raises Refused for a signature under its name that is false."""
    good = False
    for public in keys:
        for name, data in checkpoint.marks:
            if name == checkpoint.origin and data[:4] == key_id(name, LOG_KEY, public):
                try:
                    Ed25519PublicKey.from_public_bytes(public).verify(data[4:], checkpoint.text.encode())
                except InvalidSignature:
                    raise Refused(403, "The log's signature does not fit the checkpoint.\n") from None
                good = True
    return good


def cosign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """The witness's signature line (cosignature/v1); `at` in seconds since 1970."""
    message = f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()
    identity = key_id(name, COSIGNATURE, key.public_key().public_bytes_raw())
    data = identity + at.to_bytes(8, "big") + key.sign(message)
    return f"\N{EM DASH} {name} {base64.b64encode(data).decode()}\n"


# -- The consistency proof (RFC 9162, section 2.1.4.2)
def node(left: bytes, right: bytes) -> bytes:
    """The hash above two others."""
    return sha256(b"\x01" + left + right).digest()


def grew(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree of `new` leaves begins with the tree of `old`; 0 < old < new."""
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes or not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node(other, before), node(other, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node(after, other)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


# -- The witness
class Witness:
    """A name, a key, the logs it knows, and its memory."""

    def __init__(self, folder: Path, logs: dict[str, list[bytes]]) -> None:
        self.folder, self.logs = folder, logs
        self.key = read_key(folder)
        self.memory = folder / "memory.sqlite3"
        if not self.memory.is_file():
            raise SystemExit("The memory of this witness is gone. Give up its name and make a new witness.")
        memory = self.open()
        self.verifier = str(memory.execute("SELECT key FROM witness").fetchone()[0])
        memory.close()
        self.name, public = read_verifier(self.verifier, COSIGNATURE)
        if public != self.key.public_key().public_bytes_raw():
            raise SystemExit("The key and the memory in this folder belong to different witnesses.")

    def open(self) -> sqlite3.Connection:
        """The memory; transactions are begun by hand, and a commit is on the disk before it returns."""
        memory = sqlite3.connect(f"file:{self.memory}?mode=rw", uri=True, timeout=20, isolation_level=None)
        memory.execute("PRAGMA synchronous = FULL")
        return memory

    def add_checkpoint(self, body: bytes) -> str:
        """The cosignature for a request; raises Refused with the status that the standard asks for."""
        try:
            head, gap, note = body.decode().partition("\n\n")
            first, *proof_lines = head.split("\n")
            match = re.fullmatch(r"old (0|[1-9][0-9]{0,18})", first)
            if not gap or not match or len(proof_lines) > MOST_PROOF_LINES:
                raise ValueError("the request is not of the form that the standard asks for")
            old, path = int(match[1]), [strict_base64(line) for line in proof_lines]
            checkpoint = read_checkpoint(note)
        except ValueError as error:
            raise Refused(400, f"Not understood: {error}.\n") from None
        if checkpoint.origin not in self.logs:
            raise Refused(404, "This witness does not know that log.\n")
        if not signed_by(checkpoint, self.logs[checkpoint.origin]):
            raise Refused(403, "No key of that log signed the checkpoint.\n")
        if old > checkpoint.size:
            raise Refused(400, "The old size is larger than the checkpoint's.\n")
        return self.check_and_store(checkpoint, old, path, body)

    def check_and_store(self, checkpoint: Checkpoint, old: int, path: list[bytes], body: bytes) -> str:
        """Check against the memory and remember, as one step: the lock is taken before the first look."""
        memory = self.open()
        try:
            memory.execute("BEGIN IMMEDIATE")
            remembered = memory.execute(
                "SELECT size, root, signed_at FROM log WHERE origin = ?", [checkpoint.origin]
            ).fetchone() or (0, sha256(b"").digest(), 0)
            reason = inconsistency(checkpoint, old, path, remembered[0], remembered[1])
            if reason:
                self.keep_refusal(memory, checkpoint.origin, reason, body)
                raise Refused(422, f"{reason}\n")
            at = int(time.time())
            if at < remembered[2]:
                raise Refused(503, "The clock of this witness is behind its last signature.\n")
            line = cosign(checkpoint, self.name, self.key, at)
            values = [checkpoint.origin, checkpoint.size, checkpoint.root, checkpoint.note, line, at]
            memory.execute(
                "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET size = excluded.size, "
                "root = excluded.root, note = excluded.note, cosignature = excluded.cosignature, "
                "signed_at = excluded.signed_at",
                values,
            )
            memory.execute("COMMIT")
            return line
        finally:
            memory.close()

    def keep_refusal(self, memory: sqlite3.Connection, origin: str, reason: str, body: bytes) -> None:
        """Keep a request that a log signed and that is not consistent: it may prove that the log misbehaves."""
        number = memory.execute("SELECT count(*) FROM refusal WHERE origin = ?", [origin]).fetchone()[0]
        if number < MOST_REFUSALS:
            memory.execute("INSERT INTO refusal VALUES (?, ?, ?, ?)", [origin, int(time.time()), reason, body])
        memory.execute("COMMIT")

    def latest(self, origin_hash: str) -> str | None:
        """The newest checkpoint of a log, with the signatures of the log and of this witness."""
        memory = self.open()
        try:
            for origin, note, line in memory.execute("SELECT origin, note, cosignature FROM log"):
                if sha256(origin.encode()).hexdigest() == origin_hash:
                    checkpoint = read_checkpoint(note)
                    ids = [key_id(origin, LOG_KEY, public) for public in self.logs.get(origin, [])]
                    marks = [mark for mark in checkpoint.marks if mark[0] == origin and mark[1][:4] in ids]
                    lines = [f"\N{EM DASH} {name} {base64.b64encode(data).decode()}\n" for name, data in marks]
                    return f"{checkpoint.text}\n{''.join(lines)}{line}"
            return None
        finally:
            memory.close()


def inconsistency(checkpoint: Checkpoint, old: int, path: list[bytes], size: int, root: bytes) -> str:
    """Why a checkpoint does not continue what was seen (`size`, `root`), or nothing; raises Refused 409."""
    if old != size:
        raise Refused(409, f"{size}\n", "text/x.tlog.size")
    if checkpoint.size == 0 and checkpoint.root != sha256(b"").digest():
        return "An empty tree has another root."
    if checkpoint.size == old:
        if path:
            return "Nothing was added, so there is nothing to prove."
        return "" if checkpoint.root == root else "The log signed two roots for one size."
    if old == 0:
        return "A proof from the empty tree has no lines." if path else ""
    return "" if grew(old, checkpoint.size, root, checkpoint.root, path) else "The proof does not hold."


class Handler(BaseHTTPRequestHandler):
    """The two addresses of a witness. Nothing is written about who asks."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    witness: Witness

    def do_POST(self) -> None:
        """Add a checkpoint."""
        length = self.headers.get("Content-Length", "")
        try:
            if not re.fullmatch("[0-9]{1,9}", length):
                raise Refused(411, "Say how long the request is.\n")
            if int(length) > MOST_BYTES:
                raise Refused(413, "The request is too long.\n")
            body = self.rfile.read(int(length))
            if self.path != "/add-checkpoint":
                raise Refused(404, "There is nothing here.\n")
            self.answer(200, self.witness.add_checkpoint(body))
        except Refused as reason:
            self.close_connection = self.close_connection or reason.status in (411, 413)
            self.answer(reason.status, reason.text, reason.content_type)
        except sqlite3.Error as error:
            print(f"The memory cannot be written: {error}", file=sys.stderr, flush=True)
            self.answer(503, "The witness cannot write down what it saw.\n")

    def do_GET(self) -> None:
        """The newest checkpoint of a log."""
        match = re.fullmatch("/([0-9a-f]{64})/checkpoint", self.path)
        note = self.witness.latest(match[1]) if match else None
        self.answer(404 if note is None else 200, note or "There is nothing here.\n")

    def answer(self, status: int, text: str, content_type: str = PLAIN) -> None:
        """Send a short text."""
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Addresses of those who ask are not written down."""


# -- The commands
def read_key(folder: Path) -> Ed25519PrivateKey:
    """The witness's private key."""
    key = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit("key.pem is no Ed25519 key.")
    return key


def read_logs(policy: Path) -> dict[str, list[bytes]]:
    """The keys of each log that a policy file names, by origin."""
    logs: dict[str, list[bytes]] = {}
    for line in policy.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] == ["log"] and len(words) in (2, 3):
            origin, public = read_verifier(words[1], LOG_KEY)
            logs.setdefault(origin, []).append(public)
    if not logs:
        raise SystemExit(f"{policy} names no log. A line reads: log KEY")
    return logs


def init(folder: Path, name: str) -> None:
    """Make key and memory; refuses where there is one already, because a witness never begins again."""
    if not re.fullmatch(r"[^\s+]+", name):
        raise SystemExit("A name has neither spaces nor a plus sign, such as witness.example/w1.")
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "key.pem").exists() or (folder / "memory.sqlite3").exists():
        raise SystemExit(f"There is a witness in {folder} already.")
    key = Ed25519PrivateKey.generate()
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    with os.fdopen(os.open(folder / "key.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    memory = sqlite3.connect(folder / "memory.sqlite3")
    memory.executescript(MEMORY)
    text = verifier(name, COSIGNATURE, key.public_key().public_bytes_raw())
    memory.execute("INSERT INTO witness VALUES (?)", [text])
    memory.commit()
    memory.close()
    print(text)


def serve(folder: Path, logs: Path, listen: str) -> None:
    """Answer until stopped."""
    host, _, port = listen.rpartition(":")
    handler = type("WitnessHandler", (Handler,), {"witness": Witness(folder, read_logs(logs))})
    server = ThreadingHTTPServer((host, int(port)), handler)
    server.daemon_threads = True
    print(f"{handler.witness.verifier}\nlistens on http://{host}:{server.server_address[1]}/", flush=True)  # type: ignore[attr-defined]
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def status(folder: Path) -> None:
    """Print what was seen and refused."""
    memory = sqlite3.connect(f"file:{folder / 'memory.sqlite3'}?mode=ro", uri=True)
    print(memory.execute("SELECT key FROM witness").fetchone()[0])
    for origin, size, at in memory.execute("SELECT origin, size, signed_at FROM log ORDER BY origin"):
        print(f"{origin}: {size} entries, signed {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(at))} UTC")
    for origin, at, reason in memory.execute("SELECT origin, at, reason FROM refusal ORDER BY at"):
        print(f"REFUSED {origin}, {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(at))} UTC: {reason}")


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="A witness of transparency logs (C2SP tlog-witness).")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (("init", "make a witness"), ("serve", "answer logs"), ("status", "what was seen")):
        command = commands.add_parser(name, help=words)
        command.add_argument("folder", type=Path)
        if name == "init":
            command.add_argument("--name", required=True, help="such as witness.example/w1; it can never be changed")
        if name == "serve":
            command.add_argument("--logs", type=Path, required=True, help="policy file with the keys of the logs")
            command.add_argument("--listen", default="127.0.0.1:7380")
    options = parser.parse_args()
    try:
        if options.command == "init":
            init(options.folder, options.name)
        elif options.command == "serve":
            serve(options.folder, options.logs, options.listen)
        else:
            status(options.folder)
    except (OSError, ValueError, sqlite3.Error) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
