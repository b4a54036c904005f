#!/usr/bin/env python3
"""Mirror a decision register: copy it into a folder, check all of it, go on where it stopped, serve what it holds.

    python3 mirror_register.py copy https://decisions.example FOLDER --key KEY   copy, or bring a copy up to date
    python3 mirror_register.py check FOLDER                                       check what is held, without a network
    python3 mirror_register.py compare FOLDER OTHER                               do two mirrors hold one history?
    python3 mirror_register.py serve FOLDER --listen 127.0.0.1:8080               serve it at the register's addresses

It needs Python 3.11 and the package cryptography. KEY is the log's key (name+id+key): take it from where the office
prints it. Without it the program shows the key that the register offers, and copies nothing until you repeat it.

FOLDER/log holds checkpoints, tiles (C2SP tlog-tiles), entries and files; audit_book.py reads it too. FOLDER/papers
holds each decision under its reference: the paper, its data, and a proof (C2SP tlog-proof). FOLDER/evidence holds what
the register signed when it did not continue what was held: keep it and show it. Ends with 1 when anything is wrong.
What the law had the register remove is removed here too, once the register's notice of it is in the log.
FOLDER/check.html is the page that checks a paper in a browser without a network. The log does not prove that page.
"""

import argparse
import base64
import contextlib
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256
DIGEST = re.compile("[0-9a-f]{64}")
#: No answer of a register is longer.
MOST_BYTES = 200_000_000


#: The first line of the statement by which a key of the log names its successor.
HAND_OVER = "Hand-over of the key of a decision register's log, version 1"


class Wrong(Exception):
    """The register or the folder is not as it must be; the text says what is wrong."""


# -- Tree and tiles (RFC 9162, section 2.1; C2SP tlog-tiles)
class Tree:
    """A tree over leaves: the hashes of all complete subtrees, row above row."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.rows = [[sha256(b"\x00" + leaf).digest() for leaf in leaves]]
        while len(row := self.rows[-1]) > 1:
            pairs = range(0, len(row) - 1, 2)
            self.rows.append([sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in pairs])

    def span(self, low: int, high: int) -> bytes:
        """The hash over the leaves from `low` to before `high`, where `low` begins a complete subtree."""
        hashes = list[bytes]()
        while low < high:
            level = (high - low).bit_length() - 1
            hashes.append(self.rows[level][low >> level])
            low += 1 << level
        whole = hashes.pop() if hashes else sha256(b"").digest()
        for left in reversed(hashes):
            whole = sha256(b"\x01" + left + whole).digest()
        return whole

    def path(self, index: int) -> list[bytes]:
        """The proof that a leaf is in the tree, lowest hash first."""
        path, low, high = list[bytes](), 0, len(self.rows[0])
        while high - low > 1:
            middle = low + (1 << ((high - low - 1).bit_length() - 1))
            path.append(self.span(middle, high) if index < middle else self.span(low, middle))
            low, high = (low, middle) if index < middle else (middle, high)
        return path[::-1]

    def tiles(self) -> Iterator[tuple[str, bytes]]:
        """Every tile of hashes, by the end of its address."""
        for level, row in enumerate(self.rows[::8]):
            for index, width in spans(len(row)):
                yield f"tile/{level}/{tile_name(index, width)}", b"".join(row[index * WIDTH : index * WIDTH + width])


def tile_name(index: int, width: int) -> str:
    """Number and width of a tile as addresses write them."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups)) + ("" if width == WIDTH else f".p/{width}")


