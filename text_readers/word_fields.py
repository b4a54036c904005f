"""Fields of a Word form: boxes, lists, and prompts that nobody has answered."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from text_readers.lines import Remark

_ON = ("1", "true", "on")
#: Ticks, boxes and signs of the symbol fonts that forms are made with.
_SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F052": "☑", "F050": "✓", "F0A8": "☐", "F06F": "☐", "F0FB": "✗", "F0B7": "•"}
_SYMBOLS |= {"F0FD": "☒", "F054": "☒", "F0A7": "▪", "F0D8": "➢", "F078": "☒", "F071": "☐", "F070": "☐", "F072": "☐"}
_SYMBOLS |= {"F06C": "●", "F06E": "■", "F075": "◆", "F076": "❖", "F0E0": "→", "F0E8": "→", "F09F": "•"}
#: The signs of the font Symbol that stand in sums.
_MATHS = {"F0A3": "≤", "F0B3": "≥", "F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0AE": "→", "F02D": "−", "F0D0": "°"}
#: The signs that the font Symbol has at the places of ASCII.
_SAME_IN_SYMBOL = frozenset("0123456789.,:;()[]{}%+=<>/|&!?#_")
_SYMBOL_FONTS = re.compile(r"symbol|.*dings|mt extra|marlett", re.IGNORECASE)


def field_sign(node: Any) -> str:
    """What a form field of the older kind shows and its text does not hold: its box, the choice of its list."""
    box, choices = node.find(f".//{qn('w:checkBox')}"), node.find(f".//{qn('w:ddList')}")
    if box is not None:
        return box_sign(box)
    if choices is not None:
        entries = [entry.get(qn("w:val")) or "" for entry in choices.findall(qn("w:listEntry"))]
        result = choices.find(qn("w:result"))
        if result is None:
            result = choices.find(qn("w:default"))
        number = result.get(qn("w:val"), "0") if result is not None else "0"
        return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""
    return ""


def box_sign(box: Any) -> str:
    """A box that can be ticked, as its sign."""
    ticked = box.find(qn("w:checked"))
    ticked = ticked if ticked is not None else box.find(qn("w:default"))
    return "☑" if ticked is not None and ticked.get(qn("w:val"), "1") in _ON else "☐"


_SHOWS_WORDS = re.compile(
    r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(?P<words>.*)|\s*QUOTE\s+\"(?P<quoted>[^\"]*)\"", re.I
)
_SHOWS_SIGN = re.compile(r"\s*SYMBOL\s+(?P<code>0x[0-9a-f]{1,4}|[0-9]{1,5})(?P<switches>.*)", re.IGNORECASE)
_FONT = re.compile(r"\\f\s+\"?([^\"\\]+)", re.IGNORECASE)
#: Fields without a result in the file that show a formula or a number, which is not computed here.
_COMPUTED = re.compile(r"\s*(?:EQ|LISTNUM|AUTONUM(?:LGL|OUT)?|DISPLAYBARCODE|MERGEBARCODE)\b", re.IGNORECASE)


def shown_by_code(code: str) -> str:
    """What a field without a result shows by its code: a sign, the words of a button or a quotation; else nothing."""
    if words := _SHOWS_WORDS.match(code):
        return (words["words"] or words["quoted"] or "").strip()
    match = _SHOWS_SIGN.match(code)
    if match is None:
        return ""
    number = int(match["code"], 0)
    font = _FONT.search(match["switches"])
    if font and _SYMBOL_FONTS.match(font[1].strip()):
        return sign(font[1].strip(), f"F0{number:02X}"[-4:])
    if "\\u" in match["switches"].lower() or number > 255:
        return chr(number) if not 0xD800 <= number < 0xE000 else ""
    return bytes([number]).decode("cp1252", "ignore")


def is_computed(code: str) -> bool:
    """Whether a field shows something that only Word computes from its code: a formula, a number of a list."""
    return bool(_COMPUTED.match(code))


def in_symbol_font(font: str, text: str) -> str | None:
    """Text in a symbol font as the signs that it shows; None where it is in no such font, and holds no such signs.

    A sign that is not known is "\ufffd".
    """
    is_symbol = bool(_SYMBOL_FONTS.match(font))
    if not is_symbol and not any("\uf020" <= c <= "\uf0ff" for c in text):
        return None
    return "".join(_shown(font, c, is_symbol) for c in text)


def _shown(font: str, character: str, is_symbol: bool) -> str:
    number = ord(character)
    if character.isspace() or (not is_symbol and not 0xF020 <= number <= 0xF0FF):
        return character
    if font.lower() == "symbol" and character in _SAME_IN_SYMBOL:
        return character
    if 0x100 <= number < 0xF000 or number > 0xF0FF:
        return character
    return sign(font or "Wingdings", f"F0{number & 0xFF:02X}") or "\ufffd"


def symbol(node: Any) -> str:
    """A sign that was put in by its number: ticks and boxes of symbol fonts, letters and signs of all others.

    "" for a sign of a symbol font that is not known.
    """
    return sign(node.get(qn("w:font")) or "", (node.get(qn("w:char")) or "").upper())


def sign(font: str, code: str) -> str:
    """The sign of a font by its number in four hexadecimal digits; "" for one of a symbol font that is not known."""
    if font.lower() == "symbol" and code in _MATHS:
        return _MATHS[code]
    if code in _SYMBOLS or _SYMBOL_FONTS.match(font) or not re.fullmatch(r"[0-9A-F]{4}", code):
        return _SYMBOLS.get(code, "")
    number = int(code, 16)
    return chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number) if not 0xD800 <= number < 0xE000 else ""


class OpenFields:
    """The fields that are open while a part of the file is read: what stands in a field’s code is no text."""

    def __init__(self) -> None:
        #: For each field that is open, whether its code is still being read and not yet what it shows; and its code.
        self._in_code: list[bool] = []
        self._codes: list[str] = []
        #: The words that stand where only a code should, since the outermost field began.
        self._words: list[str] = []
        self._computed: list[str] = []
        self._unclosed: list[str] = []

    @property
    def is_in_code(self) -> bool:
        """Whether what comes next is the code of a field, which nobody sees."""
        return any(self._in_code)

    def keep(self, node: Any) -> None:
        """Note a piece of a field's code, or words among it."""
        if node.tag == qn("w:instrText"):
            self._codes[-1] += node.text or ""
        elif node.tag == qn("w:t"):
            self._words.append(node.text or "")

    def meet(self, node: Any) -> str:
        """Where a field begins, where its code ends, and where it ends itself; what it shows that has no result."""
        shown = "" if self.is_in_code else field_sign(node)
        kind = node.get(qn("w:fldCharType"))
        if kind == "begin":
            self._in_code.append(True)
            self._codes.append("")
        elif self._in_code and kind == "separate":
            self._in_code[-1] = False
        elif self._in_code and kind == "end":
            without_result, code = self._in_code.pop(), self._codes.pop()
            if without_result and not self.is_in_code:
                self._computed += [code.split()[0]] if is_computed(code) else []
                shown += shown_by_code(code)
        if not self.is_in_code:
            self._words = []
        return shown

    def end_part(self) -> None:
        """A part of the file ends: fields end with it, whether or not they say so."""
        self._unclosed += [" ".join(self._words)] if self.is_in_code and any(map(str.strip, self._words)) else []
        self._in_code, self._codes, self._words = [], [], []

    def remarks(self) -> Iterator[Remark]:
        """Sentences on fields whose result only Word computes, and on text behind a field that does not end."""
        if self._computed:
            names = ", ".join(dict.fromkeys(self._computed))
            sentence = f"Fields that only Word computes were not read ({names}). Compare the text with the paper."
            yield Remark("sign-not-read", "warns", sentence)
        if self._unclosed:
            quoted = "”, “".join(words[:80] for words in self._unclosed[:3])
            sentence = f"A field of the Word file does not end, and what stands behind it was not read: “{quoted}”."
            yield Remark("file-not-read", "asks", sentence, tuple(self._unclosed))
