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


#: Letters and marks that are drawn as nothing: those of Unicode's Default_Ignorable_Code_Point that Python can print.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
#: What stands in names beside letters, figures and the signs of ASCII: apostrophes and the hyphen of word processors.
_OF_NAMES = frozenset("\u2018\u2019\u02bc\u2010")
#: Alphabets with letters that look like those of another one; names of letters in Unicode begin with them.
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE", "LISU"})
#: Letters, once they are small, beside those that they are taken for (of Unicode's confusables.txt, UTS 39).
_TAKEN_FOR = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458"
    "\u0501\u051b\u051d\u04bb\u04cf\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1"
    "\u03c4\u03c5\u03c7\u03c9\u0131\u0142\u00f8\u0111"
    "|i10",
    "abekmhopctyxsljdqwhlabenlkuvoptuxwllodlllo",
)


def is_name(text: str) -> bool:
    """Whether a text is a name that can be told from others: seen whole, and in letters of one alphabet.

    Accents and compounds count as letters; letters made for mathematics or for full width do not. An address within a
    name would be taken for the person's.
    """
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()}
    return (
        text.isprintable()
        and "@" not in text
        and unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFC", text)
        and not _DRAWN_AS_NOTHING.search(text)
        and all(unicodedata.category(sign)[0] in "LMN" or sign.isascii() or sign in _OF_NAMES for sign in text)
        and not any(is_mixed(word) for word in text.split())
        and len(alphabets & _LOOK_ALIKE) <= 1
    )


def as_it_looks(name: str) -> str:
    """What names that look alike on a page have in common: no case, accents, signs or spaces, and Latin letters."""
    small = unicodedata.normalize("NFKD", name).casefold().translate(_TAKEN_FOR)
    return "".join(sign for sign in small if sign.isalnum()).replace("rn", "m").replace("vv", "w")


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
