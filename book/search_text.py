"""Text as the search index reads it; questions go through the same."""

import re
import unicodedata

_SEPARATOR = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")

_BLANK = str.maketrans("£<>\x00", "    ")
#: Quotation marks and apostrophes as phones, Word and keyboards type them.
QUOTES = {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‟": '"'}
_QUOTES = str.maketrans(QUOTES)
#: A dash inside a word or between figures joins them, as a hyphen does; alone it is no word and no "not".
_JOINING_DASH = re.compile(r"(?<=\w)[‐‑‒–—−](?=\w)")
_OTHER_DASH = re.compile(r"[‐‑‒–—−]")

#: Two thousand pages: what is beyond is kept in the payload, but not searched.
MOST_BYTES = 4_000_000


def searchable(text: str) -> str:
    """The same text without what people write in different ways: £500,000 as 500000, so that an amount is one word;
    straight quotation marks and hyphens, letters without accents; and without NUL.

    Angle brackets go too: PostgreSQL would take what stands between them for a tag, and not index it.
    """
    text = _SEPARATOR.sub("", text.translate(_QUOTES)).translate(_BLANK)
    text = _OTHER_DASH.sub(" ", _JOINING_DASH.sub("-", text))
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def storable(text: str) -> str:
    """Text that PostgreSQL can keep and index: no NUL, no lone surrogates, at most MOST_BYTES."""
    clean = text.replace("\x00", "\ufffd").encode(errors="replace")
    return clean[:MOST_BYTES].decode(errors="ignore")
