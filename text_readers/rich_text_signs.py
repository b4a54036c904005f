"""The codecs and signs of rich text files."""

import codecs

from text_readers.word_fields import sign

#: Codecs by the numbers that fonts give.
CHARSETS = {
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


def codec(number: int | None) -> str:
    """The codec of a code page by its number; Windows-1252 for unknown ones."""
    name = {10000: "mac-roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def shown_sign(character: str) -> str:
    """A sign of a symbol font that is written as one of the characters for private use."""
    return sign("wingdings", f"{ord(character):04X}") if "\uf000" <= character <= "\uf0ff" else character
