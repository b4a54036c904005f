"""Letters as Outlook keeps them (MS-OXMSG), in a compound file (MS-CFB) that a test writes byte by byte."""

import struct
from collections.abc import Mapping

#: A free sector, and no sibling or child; the end of a chain; a sector of the table.
_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI = 512, 64
_TEXT, _TEXT_8, _BYTES, _NUMBER = 0x001F, 0x001E, 0x0102, 0x0003

Storage = dict[str, "bytes | Storage"]
#: Properties by their numbers in MS-OXPROPS.
Properties = Mapping[int, str | bytes | int]


def msg(properties: Properties, *attachments: Properties, codepage: str = "") -> bytes:
    """A letter of these properties, by the numbers of MS-OXPROPS; with `codepage` texts are 8-bit in it."""
    root = _storage(
        {0x001A: "IPM.Note", **properties}, struct.pack("<8x4I8x", 0, len(attachments), 0, len(attachments)), codepage
    )
    for number, attachment in enumerate(attachments):
        root[f"__attach_version1.0_#{number:08X}"] = _storage(attachment, bytes(8), codepage)
    return _compound_file(root)


def _storage(properties: Properties, head: bytes, codepage: str) -> Storage:
    storage: Storage = {}
    entries = head
    for number, value in properties.items():
        if isinstance(value, int):
            entries += struct.pack("<HHIII", _NUMBER, number, 6, value, 0)
            continue
        kind = _BYTES if isinstance(value, bytes) else _TEXT_8 if codepage else _TEXT
        data = value if isinstance(value, bytes) else value.encode(codepage or "utf-16-le")
        storage[f"__substg1.0_{number:04X}{kind:04X}"] = data
        entries += struct.pack("<HHIII", kind, number, 6, len(data) + (0 if kind == _BYTES else 2), 0)
    return storage | {"__properties_version1.0": entries}


def _compound_file(root: Storage) -> bytes:
    """A compound file of version 3 whose streams, each shorter than 4,096 bytes, all lie in its mini stream."""
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
        assert len(content) < 4096, "longer streams lie elsewhere in a compound file"
        if content:
            starts[number] = len(mini_table)
            count = -(-len(content) // _MINI)
            mini_table += [*range(starts[number] + 1, starts[number] + count), _END]
            mini_stream += content.ljust(count * _MINI, b"\0")
    contents[0] = mini_stream
    lengths = [-(-len(names) * 128 // _SECTOR), -(-len(mini_table) * 4 // _SECTOR), -(-len(mini_stream) // _SECTOR)]
    first_sectors = [1, 1 + lengths[0], 1 + lengths[0] + lengths[1]]
    starts[0] = first_sectors[2]
    table = [_FAT]
    for first, length in zip(first_sectors, lengths, strict=True):
        table += [*range(first + 1, first + length), _END]
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
        + struct.pack("<5H6x4I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
        + struct.pack("<6I", 4096, first_sectors[1], lengths[1], _END, 0, 0)
        + struct.pack("<108I", *[_NONE] * 108)
    )
    sectors = (_numbers(table), directory, _numbers(mini_table), mini_stream)
    return header + b"".join(part.ljust(-(-len(part) // _SECTOR) * _SECTOR, b"\0") for part in sectors)


def _numbers(table: list[int]) -> bytes:
    """A table of sectors, filled up with free ones; the first table has one sector alone."""
    room = -(-len(table) * 4 // _SECTOR) * _SECTOR // 4
    return struct.pack(f"<{room}I", *table, *[_NONE] * (room - len(table)))
