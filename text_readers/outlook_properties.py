"""The properties of a letter or an attachment as Outlook keeps them (MS-OXMSG), and whether the file is whole."""

import io
import re
import struct
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from text_readers.lines import decode

#: How a property is kept: as text (UTF-16), as 8-bit text, as bytes, as a storage of its own.
_TEXT, _TEXT_8, _BYTES, _STORAGE = 0x001F, 0x001E, 0x0102, 0x000D
#: Bytes before the properties of a letter, of a letter inside another, of an attachment.
LETTER, INNER_LETTER, ATTACHMENT = 32, 24, 8
_CODEPAGES = (0x3FFD, 0x3FDE)
#: The set of names that most named properties of letters belong to.
_COMMON = UUID("00062008-0000-0000-c000-000000000046").bytes_le
#: The set of names that the properties of appointments belong to, and how many sets come before those of the file.
_APPOINTMENT = UUID("00062002-0000-0000-c000-000000000046").bytes_le
_SETS_BEFORE = 3
#: A property in a stream of its own; of several texts each has one, and one more holds their lengths.
_NAME = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(-[0-9A-F]{8})?")
_SEVERAL = 0x1000


def open_storage(data: bytes) -> tuple[Any, bool]:
    """The root storage of a compound file, and whether a stream in it is shorter than the file says it is."""
    from olefile import OleFileIO  # loaded when they are needed: few letters come in this form
    from oxmsg.storage import Storage

    with OleFileIO(io.BytesIO(data)) as ole:
        root = Storage.from_ole(ole)
        is_cut = any(ole.get_size(stream.path) > len(stream.bytes_) for stream in _streams_in(root))
    return root, is_cut


def _streams_in(storage: Any) -> Iterator[Any]:
    yield from storage.streams
    for inner in storage.storages:
        yield from _streams_in(inner)


class Properties:
    """The properties of one storage, by their numbers in MS-OXPROPS."""

    def __init__(self, shown: str, storage: Any, head: int, outer: "Properties | None" = None) -> None:
        """Read the storage; `head` is the number of bytes before its properties, `outer` the letter around it."""
        self._shown = shown
        self._streams = {stream.name: stream.bytes_ for stream in storage.streams}
        self._storages = {inner.name: inner for inner in storage.storages}
        self._numbers: dict[int, int] = {}
        entries = self._streams["__properties_version1.0"][head:]
        for kind, number, _, value in struct.iter_unpack("<HHII4x", entries[: len(entries) // 16 * 16]):
            if kind not in (_TEXT, _TEXT_8, _BYTES, _STORAGE):
                self._numbers[number] = value
        self._codepages = [page for number in _CODEPAGES if (page := self._numbers.get(number))]
        self._codepages = self._codepages or (outer._codepages if outer else [])

    def number(self, number: int) -> int:
        """A property that is a number; 0 where there is none."""
        return self._numbers.get(number, 0)

    def bytes_of(self, number: int) -> bytes | None:
        """A property that is bytes; None where there is none."""
        return self._streams.get(f"__substg1.0_{number:04X}{_BYTES:04X}")

    def storage(self, number: int) -> Any | None:
        """A property that is a storage; None where there is none."""
        return self._storages.get(f"__substg1.0_{number:04X}{_STORAGE:04X}")

    def text(self, *numbers: int) -> str:
        """The first of some properties that is a text with something in it; "" where there is none."""
        for number in numbers:
            wide = self._streams.get(f"__substg1.0_{number:04X}{_TEXT:04X}", b"")
            narrow = self._streams.get(f"__substg1.0_{number:04X}{_TEXT_8:04X}", b"")
            if text := wide.decode("utf-16-le", "replace") or self.decoded(narrow, self._codepages):
                return text.rstrip("\0")
        return ""

    def page(self, number: int) -> str:
        """A page kept as bytes, in the codepage of the internet's letters, or as text; "" where there is none."""
        data = self.bytes_of(number) or b""
        return self.decoded(data, list(reversed(self._codepages))) or self.text(number)

    def decoded(self, data: bytes, codepages: list[int]) -> str:
        """Bytes in the first of some codepages that spells them, else as bytes of a file are read."""
        for codepage in codepages:
            try:
                return data.decode(_codec(codepage))
            except (UnicodeDecodeError, LookupError):  # a codepage that the text is not written in, or unknown
                continue
        return decode(self._shown, data) if data else ""

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every property that is a text, or several, with its number."""
        for name in sorted(self._streams):
            part = _NAME.fullmatch(name)
            kind = int(part[2], 16) & ~_SEVERAL if part else 0
            if part and kind in (_TEXT, _TEXT_8) and (part[3] or not int(part[2], 16) & _SEVERAL):
                data = self._streams[name]
                is_wide = kind == _TEXT
                text = data.decode("utf-16-le", "replace") if is_wide else self.decoded(data, self._codepages)
                yield int(part[1], 16), text.rstrip("\0")

    def named(self) -> dict[int, int]:
        """The numbers that named properties have in this letter, by the numbers of their names (PSETID_Common)."""
        names = self._storages.get("__nameid_version1.0")
        if names is None:
            return {}
        streams = {stream.name: stream.bytes_ for stream in names.streams}
        sets = streams.get("__substg1.0_00020102", b"")
        entries = streams.get("__substg1.0_00030102", b"")
        known = {}
        for name, kind, place in struct.iter_unpack("<IHH", entries[: len(entries) // 8 * 8]):
            start = ((kind >> 1) - _SETS_BEFORE) * 16
            is_number = not kind & 1
            if is_number and sets[max(start, 0) : start + 16] in (_COMMON, _APPOINTMENT):
                known[name] = 0x8000 + place
        return known


def _codec(codepage: int) -> str:
    """The codec of a codepage; raises LookupError for unknown ones."""
    from oxmsg.domain.encodings import encoding_from_codepage
    from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

    try:
        return encoding_from_codepage(codepage)
    except (UnrecognizedCodePageError, UnsupportedEncodingError) as error:
        raise LookupError(codepage) from error
