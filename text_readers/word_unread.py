"""What a Word file holds and its reader does not read: pictures, charts, files of other programs, comments."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from text_readers.lines import Remark, hidden_remark
from text_readers.word_fields import symbol
from text_readers.word_hidden import DRAWING, words_of

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_SHAPES = "{urn:schemas-microsoft-com:vml}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
#: A tenth of an A4 page, in the square of Word's units (914,400 to the inch); a smaller picture is a logo.
_LARGE_PICTURE = 7_560_310 * 10_692_130 // 10
#: Six thousandths of it: smaller ones are signs and lines.
_SMALL_PICTURE = 7_560_310 * 10_692_130 * 6 // 1000
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
#: A description that says something, and those that programs write by themselves.
_SAYS = re.compile(r"£\s?[0-9]|(?:\S+\s+){4}\S")
_BY_MACHINE = re.compile(r"automatically generated|AI-generated", re.IGNORECASE)
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525}
_DRAWN = (("/chart", "a chart"), ("/diagram", "a diagram"))


def unread(body: Any, inserted: Sequence[str], parts: Sequence[Part], heads: Sequence[Any] = ()) -> Iterator[Remark]:
    """A sentence on each kind of thing that was not read; `inserted` names files that stand in for text, `heads` are
    the running heads and feet."""
    files = [*inserted, *(f"part {n}" for n, _ in enumerate(body.iter(qn("w:subDoc")), 1))]
    if files:
        sentence = f"Files that were put into the Word file were not read: {', '.join(files[:4])}."
        yield Remark("file-not-read", "asks", sentence)
    if drawn := [*_drawings(body)]:
        sentence = f"The Word file holds {', '.join(drawn[:4])}: what is in there was not read."
        yield Remark("file-not-read", "warns", sentence)
    if pictures := sum(size >= _LARGE_PICTURE for size in _picture_sizes(body)):
        which = "a large picture. What it says" if pictures == 1 else f"{pictures} large pictures. What they say"
        yield Remark("picture", "warns", f"The Word file holds {which} was not read.")
    small = sum(_SMALL_PICTURE <= size < _LARGE_PICTURE for size in _picture_sizes(body))
    if small:
        which = f"{small} small pictures that were" if small > 1 else "a small picture that was"
        sentence = f"The Word file holds {which} not read: a signature, a logo, a table?"
        yield Remark("small-picture", "informs", sentence)
    drawn_words = [str(path.get("string")) for part in (body, *heads) for path in part.iter(f"{_SHAPES}textpath")]
    if words := list(dict.fromkeys(drawn_words)):
        sentence = f"Text drawn as a picture was left out: “{'”, “'.join(word[:80] for word in words[:3])}”."
        yield Remark("watermark", "informs", sentence)
    if signs := sum(not symbol(node) for node in body.iter(qn("w:sym"))):
        were = f"{signs} signs of a symbol font were" if signs > 1 else "1 sign of a symbol font was"
        yield Remark("sign-not-read", "informs", f"{were} not read. Compare the text with the paper.")
    if described := list(dict.fromkeys(_descriptions(body))):
        quoted = "”, “".join(words[:80] for words in described[:3])
        yield Remark("picture", "warns", f"Pictures described so were not read: “{quoted}”.", tuple(described))
    if canvas := hidden_remark(_words_of_drawings(body), "inside a drawing", "picture"):
        yield canvas
    roots = [parse_xml(part.blob) for part in parts if str(part.partname) == "/word/comments.xml"]
    if comments := [words_of(comment) for root in roots for comment in root.findall(qn("w:comment"))]:
        were = f"{len(comments)} comments were" if len(comments) > 1 else "1 comment was"
        yield Remark("comments", "informs", f"{were} not read, in the margin of the Word file.", tuple(comments[:500]))


def _descriptions(body: Any) -> Iterator[str]:
    """What the descriptions of pictures say, where that is a sum or more than the name of a thing."""
    properties = (" ".join((drawing.get("descr") or "").split()) for drawing in body.iter(f"{DRAWING}docPr"))
    yield from (words for words in properties if _SAYS.search(words) and not _BY_MACHINE.search(words))


def _words_of_drawings(body: Any) -> Iterator[str]:
    """The words in drawings that are no text boxes."""
    for drawing in body.iter(_GRAPHIC):
        yield " ".join(text.text or "" for text in drawing.iter(_DRAWN_TEXT))


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
