"""What the styles of an OpenDocument file say: text that is hidden, struck through or raised."""

import re
from typing import Any

_SPACE = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
#: So many styles may each build on another.
_DEEPEST = 20
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_TINY = re.compile(r"(?:[01](?:\.\d+)?pt|\d(?:\.\d+)?%|0(?:\.\d+)?(?:mm|cm|in|px))")
_CLEAR, _SQUEEZED = re.compile(r"[0-5](?:\.\d+)?%"), re.compile(r"\d(?:\.\d+)?%")
_LENGTH = re.compile(r"(?P<number>-?[0-9]*\.?[0-9]+)(?P<unit>cm|mm|in|pt|px)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "px": 2.54 / 96}
#: Centimetres: letters moved together by more stand upon each other; a margin wider than that lies on no page.
_TIGHTEST, _FARTHEST = -0.17, 28.0
_SWITCHED_OFF = ("none", "false")


def name(prefixed: str) -> str:
    """The full name of an element or attribute from its usual short one: "text:p"."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{_SPACE[prefix]}}}{local}"


_STYLE_NAMES = tuple(map(name, ("text:style-name", "table:style-name", "draw:style-name")))
_BACKGROUND = name("fo:background-color")


class Styles:
    """The styles of one file by name, each with what it says itself and what it builds on."""

    def __init__(self, roots: list[Any]) -> None:
        self._parents: dict[str, str] = {}
        self._properties: dict[str, dict[str, str]] = {}
        for root in roots:
            for style in root.iter(name("style:style")):
                key = style.get(name("style:name")) or ""
                self._parents[key] = style.get(name("style:parent-style-name")) or ""
                own = self._properties.setdefault(key, {})
                for properties in style:
                    if isinstance(properties.tag, str) and properties.tag.endswith("-properties"):
                        own.update({str(k): str(v) for k, v in properties.attrib.items()})

    def value(self, style: str, attribute: str) -> str:
        """What a style says of a property, or the nearest that it builds on; "" where none does."""
        for _ in range(_DEEPEST):
            if (value := self._properties.get(style, {}).get(attribute)) is not None:
                return value
            if not (style := self._parents.get(style, "")):
                return ""
        return ""

    def hides(self, element: Any) -> bool:
        """Whether nobody sees the text of an element: switched off, white on white, too small to read."""
        style = style_of(element)
        if element.get(name("draw:display"), "always") in _SWITCHED_OFF:
            return True
        if element.tag == name("text:section"):
            shown = element.get(name("text:display"), "true")
            return shown == "none" or (shown == "condition" and element.get(name("text:is-hidden")) == "true")
        if self.value(style, name("text:display")) in _SWITCHED_OFF:
            return True
        if _TINY.fullmatch(self.value(style, name("fo:font-size"))) or self._is_unreadable(style):
            return True
        ink = self.value(style, name("fo:color"))
        return bool(ink) and _are_alike(ink, self._ground(element))

    def _is_unreadable(self, style: str) -> bool:
        """Whether letters are drawn without ink, squeezed to nothing, upon each other or off the page."""
        if _CLEAR.fullmatch(self.value(style, name("loext:opacity"))):
            return True
        if _SQUEEZED.fullmatch(self.value(style, name("style:text-scale"))):
            return True
        spacing = centimetres(self.value(style, name("fo:letter-spacing")))
        return spacing < _TIGHTEST or abs(centimetres(self.value(style, name("fo:margin-left")))) > _FARTHEST

    def _ground(self, element: Any) -> str:
        """The colour that lies behind an element: its own or the nearest around it, else white."""
        for part in (element, *element.iterancestors()):
            ground = self.value(style_of(part), _BACKGROUND) or self.value(style_of(part), name("draw:fill-color"))
            if ground and ground != "transparent":
                return ground
        return "#ffffff"

    def strikes(self, element: Any) -> bool:
        """Whether a line is drawn through the text of an element."""
        style = style_of(element)
        lines = (self.value(style, name(f"style:text-line-through-{what}")) for what in ("style", "type"))
        return any(line not in ("", "none") for line in lines)

    def raises(self, element: Any) -> bool:
        """Whether the text of an element stands above the line, as marks of notes do."""
        position = self.value(style_of(element), name("style:text-position"))
        return position.startswith("super") or bool(re.match(r"[1-9]\d?%", position))


def centimetres(length: str) -> float:
    """A length of a style in centimetres; 0 for one that is no length."""
    match = _LENGTH.fullmatch(length)
    return float(match["number"]) * _CENTIMETRES[match["unit"]] if match else 0.0


def _are_alike(ink: str, ground: str) -> bool:
    """Whether two colours ("#rrggbb") differ by less than the eye tells."""
    if not (_COLOUR.fullmatch(ink) and _COLOUR.fullmatch(ground)):
        return False
    return all(abs(int(ink[at : at + 2], 16) - int(ground[at : at + 2], 16)) < 16 for at in (1, 3, 5))


def style_of(element: Any) -> str:
    """The name of an element's own style; "" where it has none."""
    return next((value for key in _STYLE_NAMES if (value := element.get(key))), "")


def hidden_columns(table: Any) -> set[int]:
    """The numbers of the columns of a table that are hidden or filtered away."""
    hidden: set[int] = set()
    place = 0
    for column in table.iter(name("table:table-column")):
        width = number_in(column, "table:number-columns-repeated", 1)
        if column.get(name("table:visibility"), "visible") != "visible":
            hidden.update(range(place, place + min(width, 1000)))
        place += width
    return hidden


def number_in(element: Any, attribute: str, default: int) -> int:
    """A whole number of an attribute; the default where it is missing or none."""
    value = element.get(name(attribute)) or ""
    return int(value) if re.fullmatch(r"[0-9]{1,7}", value) else default


def field_mark_text(mark: Any) -> str:
    """What a form field that came from Word shows: a ticked or empty box, the choice of a list."""
    parameters = [(p.get(name("field:name")) or "", p.get(name("field:value")) or "") for p in mark]
    kind = (mark.get(name("field:type")) or "").rpartition(".")[2]
    if kind == "FORMCHECKBOX":
        return "☑" if ("Checkbox_Checked", "true") in parameters else "☐"
    if kind != "FORMDROPDOWN":
        return ""
    choices = [value for key, value in parameters if key == "Dropdown_ListEntry"]
    chosen = next((value for key, value in parameters if key == "Dropdown_Selected"), "")
    return choices[int(chosen)] if chosen.isdigit() and int(chosen) < len(choices) else ""


def control_text(control: Any) -> str:
    """What a field of a form shows: its words, a ticked or empty box, the choice of a list."""
    kind = control.tag.rpartition("}")[2]
    if kind == "checkbox":
        state = control.get(name("form:current-state")) or control.get(name("form:state")) or "unchecked"
        return _labelled("☑" if state == "checked" else "☐", control)
    if kind == "radio":
        chosen = control.get(name("form:current-selected")) or control.get(name("form:selected")) or "false"
        return _labelled("☑" if chosen == "true" else "☐", control)
    if kind == "listbox":
        chosen = [
            option.get(name("form:label")) or ""
            for option in control.iter(name("form:option"))
            if "true" in (option.get(name("form:current-selected")), option.get(name("form:selected")))
        ]
        return ", ".join(chosen)
    if kind in ("hidden", "password", "button", "image", "file", "fixed-text", "frame"):
        return control.get(name("form:label")) or "" if kind == "fixed-text" else ""
    typed = "\n".join("".join(paragraph.itertext()) for paragraph in control.iter(name("text:p")))
    return control.get(name("form:current-value")) or typed or control.get(name("form:value")) or ""


def _labelled(box: str, control: Any) -> str:
    """A box with the words that stand beside it."""
    return f"{box} {control.get(name('form:label')) or ''}".rstrip()


def hides_itself(paragraph: Any) -> bool:
    """Whether a paragraph holds the field that hides it."""
    if paragraph.tag not in (name("text:p"), name("text:h")):
        return False
    fields = paragraph.iter(name("text:hidden-paragraph"))
    return any(field.get(name("text:is-hidden")) == "true" for field in fields)
