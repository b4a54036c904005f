"""Text out of rich text files (.rtf), as Word and its kin write them (Rich Text Format 1.9.1)."""

import re
from dataclasses import dataclass, replace

from documents.text_reader import Unreadable
from text_readers.lines import SUPERSCRIPT, FileText, TextLine, hidden_remark, raised
from text_readers.rich_text_signs import CHARSETS, codec, shown_sign
from text_readers.rich_text_tables import CellGrounds, RichTextLines
from text_readers.rich_text_unread import LARGE_PICTURE, PICTURE_SIDES, SMALL_PICTURE, picture_size, unread
from text_readers.word_fields import is_computed, shown_by_code, sign

_TOKEN = re.compile(
    rb"\\bin(?P<binary>\d{1,9}) ?|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>.)|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
#: How deep groups may nest: Word itself writes a handful.
_DEEPEST = 400
_SIGNS = {
    "tab": "\t",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "endash": "–",
    "emdash": "—",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_ESCAPES = {"~": "\u00a0", "_": "\u2011", "-": "", "\\": "\\", "{": "{", "}": "}", "\t": "\t", "\n": "\n", "\r": "\n"}
#: Parts of the file that are no text of it.
_SILENT = {
    *("fonttbl", "colortbl", "stylesheet", "info", "pict", "sp", "shprslt", "nonesttables", "fldinst", "objdata"),
    *("pntxta", "pntxtb", "pn", "xe", "tc", "rxe", "txe", "template", "operator", "filetbl", "upr", "annotation"),
    *("mtype", "mpos", "mvertJc", "mlimLoc", "msty", "mscr", "mbegChr", "mendChr", "msepChr", "mchr", "mgrow"),
    *("formfield", "ffl", "bkmkstart", "bkmkend", "objclass", "xmlopen", "datafield", "atnid", "atnauthor"),
}
_HEADS = {f"{kind}{page}" for kind in ("header", "footer") for page in ("", "l", "r", "f")}
#: Destinations that older programs may pass over and whose text is shown all the same.
_SHOWN = {"moMath", "moMathPara", "shpinst", "shptxt", "ud", "nesttableprops", "footnote", "shpgrp", "do", "dptxbxtext"}
#: The sixteen colours of the marker pen, from the first on (0 is none).
_MARKERS = (
    *("", "000000", "0000ff", "00ffff", "00ff00", "ff00ff", "ff0000", "ffff00", "ffffff"),
    *("000080", "008080", "008000", "800080", "800000", "808000", "808080", "c0c0c0"),
)
#: Half points: what is smaller is a trick and no text.
_SMALLEST = 4
#: Twips: letters moved together by more stand upon each other; a place farther off lies on no page. Per cent: narrower
#: letters cannot be read.
_TIGHTEST, _FARTHEST, _NARROWEST = -100, 17_000, 10


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for the text of a group: where it goes ("" is the text), how it looks, how it is encoded."""

    place: str = ""
    hides: bool = False
    deleted: bool = False
    struck: bool = False
    lifts: bool = False
    is_off_page: bool = False
    is_pressed: bool = False
    is_narrow: bool = False
    ink: int = 0
    ground: int = 0
    marker: int = 0
    size: int = 24
    font: int = 0
    skips: int = 1


def read_rich_text(shown: str, data: bytes) -> FileText:
    """The lines of a rich text file; hidden text is left out and told, raised figures are kept apart.

    Raises Unreadable when it is nested without end.
    """
    reader = RichTextReader(shown)
    reader.read(data)
    heads = dict.fromkeys(line.strip() for kind in reader.shown_heads() for line in kind.end() if line.strip())
    notes = [TextLine(line) for line in reader.notes.end() if line.strip()]
    lines = [*(TextLine(text, "header") for text in heads), *reader.body.end(), *notes]
    remarks = [
        hidden_remark(reader.hidden, "that the file hides"),
        hidden_remark(reader.deleted, "that is deleted with changes tracked"),
        hidden_remark(reader.struck, "that is struck through"),
        *unread(reader),
    ]
    return FileText(lines, [remark for remark in remarks if remark])


@dataclass(slots=True)
class _Field:
    """A field that is open: how deep it lies, its code, whether something of its result was shown."""

    depth: int
    code: str = ""
    is_shown: bool = False


class RichTextReader:
    """One pass over the control words, each group inheriting what the one around it says."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.body, self.notes = RichTextLines(), RichTextLines()
        #: Running heads and feet by the pages that show them: "f" the first, "l" and "r" those at the left and right.
        self.heads = {kind: RichTextLines() for kind in ("", "f", "l", "r")}
        self.has_first = self.has_facing = False
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        self.struck: list[str] = []
        self.state = _State()
        self.groups: list[_State] = []
        self.codepage = "cp1252"
        self.charsets: dict[int, int] = {}
        self.fonts: dict[int, str] = {}
        self.colours: list[list[int]] = [[0, 0, 0]]
        self.grounds = CellGrounds()
        self.field: dict[str, int] = {}
        self.choices: list[str] = []
        self.fields: list[_Field] = []
        self.computed: list[str] = []
        #: Words drawn as pictures, and the name of the property of a shape that was read last.
        self.drawn: list[str] = []
        self.property = ""
        #: How deep the shape lies that is switched off; 0 for none.
        self.hidden_from = 0
        self.ignorable = False
        self.to_skip = 0
        self.bytes = b""
        self.pictures = self.small_pictures = self.objects = self.comments = self.count = 0
        self.comment_words: list[str] = []
        self.sides: dict[str, int] = {}
        self.is_cut = False

    def read(self, data: bytes) -> None:
        """Follow every token of the file."""
        at = 0
        while at < len(data):
            match = _TOKEN.match(data, at)
            if match is None:  # half a code: what follows it is text again
                at += 1
                continue
            at = match.end() + int(match["binary"] or 0)
            if match["hex"] or (match["text"] and not match["text"].isascii()):
                self.bytes += bytes.fromhex(match["hex"].decode()) if match["hex"] else match["text"]
                continue
            self.flush_bytes()
            if match["text"]:
                self.text(match["text"].decode("ascii"))
            elif match["brace"]:
                self.open() if match["brace"] == b"{" else self.close()
            elif match["word"]:
                number = int(match["number"]) if match["number"] else None
                self.control(match["word"].decode("ascii"), number)
            elif match["sign"]:
                self.escape(match["sign"].decode("latin-1"))
        self.flush_bytes()
        self.is_cut = bool(self.groups)

    def open(self) -> None:
        """A group begins."""
        if len(self.groups) > _DEEPEST:
            raise Unreadable(f"{self.shown} is nested deeper than any paper. It is not opened.")
        self.groups.append(self.state)
        self.ignorable = False

    def close(self) -> None:
        """A group ends: what it said holds no longer."""
        if self.state.place == "pict" and self.groups and self.groups[-1].place != "pict":
            size = picture_size(self.sides)
            self.pictures += size >= LARGE_PICTURE
            self.small_pictures += SMALL_PICTURE <= size < LARGE_PICTURE
            self.sides = {}
        self.state = self.groups.pop() if self.groups else _State()
        self.to_skip, self.ignorable = 0, False
        self.hidden_from = 0 if len(self.groups) < self.hidden_from else self.hidden_from
        while self.fields and self.fields[-1].depth > len(self.groups):
            field = self.fields.pop()
            if not field.is_shown and self.state.place not in _SILENT:
                self.computed += [field.code.split()[0]] if is_computed(field.code) else []
                self.put(shown_by_code(field.code))

    def escape(self, sign: str) -> None:
        """A sign after a backslash."""
        if sign == "*":
            self.ignorable = True
        elif sign in ("\n", "\r"):
            self.control("par", None)
        else:
            self.text(_ESCAPES.get(sign, ""))

    def control(self, word: str, number: int | None) -> None:
        """A control word: a destination, a property of what follows, a sign, a break."""
        ignorable, self.ignorable = self.ignorable, False
        if self.begins_place(word, ignorable=ignorable):
            return
        if word == "u" and number is not None:
            self.text(chr(number % 0x10000))
            self.to_skip = self.state.skips
        elif word in _SIGNS:
            self.text(" " if word == "tab" and self.state.place == "listtext" else _SIGNS[word])
        elif word == "chftn":
            self.put(
                str(max(self.count, 1) if self.state.place == "footnote" else self.count + 1).translate(SUPERSCRIPT)
            )
        elif word in ("msup", "mden"):  # of a formula: what stands raised, what stands below the line
            self.state = replace(self.state, lifts=self.state.lifts or word == "msup")
            self.put("/" if word == "mden" else "")
        elif word in ("titlepg", "facingp"):
            self.has_first, self.has_facing = self.has_first or word == "titlepg", self.has_facing or word == "facingp"
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self.codepage = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}.get(word) or codec(number)
        elif not self.describes(word, number) and self.state.place not in _SILENT:
            self.grounds.follow(word, number or 0)
            self.target().control(word, number)

    def begins_place(self, word: str, *, ignorable: bool) -> bool:
        """Whether a word says where the text of its group goes."""
        self.objects += (word == "object") - (word == "objattph")  # the place of a file that the letter holds
        if word == "field":
            self.fields.append(_Field(len(self.groups)))
        if word in _HEADS or word in _SILENT or word in _SHOWN or word in ("listtext", "pntext", "fldrslt", "object"):
            quiet = self.state.place in _SILENT and word != "ud"
            around = "" if self.state.place in _SILENT else self.state.place
            place = {"pntext": "listtext", "fldrslt": around, "object": around}.get(word, word)
            place = around if place in _SHOWN - {"footnote"} else _head_place(word) if word in _HEADS else place
            self.comments += word == "annotation"
            self.count += word == "footnote"
            self.state = replace(self.state, place=place if not quiet or place in _SILENT else self.state.place)
            if word == "footnote" and not quiet:
                self.notes.control("par", None)
            if word == "fldrslt" and self.field:
                self.put(self.answer())
            return True
        if ignorable:
            self.state = replace(self.state, place="pn")
        return ignorable

    def describes(self, word: str, number: int | None) -> bool:
        """Whether a word only says how what follows looks; the values of tables and fields are kept."""
        on = number != 0
        value = number or 0
        changes: dict[str, dict[str, bool | int]] = {
            "v": {"hides": on},
            "expnd": {"is_pressed": value * 5 <= _TIGHTEST},
            "expndtw": {"is_pressed": value <= _TIGHTEST},
            "charscalex": {"is_narrow": 0 < value < _NARROWEST},
            **{
                side: {"is_off_page": abs(value) > _FARTHEST}
                for side in ("li", "fi", "posx", "posy", "posnegx", "posnegy")
            },
            "deleted": {"deleted": on},
            "strike": {"struck": on},
            "striked": {"struck": on},
            "super": {"lifts": on},
            "up": {"lifts": (6 if number is None else value) > 2},
            "sub": {"lifts": False},
            "nosupersub": {"lifts": False},
            "cf": {"ink": value},
            "cb": {"ground": value},
            "chcbpat": {"ground": value},
            "highlight": {"marker": value},
            "fs": {"size": 24 if number is None else value},
            "f": {"font": value},
            "uc": {"skips": value},
        }
        if word == "pard":
            self.state = replace(self.state, is_off_page=False)
        if word == "plain":
            is_off = self.state.is_off_page
            self.state = _State(self.state.place, is_off_page=is_off, font=self.state.font, skips=self.state.skips)
        elif word in changes:
            self.state = replace(self.state, **changes[word])  # type: ignore[arg-type]
        elif word == "fcharset":
            self.charsets[self.state.font] = value
        elif word in ("red", "green", "blue") and self.state.place == "colortbl":
            self.colours[-1][("red", "green", "blue").index(word)] = value
        elif word in ("fftype", "ffres", "ffdefres"):
            self.field[word] = value
        elif word in PICTURE_SIDES:
            self.sides[word] = value
        else:
            return False
        return True

    def target(self) -> RichTextLines:
        """Where text goes at this place."""
        if self.state.place.startswith("header"):
            return self.heads[self.state.place.removeprefix("header")]
        return self.notes if self.state.place == "footnote" else self.body

    def shown_heads(self) -> list[RichTextLines]:
        """The heads that a page shows; the words of the others become hidden ones."""
        shown = {"": True, "f": self.has_first, "l": self.has_facing, "r": self.has_facing}
        text = " ".join(line for kind, lines in self.heads.items() if shown[kind] for line in lines.end())
        for kind, lines in self.heads.items():
            if not shown[kind]:
                self.hidden += [line for line in lines.end() if line.strip() and line.strip() not in text]
        return [lines for kind, lines in self.heads.items() if shown[kind]]

    def flush_bytes(self) -> None:
        """Bytes of the file's own code page, or of its symbol fonts, become text."""
        data, self.bytes = self.bytes, b""
        if not data:
            return
        charset = self.charsets.get(self.state.font, 0)
        font = self.fonts.get(self.state.font, "")
        if charset == 2 or "dings" in font:
            signs = (sign(font, f"F0{byte:02X}") for byte in data)
            self.text("".join(sign or "\ufffd" for sign in signs))
            return
        self.text(data.decode(CHARSETS.get(charset, self.codepage), "replace"))

    def text(self, text: str) -> None:
        """Text of a group; what stands in for a character outside ASCII is passed over."""
        skipped, text = text[: self.to_skip], text[self.to_skip :]
        self.to_skip -= len(skipped)
        place = self.state.place
        if place == "fonttbl":
            self.fonts[self.state.font] = (self.fonts.get(self.state.font, "") + text).strip(" ;").lower()
        elif place == "colortbl":
            self.colours += [[0, 0, 0] for _ in range(text.count(";"))]
        elif place == "ffl":
            self.choices.append(text)
        elif place == "annotation":
            self.comment_words.append(text)
        elif place == "fldinst" and self.fields:
            self.fields[-1].code += text
        elif place == "sp":
            self.drawn += [text] if self.property == "gtextUNICODE" else []
            if self.property == "fHidden" and text.strip() == "1":
                self.hidden_from = len(self.groups) - 2  # the shape, around its property and the value of that
            self.property = text.strip()
        elif place not in _SILENT:
            self.put(text)

    def put(self, text: str) -> None:
        """Text that is shown, unless it is hidden, deleted or struck through."""
        state = self.state
        if not text or not self.is_shown():
            return
        if self.fields and text.strip():
            self.fields[-1].is_shown = True
        lost = state.is_off_page or state.is_pressed or state.is_narrow or self.hidden_from > 0
        if lost or state.hides or state.size < _SMALLEST or self.is_covered(state):
            self.hidden.append(text)
        elif state.deleted or state.struck:
            (self.deleted if state.deleted else self.struck).append(text)
        else:
            self.target().add("".join(shown_sign(c) for c in (raised(text) if state.lifts else text)))

    def is_shown(self) -> bool:
        """Whether text at this place is text of the file."""
        return self.state.place not in _SILENT

    def is_covered(self, state: _State) -> bool:
        """Whether text has the colour of what lies behind it: its marker, its shading, else the white page."""
        ink = self.colour(state.ink)
        if state.marker:
            return (ink or "000000") == (_MARKERS[state.marker] if state.marker < len(_MARKERS) else "")
        ground = self.colour(state.ground) or self.colour(self.grounds.here())
        return bool(ink) and ink == (ground or "ffffff")

    def colour(self, number: int) -> str:
        """A colour of the file's table as six hexadecimal digits; "" for the automatic one."""
        return bytes(min(c, 255) for c in self.colours[number]).hex() if 0 < number < len(self.colours) else ""

    def answer(self) -> str:
        """What a field of a form shows and its text does not hold: its box, the choice of its list."""
        field, choices = self.field, self.choices
        self.field, self.choices = {}, []
        number = field.get("ffres", 25)
        number = field.get("ffdefres", 0) if number == 25 else number
        if field.get("fftype") == 1:
            return "☑" if number else "☐"
        return choices[number] if field.get("fftype") == 2 and 0 <= number < len(choices) else ""


def _head_place(word: str) -> str:
    """Where the words of a head or foot go: "header", and the kind of page that shows it."""
    kind = word.removeprefix("header").removeprefix("footer")
    return f"header{kind}"
