"""Fields of a Word form: boxes, lists, and prompts that nobody has answered."""

import re
from typing import Any

from docx.oxml.ns import qn

_ON = ("1", "true", "on")
#: Ticks, boxes and signs of the symbol fonts that forms are made with.
_SYMBOLS = {"F0FC": "✓", "F0FE": "☑", "F052": "☑", "F050": "✓", "F0A8": "☐", "F06F": "☐", "F0FB": "✗", "F0B7": "•"}
_SYMBOLS |= {"F0FD": "☒", "F054": "☒", "F0A7": "▪", "F0D8": "➢"}
#: The signs of the font Symbol that stand in sums.
_MATHS = {"F0A3": "≤", "F0B3": "≥", "F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0AE": "→", "F02D": "−", "F0D0": "°"}
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


def is_prompt(control: Any) -> bool:
    """Whether a content control shows only what should be filled in: "Click or tap here to enter text"."""
    prompt = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    return prompt is not None and prompt.get(qn("w:val"), "1") in _ON


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
