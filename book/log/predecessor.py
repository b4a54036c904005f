"""The book of a register that ended, read and checked from a mirror's folder. No database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from book.entries import Leaf, Notice, read, read_payload
from book.log.notes import BadNote, Checkpoint, open_note
from book.log.tree import IncrementalTree


class BadFolder(ValueError):
    """The folder does not hold a whole book under a head of the trusted key; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file that an entry carries, as what, and under which name; `content` is None once the law had it removed."""

    role: str
    sha256: str
    name: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class OldEntry:
    """One entry as its register published it: the leaf and its bytes, the content (None once removed), the files."""

    leaf: Leaf
    leaf_bytes: bytes
    payload: bytes | None
    content: Any
    files: tuple[FileUse, ...]


class Predecessor:
    """A mirror's folder: the newest checkpoint that the trusted key signed, older ones, and the entries under it."""

    def __init__(self, folder: Path, key: str) -> None:
        """Read the checkpoints.

        Args:
            folder: what `mirror_register.py copy` made.
            key: the key of the log, name+id+key, as its office printed it.

        Raises:
            BadFolder: there is no checkpoint that this key signed.
        """
        self.log, self.key = folder / "log", key
        try:
            self.note = (self.log / "checkpoint").read_text(encoding="utf-8")
            self.head = open_note(self.note, key)
        except (OSError, UnicodeDecodeError) as error:
            raise BadFolder(f"{folder} holds no copy of a register: {error}") from None
        except BadNote as error:
            raise BadFolder(f"The newest checkpoint of the copy is not one that this key signed: {error}") from None

    def older_heads(self) -> Iterator[tuple[Checkpoint, str]]:
        """Every other checkpoint here that the same key signed, with its note, smallest first."""
        for path in sorted(self.log.glob("checkpoint-*")):
            note = path.read_text(encoding="utf-8", errors="replace")
            try:
                head = open_note(note, self.key)
            except BadNote:
                continue  # signed before the key was changed: the newest head covers the same entries
            if head.size < self.head.size:
                yield head, note

    def entries(self) -> Iterator[OldEntry]:
        """The entries in order; the tree over them is compared with each checkpoint as it grows.

        Raises:
            BadFolder: an entry, its content or a file is missing or altered, or the tree is not the one signed.
        """
        tree, heads = IncrementalTree(), {head.size: head.root for head, _ in self.older_heads()}
        heads[self.head.size] = self.head.root
        removed = self._removed()
        for number, line in enumerate(self._lines(self.head.size), 1):
            entry = self._entry(number, line, removed)
            tree.add(sha256(b"\x00" + entry.leaf_bytes).digest())
            if heads.get(number, tree.root()) != tree.root():
                raise BadFolder(f"The first {number} entries are not those that the checkpoint signed.")
            yield entry
        if tree.size != self.head.size:
            raise BadFolder(f"The copy holds {tree.size} of the {self.head.size} entries that the checkpoint signed.")

    def _lines(self, most: int) -> Iterator[dict[str, Any]]:
        count = 0
        for path in sorted(self.log.glob("entries-*.ndjson")):
            with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
                for text in file:
                    if count == most:
                        return
                    count += 1
                    try:
                        yield _line_of_entry(json.loads(text))
                    except (ValueError, RecursionError) as error:
                        raise BadFolder(f"{path.name} cannot be read: {error}") from None

    def _removed(self) -> tuple[set[int], set[str]]:
        """The entries, and the files, of which a notice says that the law had them removed."""
        entries, files = set[int](), set[str]()
        for number, line in enumerate(self._lines(self.head.size), 1):
            try:
                if line["payload"] is not None and read(Leaf, line["leaf"].encode()).kind == "expunged":
                    notice = read(Notice, line["payload"].encode())
                    entries.add(notice.entry)
                    files |= set(notice.files)
            except ValueError as error:
                raise BadFolder(f"Entry {number} cannot be read: {error}") from None
        return entries, files

    def _entry(self, number: int, line: dict[str, Any], removed: tuple[set[int], set[str]]) -> OldEntry:
        try:
            leaf = read(Leaf, line["leaf"].encode())
            payload = None if line["payload"] is None else line["payload"].encode()
            content = None if payload is None else read_payload(leaf.kind, payload)
        except ValueError as error:
            raise BadFolder(f"Entry {number} cannot be read: {error}") from None
        if leaf.number != number:
            raise BadFolder(f"Entry {leaf.number} stands where entry {number} should be.")
        if payload is None and number not in removed[0]:
            raise BadFolder(f"Entry {number} has no content, and no notice says that the law had it removed.")
        if payload is not None and sha256(payload).hexdigest() != leaf.payload_sha256:
            raise BadFolder(f"Entry {number} was altered: its content is not what its leaf names.")
        files = tuple(self._file(number, use, removed[1]) for use in line["files"])
        papers = [use.sha256 for use in files if use.role == "paper"]
        others = sorted(use.sha256 for use in files if use.role != "paper")
        if papers != ([leaf.pdf_sha256] if leaf.pdf_sha256 else []) or others != list(leaf.files):
            raise BadFolder(f"Entry {number} does not carry the files that its leaf names.")
        return OldEntry(leaf, line["leaf"].encode(), payload, content, files)

    def _file(self, number: int, use: dict[str, Any], removed: set[str]) -> FileUse:
        digest = str(use["sha256"])
        if not (len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
            raise BadFolder(f"Entry {number} names a file by what is no SHA-256.")
        if digest in removed:
            return FileUse(use["role"], digest, use["name"], None)
        try:
            content = (self.log / "files" / digest).read_bytes()
        except OSError:
            raise BadFolder(f"Entry {number}: its file {digest} is not in the copy.") from None
        if sha256(content).hexdigest() != digest:
            raise BadFolder(f"Entry {number}: its file {digest} was altered.")
        return FileUse(use["role"], digest, use["name"], content)


def _line_of_entry(line: Any) -> dict[str, Any]:
    """A line of the copy, if it has the shape of an entry; raises ValueError for anything else."""
    match line:
        case {"leaf": str(), "payload": str() | None, "files": [*files]} if all(
            isinstance(file, dict) and {"role", "sha256", "name"} <= file.keys() for file in files
        ):
            return dict(line)
    raise ValueError("it is not the line of an entry")
