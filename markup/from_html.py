"""What Word, Outlook, Excel, a PDF viewer or a browser puts on the clipboard as HTML, in the blocks of a section.

The clipboard's HTML is data to be read, never shown: styles, scripts and addresses of anything but links are dropped.
`lost` has a sentence for each kind of visible thing that a section cannot hold.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from book.part1.text import Block, Heading, Note, Paragraph, Point, Points, RichText, Run, SubPoint, Text, plain
from figures.text import plain_text
from markup.pasted_tables import read_table

_SKIPPED = frozenset({"script", "style", "head", "title", "meta", "link", "template", "noscript", "o:p", "xml"})
_PICTURES = frozenset({"img", "svg", "canvas", "video", "object", "embed", "v:shape", "v:imagedata"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "section", "article", "main", "header", "body", "html", "blockquote", "pre", "li", "ul", "ol", "table",
    "address", "figure", "dl", "dt", "dd", "form", "center", "td", "tr", "tbody", "thead", "nav", "aside", "footer",
}  # fmt: skip
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?$")
_TYPED = re.compile(
    r"^[\s\u00a0]*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?)(?:\t|\u00a0{2,}| {2,}|(?<=\.)[ \u00a0])\s*(?=\S)"
)
_TYPED_POINT = re.compile(r"^[\s\u00a0]*(?P<label>[-•*–▪◦●○·]|\(?(?:[a-z]|[ivx]{1,5})\))[\s\u00a0]+(?=\S)")
_BULLETS = "·•●○◦▪§oüØ–-*"
_ADDRESS = re.compile(r"^(?:https?://|mailto:)\S+$", re.IGNORECASE)
#: A pasted document larger than this is refused before it is read.
MOST_HTML = 2_000_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, and a sentence for each kind of thing that could not be kept."""

    content: RichText
    lost: tuple[str, ...]


@dataclass
class _Line:
    """A paragraph or point before it becomes a block: `level` is 0 for a paragraph, 1 and 2 for points."""

    level: int
    label: str
    text: Text


@dataclass
class _Paste:
    """What has been read so far."""

    notes: dict[str, int] = field(default_factory=dict)
    note_texts: dict[str, Text] = field(default_factory=dict)
    entries: list[_Line | Block] = field(default_factory=list)
    caption: str = ""
    lost: dict[str, None] = field(default_factory=dict)


def html_to_content(text: str) -> Pasted:
    """The blocks of clipboard HTML, and what of it could not be kept. What is no HTML gives nothing."""
    paste = _Paste()
    root = _parsed(text[:MOST_HTML])
    if root is None:
        return Pasted(RichText((), ()), ())
    if len(text) > MOST_HTML:
        paste.lost["Only the first part of what was pasted is here: it was longer than a section can be."] = None
    _read_notes(root, paste)
    _walk(root, paste)
    notes = tuple(Note(number, paste.note_texts.get(key, ())) for key, number in paste.notes.items())
    return Pasted(RichText(tuple(_in_blocks(paste)), notes), tuple(paste.lost))


def _parsed(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, remove_comments=True, recover=True)
    try:
        return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", plain_text(text)), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _style(element: html.HtmlElement) -> str:
    return (element.get("style") or "").lower().replace(" ", "")


def _read_notes(root: html.HtmlElement, paste: _Paste) -> None:
    """Word's footnotes and endnotes stand in a part of their own at the end, which is taken out here."""
    for element in list(root.iter("div", "p", "li")):
        identifier = element.get("id") or ""
        if not re.match(r"^(?:ftn|edn)\d+$", identifier) and "mso-element:footnote" not in _style(element).split(";"):
            continue
        key = re.sub(r"\D", "", identifier) or str(len(paste.note_texts) + 1)
        for back in element.xpath(".//a[contains(@href, 'ftnref') or contains(@href, 'ednref')]"):
            back.drop_tree()  # the words after it stay
        paste.note_texts[key] = _trimmed(tuple(_runs(element, paste, run_style=_PLAIN)))
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


_PLAIN = Run("", False, False, "", None)


def _walk(element: html.HtmlElement, paste: _Paste, depth: int = 0) -> None:
    """Read an element that holds blocks; text that stands loose between them is a paragraph."""
    loose: list[Run] = list(_text(element.text, _PLAIN))
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _BLOCKS or _holds_blocks(child):
            _put_line(paste, loose, depth)
            loose = []
            _block(child, tag, paste, depth)
        elif tag == "br":
            _put_line(paste, loose, depth)
            loose = []
        else:
            loose += _runs_of(child, paste, _PLAIN)
        loose += _text(child.tail, _PLAIN)
    _put_line(paste, loose, depth)


def _holds_blocks(element: html.HtmlElement) -> bool:
    """Google Docs wraps everything into one `b`; whatever holds blocks is gone through like one."""
    tags = [inner.tag for inner in element.iterdescendants() if isinstance(inner.tag, str)]
    return any(tag in _BLOCKS for tag in tags)


