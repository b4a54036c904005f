"""Letters as Outlook keeps them (MS-OXMSG), in a compound file (MS-CFB) that a test writes byte by byte."""

import struct
from collections.abc import Mapping, Sequence
from uuid import UUID

#: A free sector, and no sibling or child; the end of a chain; a sector of the table.
_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _MINI_CUTOFF = 512, 64, 4096
_TEXT, _TEXT_8, _BYTES, _NUMBER, _OBJECT = 0x001F, 0x001E, 0x0102, 0x0003, 0x000D

Storage = dict[str, "bytes | Storage"]
#: Properties by their numbers in MS-OXPROPS.
Properties = Mapping[int, "str | bytes | int | Storage"]


def msg(properties: Properties, *attachments: Properties, codepage: str = "", named: Mapping[int, int] = {}) -> bytes:
    """A letter of these properties, by the numbers of MS-OXPROPS; with `codepage` texts are 8-bit in it.

    An attachment with a storage as its data (0x3701) holds a letter or an object. `named` gives the numbers from 0x8000
    on which named properties have in this letter, by the numbers of their names (PSETID_Common).
    """
    root = _letter(
        properties, attachments, codepage, head=struct.pack("<8x4I8x", 0, len(attachments), 0, len(attachments))
    )
    root["__nameid_version1.0"] = _names(named)
    return _compound_file(root)


def letter_inside(properties: Properties, *attachments: Properties) -> Storage:
    """A letter as the data of an attachment, which holds it as a storage."""
    head = struct.pack("<8x4I", 0, len(attachments), 0, len(attachments))
    return _letter(properties, attachments, "", head)


def _letter(properties: Properties, attachments: Sequence[Properties], codepage: str, head: bytes) -> Storage:
    storage = _storage({0x001A: "IPM.Note", **properties}, head, codepage)
    for number, attachment in enumerate(attachments):
        storage[f"__attach_version1.0_#{number:08X}"] = _storage(attachment, bytes(8), codepage)
    return storage


def _names(named: Mapping[int, int]) -> Storage:
    """The storage that says which numbers named properties have: each by a number in the set PSETID_Common."""
    entries = b"".join(struct.pack("<IHH", name, 3 << 1, number - 0x8000) for name, number in sorted(named.items()))
    return {
        "__substg1.0_00020102": UUID("00062008-0000-0000-c000-000000000046").bytes_le,
        "__substg1.0_00030102": entries,
        "__substg1.0_00040102": b"",
    }


def _storage(properties: Properties, head: bytes, codepage: str) -> Storage:
    storage: Storage = {}
    entries = head
    for number, value in properties.items():
        if isinstance(value, int):
            entries += struct.pack("<HHIII", _NUMBER, number, 6, value, 0)
            continue
        if isinstance(value, dict):
            storage[f"__substg1.0_{number:04X}{_OBJECT:04X}"] = value
            entries += struct.pack("<HHIII", _OBJECT, number, 6, 0xFFFFFFFF, 1)
            continue
        kind = _BYTES if isinstance(value, bytes) else _TEXT_8 if codepage else _TEXT
        data = value if isinstance(value, bytes) else value.encode(codepage or "utf-16-le")
        storage[f"__substg1.0_{number:04X}{kind:04X}"] = data
        entries += struct.pack("<HHIII", kind, number, 6, len(data) + (0 if kind == _BYTES else 2), 0)
    return storage | {"__properties_version1.0": entries}


def _compound_file(root: Storage) -> bytes:
    """A compound file of version 3: streams shorter than 4,096 bytes lie in its mini stream, others in sectors."""
    names, kinds, children, contents, siblings = ["Root Entry"], [5], [_NONE], [b""], {}

    def enter(storage: Storage) -> int:
        """Enter a storage's children, each the right sibling of the one before; the number of the first."""
        first = before = _NONE
        for name in sorted(storage, key=lambda name: (len(name), name.upper())):
            content, number = storage[name], len(names)
            names.append(name)
            kinds.append(2 if isinstance(content, bytes) else 1)
            children.append(_NONE)
            contents.append(content if isinstance(content, bytes) else b"")
            if isinstance(content, dict):
                children[number] = enter(content)
            if before == _NONE:
                first = number
            else:
                siblings[before] = number
            before = number
        return first

    children[0] = enter(root)
    mini_stream, mini_table, starts = b"", list[int](), dict[int, int]()
    for number, content in enumerate(contents):
        if content and len(content) < _MINI_CUTOFF:
            starts[number] = len(mini_table)
            count = -(-len(content) // _MINI)
            mini_table += [*range(starts[number] + 1, starts[number] + count), _END]
            mini_stream += content.ljust(count * _MINI, b"\0")
    contents[0] = mini_stream
    large = [number for number, content in enumerate(contents) if number and len(content) >= _MINI_CUTOFF]
    directory_length = -(-len(names) * 128 // _SECTOR)
    lengths = [directory_length, -(-len(mini_table) * 4 // _SECTOR), -(-len(mini_stream) // _SECTOR)]
    lengths += [-(-len(contents[number]) // _SECTOR) for number in large]
    tables = -(-sum(lengths) // (_SECTOR // 4 - 1))
    first_sectors = [tables + sum(lengths[:place]) for place in range(len(lengths))]
    starts |= dict(zip((0, *large), first_sectors[2:], strict=True))
    table = [_FAT] * tables
    for first, length in zip(first_sectors, lengths, strict=True):
        table += [*range(first + 1, first + length), *([_END] if length else [])]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack(
            "<HBBIII", len(name) * 2 + 2, kinds[number], 1, _NONE, siblings.get(number, _NONE), children[number]
        )
        + bytes(36)
        + struct.pack("<IQ", starts.get(number, _END), len(contents[number]))
        for number, name in enumerate(names)
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<5H6x4I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first_sectors[0], 0)
        + struct.pack("<5I", _MINI_CUTOFF, first_sectors[1] if mini_table else _END, lengths[1], _END, 0)
        + struct.pack("<109I", *range(tables), *[_NONE] * (109 - tables))
    )
    sectors = (
        _numbers(table, tables * _SECTOR),
        directory,
        _numbers(mini_table, lengths[1] * _SECTOR),
        mini_stream,
        *(contents[number] for number in large),
    )
    return header + b"".join(part.ljust(-(-len(part) // _SECTOR) * _SECTOR, b"\0") for part in sectors)


def _numbers(table: list[int], size: int) -> bytes:
    """A table of sectors, filled up with free ones."""
    return struct.pack(f"<{size // 4}I", *table, *[_NONE] * (size // 4 - len(table)))
