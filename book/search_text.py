"""Text as the search index reads it; questions go through the same."""

import re

_SEPARATOR = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")

_BLANK = str.maketrans("£<>\x00", "    ")

#: Two thousand pages: what is beyond is kept in the payload, but not searched.
MOST_BYTES = 4_000_000


def searchable(text: str) -> str:
    """The same text with £500,000 as 500000, so that an amount is one word, and without NUL.

    Angle brackets go too: PostgreSQL would take what stands between them for a tag, and not index it.
    """
    return _SEPARATOR.sub("", text).translate(_BLANK)


def storable(text: str) -> str:
    """Text that PostgreSQL can keep and index: no NUL, no half characters, not endless."""
    clean = text.replace("\x00", "\ufffd").encode(errors="replace")
    return clean[:MOST_BYTES].decode(errors="ignore")