def _block(element: html.HtmlElement, tag: str, paste: _Paste, depth: int) -> None:
    style = _style(element)
    if tag in _SKIPPED or "display:none" in style or "mso-element:comment" in style:
        return
    if tag == "table":
        table = read_table(element, cell_text=lambda cell: _cell(cell, paste), caption=paste.caption, lost=paste.lost)
        paste.caption = ""
        if table is None:
            _walk(element, paste, depth)
        else:
            paste.entries.append(table)
    elif tag in ("ul", "ol"):
        _list(element, tag, paste, depth + 1)
        if not depth:
            paste.entries.append(_Line(0, "", ()))  # two lists that follow one another stay two
    elif tag in _HEADINGS or (element.get("class") or "").startswith("MsoHeading"):
        text = _trimmed(tuple(_unstyled(_runs(element, paste, run_style=_PLAIN))))
        if text:
            paste.entries.append(Heading("heading", text))
    elif any(isinstance(child.tag, str) and (child.tag in _BLOCKS or _holds_blocks(child)) for child in element):
        _walk(element, paste, depth)
    else:
        _paragraph(element, style, paste, depth)


def _paragraph(element: html.HtmlElement, style: str, paste: _Paste, depth: int) -> None:
    label, level = _word_label(element), _word_level(style)
    runs = list(_runs(element, paste, run_style=_PLAIN))
    kind = element.get("class") or ""
    if kind == "MsoCaption":
        paste.caption = plain(_trimmed(tuple(runs)))
        return
    if level and label:
        if _NUMBER.match(label):
            _put(paste, _Line(0, label, _trimmed(tuple(runs))))
        else:
            _put(paste, _Line(level, "" if label in _BULLETS else label, _trimmed(tuple(runs))))
        return
    _put_line(paste, runs, depth)


def _word_level(style: str) -> int:
    match = re.search(r"mso-list:\S*?level(\d)", style)
    return int(match[1]) if match else 0


def _word_label(element: html.HtmlElement) -> str:
    """The number or bullet that Word wrote in front of an item of a list, taken out of the element."""
    for span in element.xpath(".//span[contains(translate(@style, ' ', ''), 'mso-list:Ignore')]"):
        label = "".join(span.itertext()).replace("\u00a0", " ").strip()
        span.drop_tree()
        return label
    return ""


def _list(element: html.HtmlElement, tag: str, paste: _Paste, depth: int) -> None:
    """A list of a web page or of Word online. A third level becomes points of the second, with a sentence in `lost`."""
    if depth > 2:
        paste.lost["Points of a third level are now points of the second."] = None
    count = int(element.get("start") or 1) if (element.get("start") or "1").isdecimal() else 1
    for child in element:
        if child.tag in ("ul", "ol"):
            _list(child, str(child.tag), paste, depth + 1)
            continue
        if child.tag != "li":
            continue
        nested_lists = [n for n in child if n.tag in ("ul", "ol")]
        for inner in nested_lists:
            child.remove(inner)
        label = _ordinal(element, count) if tag == "ol" else ""
        text = _trimmed(tuple(_runs(child, paste, run_style=_PLAIN)))
        if text:
            paste.entries.append(_Line(min(depth, 2), label, text))
        count += 1
        for inner in nested_lists:
            _list(inner, str(inner.tag), paste, depth + 1)


def _ordinal(element: html.HtmlElement, count: int) -> str:
    kind = element.get("type") or ("a" if "lower-alpha" in _style(element) else "")
    return f"{chr(96 + count)})" if kind in ("a", "A") and count <= 26 else f"{count})"


def _cell(cell: html.HtmlElement, paste: _Paste) -> Text:
    return _trimmed(tuple(_runs(cell, paste, run_style=_PLAIN)))


def _put_line(paste: _Paste, runs: list[Run], depth: int) -> None:
    """Add a paragraph of loose text; a number or bullet typed in front of it makes a numbered paragraph or a point."""
    text = _trimmed(tuple(runs))
    if not text:
        return
    whole = "".join(piece.text for piece in runs)
    if match := _TYPED.match(whole):
        _put(paste, _Line(0, match["number"], _trimmed(_without(tuple(runs), match.end()))))
    elif match := _TYPED_POINT.match(whole):
        label = "" if match["label"] in _BULLETS else match["label"]
        _put(paste, _Line(1, label, _trimmed(_without(tuple(runs), match.end()))))
    else:
        _put(paste, _Line(min(depth, 2), "", text))


def _put(paste: _Paste, line: _Line) -> None:
    if line.text:
        paste.entries.append(line)


def _without(text: Text, length: int) -> Text:
    """A text without its first characters."""
    pieces = []
    for piece in text:
        remainder = piece.text[length:]
        length = max(0, length - len(piece.text))
        pieces.append(Run(remainder, piece.bold, piece.italic, piece.link, piece.note))
    return tuple(piece for piece in pieces if piece.text or piece.note is not None)


