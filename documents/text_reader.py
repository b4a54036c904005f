"""Text out of a file, by the reader that the settings name: apps below intake ask for it without importing that."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string


class Unreadable(Exception):
    """The file cannot be read; the message is one sentence for the person who brought it."""


#: What a reader says of a file that holds more than it shows: words that are hidden, comments, files inside it.
_UNSEEN = frozenset({"hidden-text", "comments", "attachments"})
#: What it says of pages that are pictures, of which it read nothing.
_PICTURES = frozenset({"pictured-page"})


def unseen_of(lines: Sequence[str]) -> list[str]:
    """What a file holds and does not show, as sentences of its reader; none of these words is among its lines."""
    return [remark.message for remark in getattr(lines, "remarks", ()) if remark.code in _UNSEEN]


def unread_of(lines: Sequence[str]) -> list[str]:
    """Which pages of a file were not read, as sentences of its reader."""
    return [remark.message for remark in getattr(lines, "remarks", ()) if remark.code in _PICTURES]


def read_text(name: str, data: bytes) -> Sequence[str]:
    """The lines of a file.

    Raises:
        Unreadable: the file is empty, too large, broken, locked, hostile, or holds no text.
    """
    lines: Sequence[str] = import_string(settings.TEXT_READER)(name, data)
    return lines
