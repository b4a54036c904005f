"""Entries against their leaves, leaves against the tree, the tree against the signed heads."""

from collections.abc import Iterator
from hashlib import sha256

from book.canonical import NotCanonical, canonical
from book.entries import Leaf, read, read_payload
from book.integrity.consents import passkey_consents
from book.integrity.findings import Finding, Tick, wrong
from book.integrity.takeovers import takeover_faults
from book.log.notes import BadNote, open_note
from book.log.tree import IncrementalTree, node_hash
from book.models import Entry, EntryFile, Node, State, TreeHead
from book.part1 import v1, v2

#: Rows fetched at a time: papers are large, the machine is small.
CHUNK = 200


def check_entries(using: str, tick: Tick) -> Iterator[Finding]:
    """Every entry in order, and the tree that they make."""
    notices = dict(
        Entry.objects.using(using).filter(kind=Entry.Kind.EXPUNGED).values_list("about", "number").order_by("number")
    )
    heads = {head.size: head for head in TreeHead.objects.using(using)}
    signers = [(head.size, head.verifier) for head in heads.values()]
    tree, expected, last_good, moment, closed = IncrementalTree(), 1, 0, "", 0
    files = _files(using)
    for entry in Entry.objects.using(using).order_by("number").iterator(CHUNK):
        tick()
        for missing in range(expected, entry.number):
            yield wrong(f"Entry {missing} is missing.")
        expected = entry.number + 1
        leaf = _leaf(entry)
        yield from _check_entry(entry, leaf, files.pop(entry.number, ()), notices)
        if leaf and leaf.published_at <= moment:
            yield wrong(f"{_name(entry)} says that it was published before the entry in front of it.")
        moment = leaf.published_at if leaf else moment
        if entry.kind == Entry.Kind.TAKEOVER:
            faults = list(takeover_faults(entry, tree.root(), signers))
            yield from faults
            closed = closed if faults else 0
        elif closed and entry.kind != Entry.Kind.EXPUNGED:
            yield wrong(f"{_name(entry)} came after entry {closed}, which closed the register.")
        closed = closed or (entry.number if entry.kind == Entry.Kind.CLOSING else 0)
        tree.add(bytes(entry.leaf_hash))
        if head := heads.pop(entry.number, None):
            if finding := _check_head(head, tree.root(), last_good):
                yield finding
            else:
                last_good = head.size
    yield from _check_ends(using, expected - 1, heads, files)


def check_nodes(using: str, tick: Tick) -> Iterator[Finding]:
    """The node table against the leaves: each level from the one below."""
    entries = Entry.objects.using(using).order_by("number").values_list("number", "leaf_hash")
    below = {number - 1: bytes(hashed) for number, hashed in entries.iterator(10_000)}
    level = 0
    while below:
        rows = Node.objects.using(using).filter(level=level).values_list("position", "hash")
        stored = {position: bytes(hashed) for position, hashed in rows.iterator(10_000)}
        for position in sorted(below.keys() | stored.keys()):
            tick()
            if stored.get(position) != below.get(position):
                yield wrong(f"The tree's node {position} of level {level} is not what the entries make it.")
        pairs = (place for place in below if place % 2 and place - 1 in below)
        below = {place // 2: node_hash(below[place - 1], below[place]) for place in pairs}
        level += 1


def _name(entry: Entry) -> str:
    return f"Entry {entry.number} ({entry.kind} {entry.reference})"


def _leaf(entry: Entry) -> Leaf | None:
    try:
        return read(Leaf, bytes(entry.leaf))
    except NotCanonical:
        return None


def _check_entry(
    entry: Entry, leaf: Leaf | None, files: tuple[tuple[str, str], ...], notices: dict[int | None, int]
) -> Iterator[Finding]:
    name = _name(entry)
    if leaf is None:
        yield wrong(f"{name} has a leaf that cannot be read.")
        return
    if canonical(leaf) != bytes(entry.leaf) or leaf.hash() != bytes(entry.leaf_hash):
        yield wrong(f"{name} was altered: its leaf does not have the hash that is kept for it.")
    row = {
        "number": entry.number,
        "kind": entry.kind,
        "reference": entry.reference,
        "version": entry.version,
        "published_at": entry.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "payload_sha256": entry.payload_sha256,
        "pdf_sha256": entry.pdf_sha256,
        "about": entry.about,
        "files": tuple(sorted(digest for role, digest in files if role != EntryFile.Role.PAPER)),
    }
    if differing := [column for column, value in row.items() if getattr(leaf, column) != value]:
        yield wrong(f"{name} was altered: {', '.join(differing)} differ from its leaf.")
    papers = [digest for role, digest in files if role == EntryFile.Role.PAPER]
    if papers != ([leaf.pdf_sha256] if leaf.pdf_sha256 else []):
        yield wrong(f"{name} does not carry the paper that its leaf names.")
    yield from _check_payload(entry, leaf, notices)


def _check_payload(entry: Entry, leaf: Leaf, notices: dict[int | None, int]) -> Iterator[Finding]:
    name = _name(entry)
    if entry.payload is None:
        if entry.number in notices:
            yield Finding("expunged", f"{name} was expunged as the law orders; entry {notices[entry.number]} says so.")
        else:
            yield wrong(f"{name} has lost its content, and no notice says that it was expunged.")
        return
    data = bytes(entry.payload)
    if sha256(data).hexdigest() != leaf.payload_sha256:
        yield wrong(f"{name} was altered: its content is not what its leaf names.")
        return
    try:
        content = read_payload(leaf.kind, data)
    except NotCanonical as error:
        yield wrong(f"{name} has content that cannot be read: {error}.")
        return
    if getattr(content, "reference", "") != leaf.reference:
        yield wrong(f"{name} has the content of {content.reference}.")
    if isinstance(content, v1.Part1 | v2.Part1):
        for signature, holds in passkey_consents(content):
            if not holds:
                yield wrong(f"{name}: the passkey of {signature.name} signed something else than what it names.")


def _check_head(head: TreeHead, root: bytes, last_good: int) -> Finding | None:
    if bytes(head.root) != root:
        span = f"entries {last_good + 1} to {head.size}"
        return wrong(
            f"The first {head.size} entries are not those that were signed: something among {span} was altered."
        )
    try:
        note = open_note(head.checkpoint, head.verifier)
    except BadNote as error:
        return wrong(f"The tree head for {head.size} entries is not signed rightly: {error}")
    if (note.size, note.root) != (head.size, root):
        return wrong(f"The signed text of the tree head for {head.size} entries names another tree.")
    return None


def _check_ends(
    using: str, entries: int, heads: dict[int, TreeHead], files: dict[int, tuple[tuple[str, str], ...]]
) -> Iterator[Finding]:
    for size in heads:
        if size > entries:
            yield wrong(f"A head was signed for {size} entries, but the book ends with entry {entries}.")
    for number in files:
        yield wrong(f"Files are kept for entry {number}, which is not there.")
    entries_stated = State.objects.using(using).get().entries
    if entries_stated != entries:
        yield wrong(f"The book says that it has {entries_stated} entries, but it ends with entry {entries}.")


def _files(using: str) -> dict[int, tuple[tuple[str, str], ...]]:
    files: dict[int, tuple[tuple[str, str], ...]] = {}
    rows = EntryFile.objects.using(using).order_by("entry_id", "file_id").values_list("entry_id", "role", "file_id")
    for number, role, digest in rows.iterator(10_000):
        files[number] = (*files.get(number, ()), (role, digest))
    return files