def _runs(element: html.HtmlElement, paste: _Paste, *, run_style: Run) -> Iterator[Run]:
    yield from _text(element.text, run_style)
    for child in element:
        yield from _runs_of(child, paste, run_style)
        yield from _text(child.tail, run_style)


def _runs_of(element: html.HtmlElement, paste: _Paste, run_style: Run) -> Iterator[Run]:
    tag = element.tag if isinstance(element.tag, str) else ""
    css = _style(element)
    if not tag or tag in _SKIPPED or "display:none" in css or "mso-list:ignore" in css:
        return
    if tag in _PICTURES:
        paste.lost["Pictures are not kept."] = None
        return
    if tag in ("del", "strike", "s") or "line-through" in css:
        paste.lost["Words that were struck out, or deleted with changes tracked, are left out."] = None
        return
    if tag == "br":
        yield Run(" ", run_style.bold, run_style.italic, run_style.link, None)
        return
    if note := _note_key(element):
        number = paste.notes.setdefault(note, len(paste.notes) + 1)
        yield Run("", False, False, "", number)
        return
    yield from _runs(element, paste, run_style=_styled(element, tag, css, run_style))
    if tag in _BLOCKS:
        yield Run(" ", run_style.bold, run_style.italic, run_style.link, None)


def _note_key(element: html.HtmlElement) -> str:
    """The key of the note that a link calls for."""
    match = re.match(r"^.*#_(?:ftn|edn)(\d+)$", element.get("href") or "")
    return match[1] if match and element.tag == "a" else ""


def _styled(element: html.HtmlElement, tag: str, css: str, outer: Run) -> Run:
    bold, italic = outer.bold, outer.italic
    weight = re.search(r"(?:^|;)font-weight:(\w+)", css)
    if weight:
        bold = weight[1] in ("bold", "bolder") or (weight[1].isdecimal() and int(weight[1]) >= 600)
    elif tag in ("b", "strong"):
        bold = True
    slant = re.search(r"(?:^|;)font-style:(\w+)", css)
    if slant:
        italic = slant[1] in ("italic", "oblique")
    elif tag in ("i", "em", "cite"):
        italic = True
    address = element.get("href") or ""
    link = address if tag == "a" and _ADDRESS.match(address) else outer.link
    return Run("", bold, italic, link, None)


def _text(text: str | None, style: Run) -> Iterator[Run]:
    if text:
        yield Run(re.sub(r"[\n\r ]+", " ", text), style.bold, style.italic, style.link, None)


def _unstyled(runs: Iterator[Run]) -> Iterator[Run]:
    for piece in runs:
        yield Run(piece.text, False, False, piece.link, piece.note)


def _trimmed(text: Text) -> Text:
    """Neighbours of one style joined, spaces single, none at the ends."""
    joined_runs: list[Run] = []
    for piece in text:
        words = re.sub(r"[\s\u00a0]+", " ", piece.text)
        if joined_runs and joined_runs[-1].text.endswith(" ") and joined_runs[-1].note is None:
            words = words.lstrip(" ")
        last = joined_runs[-1] if joined_runs else None
        same = last and (last.bold, last.italic, last.link) == (piece.bold, piece.italic, piece.link)
        if last and last.note is None and (same or (not words and piece.note is not None)):
            joined_runs[-1] = Run(last.text + words, last.bold, last.italic, last.link, piece.note)
        elif words or piece.note is not None:
            joined_runs.append(Run(words, piece.bold, piece.italic, piece.link, piece.note))
    if joined_runs:
        first = joined_runs[0]
        joined_runs[0] = Run(first.text.lstrip(), first.bold, first.italic, first.link, first.note)
        last = joined_runs[-1]
        joined_runs[-1] = Run(last.text.rstrip(), last.bold, last.italic, last.link, last.note)
    return tuple(piece for piece in joined_runs if piece.text or piece.note is not None)


def _in_blocks(paste: _Paste) -> Iterator[Block]:
    """The lines as blocks; points that follow one another are one list, whose levels begin with the first."""
    points: list[_Line] = []
    for entry in paste.entries:
        if isinstance(entry, _Line) and entry.level:
            points.append(entry)
            continue
        yield from _points(points, paste)
        points = []
        if not isinstance(entry, _Line):
            yield entry
        elif entry.text:
            yield Paragraph("paragraph", entry.label, entry.text)
    yield from _points(points, paste)


def _points(lines: list[_Line], paste: _Paste) -> Iterator[Block]:
    if not lines:
        return
    base = min(line.level for line in lines)
    points: list[Point] = []
    for line in lines:
        if line.level - base > 1:
            paste.lost["Points of a third level are now points of the second."] = None
        if line.level > base and points:
            last = points[-1]
            points[-1] = Point(last.label, last.text, (*last.points, SubPoint(line.label, line.text)))
        else:
            points.append(Point(line.label, line.text, ()))
    yield Points("points", tuple(points))
