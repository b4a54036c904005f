"""Text as the paper can show it: characters its typefaces lack are described in words, never dropped unseen."""

import re
import unicodedata
from itertools import groupby

from documents.fonts import covered

# Letters, dashes and spaces with a plain twin that every face has.
TWINS = str.maketrans(
    {
        "\t": " ", "\r": "", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n",
        "\u2010": "-", "\u2011": "-", "\u202f": "\u00a0", "\u2007": "\u00a0", "\u3000": " ", "\u205f": " ",
        "\u0132": "IJ", "\u0133": "ij", "\u0149": "\u2019n", "\u2030": " per mille", "\u2116": "No.",
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\uf0b7": "\u2022",
        **{chr(code): " " for code in (*range(0x2000, 0x2007), *range(0x2008, 0x200B))},
    }
)  # fmt: skip

# Signs without a shape of their own: soft hyphens, joiners, marks that turn the direction of text, variation
# selectors, tags, byte-order marks. Some of them make a line read other than it is; none is needed here.
SHAPELESS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

SCRIPTS = {
    "ARABIC": "Arabic", "HEBREW": "Hebrew", "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese",
    "HANGUL": "Korean", "DEVANAGARI": "Devanagari", "BENGALI": "Bengali", "GURMUKHI": "Gurmukhi",
    "GUJARATI": "Gujarati", "TAMIL": "Tamil", "TELUGU": "Telugu", "KANNADA": "Kannada", "MALAYALAM": "Malayalam",
    "SINHALA": "Sinhala", "THAI": "Thai", "LAO": "Lao", "TIBETAN": "Tibetan", "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian", "ETHIOPIC": "Ethiopic", "KHMER": "Khmer", "MYANMAR": "Burmese",
}  # fmt: skip
MOST_NAMED = 4


def printable(text: str) -> str:
    """The text in characters that the paper's typefaces have, composed (NFC), its lines kept.

    A run of characters that no face has becomes a description in square brackets: [grinning face],
    [Arabic text, 5 characters]. Control characters and signs without a shape are left out.
    """
    plain = _plain(text)
    known = covered()
    if plain.isascii() or all(ord(c) in known or c == "\n" for c in plain):
        return plain
    return "".join(_described(kind, "".join(run)) for kind, run in groupby(plain, key=_kind))


def has_substitutes(text: str) -> bool:
    """Whether `printable` describes any character of the text in words."""
    return printable(text) != _plain(text)


def _plain(text: str) -> str:
    return CONTROLS.sub("", SHAPELESS.sub("", unicodedata.normalize("NFC", text).translate(TWINS)))


def _kind(character: str) -> str:
    """Empty for what a face shows, the script's English name for a letter of another script, else "sign"."""
    if character == "\n" or ord(character) in covered():
        return ""
    script = unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return SCRIPTS.get(script, "sign")


def _described(kind: str, run: str) -> str:
    if not kind:
        return run
    if kind != "sign":
        return f"[{kind} text, {len(run)} character{'s' if len(run) != 1 else ''}]"
    if len(run) > MOST_NAMED:
        return f"[{len(run)} signs that this paper has no type for]"
    return "".join(f"[{unicodedata.name(c, f'sign U+{ord(c):04X}').lower()}]" for c in run)