def spans(number: int) -> Iterator[tuple[int, int]]:
    """Index and width of every tile that so many hashes need."""
    return ((at // WIDTH, min(WIDTH, number - at)) for at in range(0, number, WIDTH))


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """The leaves of an entry bundle."""
    leaves, at = list[bytes](), 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        leaves.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or len(leaves) != width:
        raise Wrong(f"A bundle of entries has {len(leaves)} whole entries where {width} belong.")
    return leaves


def is_signed(note: str, key: str) -> bool:
    """Whether a key signed a note; raises Wrong when its signature is there and does not fit."""
    text, _, below = note.rpartition("\n\n")
    name, identity, encoded = key.split("+", 2)
    public = base64.b64decode(encoded)
    for words in (line.split(" ") for line in below.splitlines()):
        if len(words) != 3 or words[1] != name or public[:1] != b"\x01":
            continue
        data = base64.b64decode(words[2])
        if data[:4].hex() == identity == sha256(name.encode() + b"\n" + public).hexdigest()[:8]:
            try:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(data[4:], f"{text}\n".encode())
                return True
            except InvalidSignature:
                raise Wrong("The log's signature does not fit its checkpoint.") from None
    return False


def read_note(note: str, keys: Sequence[str]) -> tuple[int, bytes]:
    """Size and root of a checkpoint that one of the keys signed; raises Wrong for any other text."""
    lines = note.split("\n")
    for key in keys:
        if lines[0] == key.split("+")[0] and is_signed(note, key):
            return int(lines[1]), base64.b64decode(lines[2], validate=True)
    raise Wrong("The checkpoint is not signed by the key of the log that this mirror was told to trust.")


def heir(statement: str, keys: Sequence[str]) -> str:
    """The key to which a trusted key hands over, if that is what the statement says and both signed it; or nothing."""
    lines = statement.split("\n")
    if lines[0] != HAND_OVER or not lines[1].startswith("old key ") or not lines[2].startswith("new key "):
        return ""
    old, new = lines[1][8:], lines[2][8:]
    follows = old in keys and old.split("+")[0] == new.split("+")[0]
    return new if follows and is_signed(statement, old) and is_signed(statement, new) else ""


def files_of(leaf: dict[str, Any]) -> list[str]:
    """The digests of the files of an entry; only proper ones, because they become names of files."""
    digests = [*leaf["files"], *([leaf["pdf_sha256"]] if leaf["pdf_sha256"] else [])]
    if not all(DIGEST.fullmatch(digest) for digest in digests):
        raise Wrong(f"Entry {leaf['number']} names a file by what is no SHA-256.")
    return digests


def after_closing(leaves: Sequence[bytes], takeovers: dict[int, str]) -> Iterator[str]:
    """What was entered after the entry that closed the register, besides notices of what the law ordered removed.

    A successor takes over with an entry of its own; `takeovers` says of each what is wrong with it, or nothing.
    """
    closed = 0
    for number, leaf in enumerate(leaves, 1):
        kind = json.loads(leaf)["kind"]
        if kind == "takeover":
            if takeovers[number]:
                yield takeovers[number]
            else:
                closed = 0
        elif closed and kind != "expunged":
            yield f"Entry {number} came after entry {closed}, which closed the register."
        closed = closed or (number if kind == "closing" else 0)


def check_line(line: dict[str, Any], leaf: bytes, number: int) -> None:
    """Raises Wrong unless an entry with its content is the one that stands in the tree."""
    if line["leaf"].encode() != leaf or line["number"] != number or json.loads(leaf)["number"] != number:
        raise Wrong(f"Entry {number} is not the one in the signed tree.")
    if (
        line["payload"] is not None
        and sha256(line["payload"].encode()).hexdigest() != json.loads(leaf)["payload_sha256"]
    ):
        raise Wrong(f"Entry {number} was altered: its content is not what its leaf names.")


# -- The folder
class Mirror:
    """What a folder holds. Files are put in place whole, so a program that is killed leaves nothing half written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "log"
        self.bundles, self.files = self.log / "tile" / "entries", self.log / "files"
        self.keys = (self.log / "keys").read_text().split() if (self.log / "keys").exists() else []
        self.chunk: tuple[int, list[dict[str, Any]]] = (0, [])

    def put(self, path: Path, data: bytes) -> None:
        """Write a file at once and for good."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def head(self) -> tuple[int, bytes, str]:
        """Size, root and note of the newest checkpoint whose entries are all here and checked."""
        if not (self.log / "checkpoint").exists():
            return 0, sha256(b"").digest(), ""
        note = (self.log / "checkpoint").read_text(encoding="utf-8")
        return *read_note(note, self.keys), note

    def leaves(self, size: int) -> list[bytes]:
        """The first leaves, from the bundles here."""
        names = [(self.bundles / tile_name(*span), span[1]) for span in spans(size)]
        return [leaf for path, width in names for leaf in read_bundle(path.read_bytes(), width)]

    def lines(self, number: int) -> list[dict[str, Any]]:
        """The entries, with content, of the chunk in which entry `number` stands; the last chunk read is remembered."""
        first = (number - 1) // WIDTH * WIDTH + 1
        if self.chunk[0] != first:
            path = self.log / f"entries-{first:09}.ndjson"
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            self.chunk = (first, [json.loads(line) for line in text.split("\n") if line])
        return self.chunk[1]

    def payload(self, number: int) -> str | None:
        """The content of an entry; None when it is not here."""
        lines = self.lines(number)[(number - 1) % WIDTH :]
        return str(lines[0]["payload"]) if lines and lines[0]["payload"] is not None else None

    def put_lines(self, first: int, lines: list[dict[str, Any]]) -> None:
        """Write a chunk of entries."""
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        self.put(self.log / f"entries-{first:09}.ndjson", text.encode())
        self.chunk = (0, [])

    def removals(self, leaves: Sequence[bytes]) -> dict[int, set[str]]:
        """The entries whose content was removed by law, and the files that went with them, from the notices."""
        notices = [leaf for leaf in map(json.loads, leaves) if leaf["kind"] == "expunged"]
        payloads = {leaf["about"]: self.payload(leaf["number"]) for leaf in notices}
        return {about: set(json.loads(text)["files"] if text else []) for about, text in payloads.items()}

    def takeovers(self, leaves: Sequence[bytes], tree: Tree) -> dict[int, str]:
        """Of each entry by which a register took over another's book, what is wrong with it; nothing if it is right."""
        numbers = [number for number, leaf in enumerate(leaves, 1) if json.loads(leaf)["kind"] == "takeover"]
        return {number: self.takeover_fault(number, tree) for number in numbers}

    def takeover_fault(self, number: int, tree: Tree) -> str:
        """What is wrong with one of them: the predecessor's checkpoint, or who signed what is held behind it."""
        says = json.loads(self.payload(number) or "{}")
        key, size = str(says.get("predecessor_key")), number - 1
        try:
            if read_note(str(says.get("checkpoint")), [key]) != (size, tree.span(0, size)):
                return f"Entry {number} takes over a book that is not the one in front of it."
        except (Wrong, ValueError, IndexError):
            return f"Entry {number} names a checkpoint that its predecessor did not sign."
        before, behind = {key}, set[str]()
        for path in self.log.glob("checkpoint-*"):
            note = path.read_text(encoding="utf-8")
            side = before if read_note(note, self.keys)[0] < number else behind
            side |= {
                known
                for known in (*self.keys, key)
                if note.startswith(known.split("+")[0] + "\n") and is_signed(note, known)
            }
        kept = sorted(before & behind)
        return f"The key {kept[0]} of the predecessor still signs heads behind entry {number}." if kept else ""

    def check(self) -> Iterator[str]:
        """Everything that is wrong with what is here, without a network."""
        size, root, _ = self.head()
        leaves = self.leaves(size)
        tree = Tree(leaves)
        if tree.span(0, size) != root:
            yield f"The {size} entries are not those that the newest checkpoint signed."
        for path in sorted(self.log.glob("checkpoint-*")):
            older, older_root = read_note(path.read_text(encoding="utf-8"), self.keys)
            if older > size or tree.span(0, older) != older_root:
                yield f"{path.name}: the first {older} entries are not those that were signed."
        for name, data in tree.tiles():
            if not (self.log / name).exists() or (self.log / name).read_bytes() != data:
                yield f"{name} is not as the entries make it."
        yield from after_closing(leaves, self.takeovers(leaves, tree))
        yield from self.check_content(leaves)

    def check_content(self, leaves: list[bytes]) -> Iterator[str]:
        """What is wrong with contents and files."""
        removed = self.removals(leaves)
        gone = set[str]().union(*removed.values())
        for number, leaf in enumerate(leaves, 1):
            lines = self.lines(number)[(number - 1) % WIDTH :]
            try:
                check_line(lines[0] if lines else {"leaf": "", "number": 0, "payload": None}, leaf, number)
            except Wrong as reason:
                yield str(reason)
            if self.payload(number) is None and number not in removed:
                yield f"Entry {number} has no content, and no notice says that it was removed."
            for digest in files_of(json.loads(leaf)):
                path = self.files / digest
                if not path.exists() and digest not in gone:
                    yield f"Entry {number}: its file {digest} is not here."
                elif path.exists() and sha256(path.read_bytes()).hexdigest() != digest:
                    yield f"Entry {number}: its file {digest} was altered."

    def lay_out_papers(self, leaves: list[bytes], tree: Tree, note: str) -> None:
        """Each decision under its reference: the paper, its data and a proof, for people who look for a paper."""
        for number, leaf in enumerate(leaves, 1):
            entry = json.loads(leaf)
            if entry["kind"] not in ("decision", "transcript", "evidence"):
                continue
            slug = re.sub("[^A-Za-z0-9]+", "-", entry["reference"])
            stem = self.folder / "papers" / slug / f"version-{entry['version']}" / entry["kind"]
            if entry["kind"] == "evidence":
                self.lay_out_record(stem.with_name(f"evidence-{number}.ers"), entry)
                continue
            payload, paper = self.payload(number), self.files / (entry["pdf_sha256"] or "none")
            if not stem.with_suffix(".tlog-proof").exists():
                self.put(stem.with_suffix(".tlog-proof"), proof_of(leaf, number - 1, tree, note))
            if payload is not None and not stem.with_suffix(".json").exists():
                self.put(stem.with_suffix(".json"), payload.encode())
            if paper.exists() and not stem.with_suffix(".pdf").exists():
                os.link(paper, stem.with_suffix(".pdf"))
            if payload is None:
                stem.with_suffix(".json").unlink(missing_ok=True)
                stem.with_suffix(".pdf").unlink(missing_ok=True)

    def lay_out_record(self, path: Path, entry: dict[str, Any]) -> None:
        """The evidence record (RFC 4998) over a paper, beside it."""
        for digest in entry["files"]:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.link(self.files / digest, path)


def proof_of(leaf: bytes, index: int, tree: Tree, note: str) -> bytes:
    """A portable proof (C2SP tlog-proof) that the leaf is in the tree of that checkpoint."""
    path = [base64.b64encode(hashed).decode() for hashed in tree.path(index)]
    head = ["c2sp.org/tlog-proof@v1", f"extra {base64.b64encode(leaf).decode()}", f"index {index}", *path]
    return ("\n".join(head) + f"\n\n{note}").encode()


def continues(leaves: list[bytes], held: int, held_root: bytes, root: bytes) -> bool:
    """Whether leaves make a root, and the first `held` of them the root that was signed for those."""
    tree = Tree(leaves)
    return tree.span(0, held) == held_root and tree.span(0, len(leaves)) == root


# -- Copying
class Copy:
    """Brings a mirror up to date with a register."""

    def __init__(self, mirror: Mirror, address: str) -> None:
        self.mirror, self.address = mirror, address.rstrip("/")

    def get(self, path: str) -> bytes:
        """What the register answers; raises Wrong when it has no such thing, or no longer."""
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=60) as answer:  # noqa: S310 - http(s) only
                data: bytes = answer.read(MOST_BYTES)
                return data
        except urllib.error.HTTPError as error:
            raise Wrong(f"The register does not give {path} ({error.code}).") from None

    def run(self) -> str:
        """Copy what is new, check all, and only then say that it is held. Returns what was done."""
        mirror, note = self.mirror, self.get("log/checkpoint").decode()
        self.follow_keys()
        (size, root), (held, held_root, held_note) = read_note(note, mirror.keys), mirror.head()
        if size < held:
            if Tree(mirror.leaves(held)).span(0, size) != root:
                raise self.accusation(note, held_note, size, held)
            return f"The register shows {size} entries, fewer than the {held} held here. Nothing was changed."
        leaves = self.copy_leaves(size)
        if not continues(leaves, held, held_root, root):
            # What a copy that was stopped left unchecked may be at fault: fetch it again before accusing anybody.
            checked = {mirror.bundles / tile_name(*span) for span in spans(held)}
            for path in (path for path in mirror.bundles.rglob("*") if path.is_file() and path not in checked):
                path.unlink()
            leaves = self.copy_leaves(size)
            if not continues(leaves, held, held_root, root):
                raise self.accusation(note, held_note, size, held)
        tree = Tree(leaves)
        for name, data in tree.tiles():
            if not (mirror.log / name).exists():
                if self.get(f"log/{name}") != data:
                    raise Wrong(f"The register's {name} is not as its own signed entries make it.")
                mirror.put(mirror.log / name, data)
        self.copy_content(leaves)
        mirror.lay_out_papers(leaves, tree, note)
        mirror.put(mirror.log / f"checkpoint-{size:09}", note.encode())
        sizes = sorted((int(path.name[11:]) for path in mirror.log.glob("checkpoint-*")), reverse=True)
        mirror.put(mirror.log / "heads", json.dumps({"heads": [{"size": size} for size in sizes]}).encode())
        mirror.put(mirror.log / "checkpoint", note.encode())
        with contextlib.suppress(Wrong):
            mirror.put(mirror.folder / "check.html", self.get("verify/offline/"))
        return f"{size} entries are held and checked, {size - held} of them new."

    def follow_keys(self) -> None:
        """Trust the key to which a trusted one has handed over, and the next one after that."""
        with contextlib.suppress(Wrong):
            for item in json.loads(self.get("log/hand-overs"))["hand_overs"]:
                new = heir(item["statement"], self.mirror.keys)
                if new and new not in self.mirror.keys:
                    self.mirror.keys.append(new)
                    print(f"FOLLOWED: the log's key handed over to {new}")
            self.mirror.put(self.mirror.log / "keys", "".join(f"{key}\n" for key in self.mirror.keys).encode())

    def copy_leaves(self, size: int) -> list[bytes]:
        """The leaves of the tree of that size; bundles that are here are not asked for again."""
        leaves = list[bytes]()
        for index, width in spans(size):
            path = self.mirror.bundles / tile_name(index, width)
            data = path.read_bytes() if path.exists() else self.get(f"log/tile/entries/{tile_name(index, width)}")
            leaves += read_bundle(data, width)
            if not path.exists():
                self.mirror.put(path, data)
            print(f"\r{len(leaves)} of {size} entries", end="", file=sys.stderr)
        return leaves

    def accusation(self, note: str, held_note: str, size: int, held: int) -> Wrong:
        """Keep both signed checkpoints, and say what they show."""
        name = f"{size:09}-{sha256(note.encode()).hexdigest()[:12]}"
        self.mirror.put(self.mirror.folder / "evidence" / f"{name}-now", note.encode())
        self.mirror.put(self.mirror.folder / "evidence" / f"{name}-before", held_note.encode())
        return Wrong(
            f"The register's {size} entries do not continue the {held} that it signed before and that are held here: "
            "it has rewritten its history, or gives other entries than it signed. Both checkpoints are in evidence/."
        )

    def copy_content(self, leaves: list[bytes]) -> None:
        """Contents and files of all entries, each checked against its leaf; what was removed by law is removed."""
        mirror = self.mirror
        for first in range(1, len(leaves) + 1, WIDTH):
            chunk = leaves[first - 1 : first - 1 + WIDTH]
            if len(mirror.lines(first)) < len(chunk):
                mirror.put_lines(first, self.fetch_lines(first, chunk))
        removed = mirror.removals(leaves)
        for number in removed:
            if mirror.payload(number) is not None:
                mirror.lines(number)[(number - 1) % WIDTH]["payload"] = None
                mirror.put_lines((number - 1) // WIDTH * WIDTH + 1, mirror.chunk[1])
                print(f"REMOVED: the content of entry {number}, as the register's notice says.")
        gone = set[str]().union(*removed.values())
        for digest in (digest for leaf in leaves for digest in files_of(json.loads(leaf))):
            if digest in gone:
                (mirror.files / digest).unlink(missing_ok=True)
            elif not (mirror.files / digest).exists():
                mirror.put(mirror.files / digest, self.get(f"log/files/{digest}"))
        faults = list(mirror.check_content(leaves))
        if faults:
            raise Wrong(" ".join(faults))

    def fetch_lines(self, first: int, leaves: list[bytes]) -> list[dict[str, Any]]:
        """A chunk of entries with their contents; raises Wrong when one is not what its leaf names."""
        data = self.get(f"log/entries/{first}").decode()
        lines: list[dict[str, Any]] = [json.loads(text) for text in data.split("\n") if text][: len(leaves)]
        if len(lines) < len(leaves):
            raise Wrong(f"The register does not give entry {first + len(lines)}.")
        for place, (line, leaf) in enumerate(zip(lines, leaves, strict=True)):
            check_line(line, leaf, first + place)
        return lines


# -- The commands
def copy(folder: Path, address: str, key: str) -> int:
    """Copy, and say how it went."""
    mirror = Mirror(folder)
    source = Copy(mirror, address)
    if not address.startswith(("https://", "http://")):
        raise Wrong("The address of a register begins with https://.")
    if not mirror.keys and not key:
        print("The register offers this key. Compare it with what the office prints elsewhere; repeat with --key:")
        for offered in source.get("log/keys").decode().split():
            print(f"  {offered}\n  fingerprint {sha256(offered.encode()).hexdigest()}")
        return 2
    if key and key not in mirror.keys:
        mirror.keys.append(key)
        mirror.put(mirror.log / "keys", "".join(f"{known}\n" for known in mirror.keys).encode())
    print(source.run())
    return 0


def check(folder: Path) -> int:
    """Check a folder and print what is wrong."""
    faults = list(Mirror(folder).check())
    print(*[f"WRONG: {fault}" for fault in faults], sep="\n", end="\n" if faults else "")
    print("Something is wrong." if faults else f"All {Mirror(folder).head()[0]} entries hold.")
    return 1 if faults else 0


def compare(folder: Path, other: Path) -> int:
    """Whether two mirrors hold one history; each is checked against its own checkpoint first."""
    short, long = sorted((Mirror(folder), Mirror(other)), key=lambda mirror: mirror.head()[0])
    held = [mirror.leaves(mirror.head()[0]) for mirror in (short, long)]
    for mirror, leaves in zip((short, long), held, strict=True):
        if Tree(leaves).span(0, len(leaves)) != mirror.head()[1]:
            raise Wrong(f"The entries in {mirror.folder} are not those that its checkpoint signed.")
    for number, (ours, theirs) in enumerate(zip(*held, strict=False), 1):
        if ours != theirs:
            print(f"WRONG: the mirrors part at entry {number}:\n{ours.decode()}\n{theirs.decode()}")
            print(f"The log signed both histories:\n{short.head()[2]}\n{long.head()[2]}")
            return 1
    print(f"One history: {len(held[0])} entries in {short.folder} begin the {len(held[1])} in {long.folder}.")
    return 0


class Handler(SimpleHTTPRequestHandler):
    """The folder, and the register's addresses of older checkpoints and of entries."""

    def translate_path(self, path: str) -> str:
        """The file that answers an address."""
        for pattern, name in ((r"/log/checkpoint/(\d{1,9})", "checkpoint-"), (r"/log/entries/(\d{1,9})", "entries-")):
            if match := re.fullmatch(pattern, path.partition("?")[0]):
                end = ".ndjson" if name == "entries-" else ""
                return super().translate_path(f"/log/{name}{int(match[1]):09}{end}")
        return super().translate_path(path)

    def log_message(self, format: str, *args: object) -> None:
        """Addresses of readers are not written down."""


def serve(folder: Path, listen: str) -> int:
    """Serve until stopped."""
    host, _, port = listen.rpartition(":")
    server = ThreadingHTTPServer((host, int(port)), partial(Handler, directory=str(folder)))
    print(f"listens on http://{host}:{server.server_address[1]}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Mirror a decision register.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("copy", "check", "compare", "serve"):
        command = commands.add_parser(name)
        if name == "copy":
            command.add_argument("address")
            command.add_argument("--key", default="", help="the log's key, as the office prints it")
        command.add_argument("folder", type=Path)
        if name == "compare":
            command.add_argument("other", type=Path)
        if name == "serve":
            command.add_argument("--listen", default="127.0.0.1:8080")
    given = vars(parser.parse_args())
    try:
        match given.pop("command"):
            case "copy":
                return copy(**given)
            case "check":
                return check(**given)
            case "compare":
                return compare(**given)
            case _:
                return serve(**given)
    except (Wrong, OSError, KeyError, TypeError, ValueError) as error:
        print(f"WRONG: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
