"""What a Word file holds and its reader does not read: pictures, charts, files of other programs, comments."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from text_readers.lines import Remark, hidden_remark
from text_readers.word_fields import symbol
from text_readers.word_hidden import DRAWING, is_undrawn, words_of
from text_readers.word_values import OFF

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_SHAPES = "{urn:schemas-microsoft-com:vml}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORD_SHAPES = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_GRAPHIC, _DRAWN_TEXT = f"{_MAIN}graphicData", f"{_MAIN}t"
_SHAPE, _OLDER_SHAPES = f"{_WORD_SHAPES}wsp", tuple(f"{_SHAPES}{name}" for name in ("rect", "roundrect", "oval"))
_WRAP = "{urn:schemas-microsoft-com:office:word}wrap"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = (*OFF, "f")
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
#: A tenth of an A4 page, in the square of Word's units (914,400 to the inch); a smaller picture is a logo.
_LARGE_PICTURE = 7_560_310 * 10_692_130 // 10
#: Six thousandths of it: smaller ones are signs and lines.
_SMALL_PICTURE = 7_560_310 * 10_692_130 * 6 // 1000
#: A description that says something, and those that programs write by themselves.
_SAYS = re.compile(r"£\s?[0-9]|(?:\S+\s+){4}\S")
_BY_MACHINE = re.compile(r"automatically generated|AI-generated", re.IGNORECASE)
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525}
_DRAWN = (("/chart", "a chart"), ("/diagram", "a diagram"))


def unread(
    body: Any, inserted: Sequence[str], parts: Sequence[Part], around: Sequence[Any], unknown_signs: int
) -> Iterator[Remark]:
    """A sentence on each kind of thing that was not read.

    `inserted` names files that stand in for text; `around` are the running heads and feet, and the notes;
    `unknown_signs` counts the letters in symbol fonts that are not known.
    """
    whole = (body, *around)
    yield from _not_read(whole, inserted)
    if any(map(_lies_over_text, body.iter(_SHAPE, *_OLDER_SHAPES))):
        sentence = "A filled shape lies over the text of the Word file. Does it cover words that are not to be read?"
        yield Remark("covered-text", "asks", sentence)
    yield from _pictures(whole)
    if signs := unknown_signs + sum(not symbol(node) for part in whole for node in part.iter(qn("w:sym"))):
        were = f"{signs} signs of a symbol font were" if signs > 1 else "1 sign of a symbol font was"
        yield Remark("sign-not-read", "informs", f"{were} not read. Compare the text with the paper.")
    yield from _drawn_words(whole)
    roots = [parse_xml(part.blob) for part in parts if part.content_type.endswith(".comments+xml")]
    if comments := [words_of(comment) for root in roots for comment in root.findall(qn("w:comment"))]:
        were = f"{len(comments)} comments were" if len(comments) > 1 else "1 comment was"
        yield Remark("comments", "informs", f"{were} not read, in the margin of the Word file.", tuple(comments[:500]))


def _not_read(whole: Sequence[Any], inserted: Sequence[str]) -> Iterator[Remark]:
    """Sentences on files, objects of other programs and fields of forms inside the file; the body comes first."""
    files = [*inserted, *(f"part {n}" for n, _ in enumerate(whole[0].iter(qn("w:subDoc")), 1))]
    if files:
        sentence = f"Files that were put into the Word file were not read: {', '.join(files[:4])}."
        yield Remark("file-not-read", "asks", sentence)
    if drawn := [what for part in whole for what in _drawings(part)]:
        sentence = f"The Word file holds {', '.join(drawn[:4])}: what is in there was not read."
        yield Remark("file-not-read", "warns", sentence)
    if controls := [str(control.get(qn("w:name"))) for part in whole for control in part.iter(qn("w:control"))]:
        sentence = f"Fields of a form in the Word file were not read, nor what was entered: {', '.join(controls[:6])}."
        yield Remark("file-not-read", "warns", sentence, tuple(controls))


def _pictures(whole: Sequence[Any]) -> Iterator[Remark]:
    """Sentences on pictures, by their sizes: small ones in heads and feet are logos."""
    if pictures := sum(size >= _LARGE_PICTURE for part in whole for size in _picture_sizes(part)):
        which = "a large picture. What it says" if pictures == 1 else f"{pictures} large pictures. What they say"
        yield Remark("picture", "warns", f"The Word file holds {which} was not read.")
    small = sum(_SMALL_PICTURE <= size < _LARGE_PICTURE for size in _picture_sizes(whole[0]))
    if small:
        which = f"{small} small pictures that were" if small > 1 else "a small picture that was"
        sentence = f"The Word file holds {which} not read: a signature, a logo, a table?"
        yield Remark("small-picture", "informs", sentence)


def _drawn_words(whole: Sequence[Any]) -> Iterator[Remark]:
    """Sentences on words that are drawn, and on what pictures are said to show."""
    drawn_words = [str(path.get("string")) for part in whole for path in part.iter(f"{_SHAPES}textpath")]
    if words := list(dict.fromkeys(drawn_words)):
        sentence = f"Text drawn as a picture was left out: “{'”, “'.join(word[:80] for word in words[:3])}”."
        yield Remark("watermark", "informs", sentence)
    body, *around = whole
    sums = (words for part in around for words in _descriptions(part) if "£" in words)
    if described := list(dict.fromkeys((*_descriptions(body), *sums))):
        quoted = "”, “".join(words[:80] for words in described[:3])
        yield Remark("picture", "warns", f"Pictures described so were not read: “{quoted}”.", tuple(described))
    if canvas := hidden_remark(_words_of_drawings(body), "inside a drawing", "picture"):
        yield canvas


def _descriptions(body: Any) -> Iterator[str]:
    """What the descriptions of pictures say, where that is a sum or more than the name of a thing."""
    properties = (" ".join((drawing.get("descr") or "").split()) for drawing in body.iter(f"{DRAWING}docPr"))
    yield from (words for words in properties if _SAYS.search(words) and not _BY_MACHINE.search(words))


def _words_of_drawings(body: Any) -> Iterator[str]:
    """The words in drawings that are no text boxes."""
    for drawing in body.iter(_GRAPHIC):
        yield " ".join(text.text or "" for text in drawing.iter(_DRAWN_TEXT))


def _lies_over_text(shape: Any) -> bool:
    """Whether a shape without words is filled and drawn before the text: nobody sees what stands behind it."""
    if words_of(shape).strip() or next(shape.iter(f"{_SHAPES}textpath", f"{_SHAPES}imagedata"), None) is not None:
        return False
    if next(shape.iterancestors(_FALLBACK), None) is not None:
        return False  # the shape itself stands before it
    if shape.tag != _SHAPE:
        style = (shape.get("style") or "").replace(" ", "").lower()
        is_before = "position:absolute" in style and "z-index:-" not in style and _stands_in_front(shape)
        is_flat = "visibility:hidden" in style or re.search(r"(?:width|height):0(?:\.0+)?(?:pt|;|$)", style)
        return is_before and not is_flat and shape.get("filled", "t").lower() not in _OFF
    anchor = next(shape.iterancestors(f"{DRAWING}anchor"), None)
    if anchor is None or anchor.get("behindDoc", "0") not in _OFF or anchor.find(f"{DRAWING}wrapNone") is None:
        return False
    properties, style = shape.find(f"{_WORD_SHAPES}spPr"), shape.find(f"{_WORD_SHAPES}style/{_MAIN}fillRef")
    preset = next((geometry.get("prst") or "" for geometry in shape.iter(f"{_MAIN}prstGeom")), "")
    if is_undrawn(anchor) or "line" in preset.lower() or "connector" in preset.lower():
        return False
    fills = [child.tag for child in (properties if properties is not None else ()) if child.tag.endswith("Fill")]
    if fills:
        return f"{_MAIN}noFill" not in fills
    return style is not None and style.get("idx", "0") != "0"


def _stands_in_front(shape: Any) -> bool:
    """Whether text runs on behind a shape of the older kind, and not around it."""
    return all(wrap.get("type", "none") == "none" for wrap in shape.iter(_WRAP))


def _drawings(body: Any) -> Iterator[str]:
    """Charts, diagrams and objects of other programs, in words."""
    for graphic in body.iter(_GRAPHIC):
        yield from (what for ending, what in _DRAWN if ending in (graphic.get("uri") or ""))
    for item in body.iter(_OLE):
        yield f"an object of another program ({item.get('ProgID') or 'unnamed'})"


def _picture_sizes(body: Any) -> Iterator[int]:
    for extent in body.iter(f"{DRAWING}extent"):
        if next(extent.getparent().iter(_PICTURE), None) is not None:
            yield int(extent.get("cx") or 0) * int(extent.get("cy") or 0)
    for image in body.iter(f"{_SHAPES}imagedata"):
        style = image.getparent().get("style") or ""
        if next(image.iterancestors(qn("w:object")), None) is None:
            yield _side(style, "width") * _side(style, "height")


def _side(style: str, name: str) -> int:
    match = re.search(rf"(?:^|;)\s*{name}:\s*([0-9.]{{1,8}})(pt|in|cm|mm|px)", style)
    return int(float(match[1]) * _UNITS[match[2]]) if match else 0
