"""Text as people paste it: word processors and mail bring characters that no paper can show and no feed may hold."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

#: Every way in which a line ends; U+000B is what Word makes of Shift and Enter.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Control characters (C0, C1), marks that reverse the direction of text (UAX 9), lone surrogates, and noncharacters.
#: XML 1.0 (section 2.2) forbids most of them; the others could make a signed sentence read as another one.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """Text with one kind of line end, and nothing in it that cannot be seen and read."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Text on one line, with single spaces."""
    return " ".join(plain_text(text).split())


def is_mixed(word: str) -> bool:
    """Whether a word has letters of several alphabets, of which some look alike: a Latin and a Cyrillic a, say."""
    return len({unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}) > 1


def all_plain(value: T) -> T:
    """A value with every text in it plain; goes through dataclasses and tuples, everything else stays."""
    plain: Any = value
    if isinstance(value, str):
        plain = plain_text(value)
    elif isinstance(value, tuple):
        plain = tuple(all_plain(item) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        plain = replace(value, **{f.name: all_plain(getattr(value, f.name)) for f in fields(value)})
    result: T = plain
    return result
