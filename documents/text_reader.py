"""Text out of a file, by the function that the setting TEXT_READER names: apps below `intake` need not import it."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string


class Unreadable(Exception):
    """The file cannot be read; the message is one sentence for the person who uploaded it."""


#: Codes of remarks about what a file holds without showing it: hidden text, comments, files inside it.
_UNSEEN = frozenset({"hidden-text", "comments", "attachments"})
#: Codes of remarks about pages that are pictures, whose text was not read.
_PICTURES = frozenset({"pictured-page"})


def unseen_of(lines: Sequence[str]) -> list[str]:
    """What a file holds without showing it, as sentences of the reader; none of that text is among the lines."""
    return [remark.message for remark in getattr(lines, "remarks", ()) if remark.code in _UNSEEN]


def unread_of(lines: Sequence[str]) -> list[str]:
    """Which pages of a file were not read, as sentences of the reader."""
    return [remark.message for remark in getattr(lines, "remarks", ()) if remark.code in _PICTURES]


def read_text(name: str, data: bytes) -> Sequence[str]:
    """The lines of a file.

    Raises:
        Unreadable: the file is empty, too large, broken, locked, hostile, or holds no text.
    """
    lines: Sequence[str] = import_string(settings.TEXT_READER)(name, data)
    return lines
