"""Text out of a file, by the reader that the settings name: apps below intake ask for it without importing that."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string


class Unreadable(Exception):
    """The file cannot be read; the message is one sentence for the person who brought it."""


def read_text(name: str, data: bytes) -> Sequence[str]:
    """The lines of a file.

    Raises:
        Unreadable: the file is empty, too large, broken, locked, hostile, or holds no text.
    """
    lines: Sequence[str] = import_string(settings.TEXT_READER)(name, data)
    return lines
