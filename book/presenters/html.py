"""Text that keeps its shape as HTML: in the look of the pages, and in the look of the paper.

All text is escaped; links go to http, https and mail addresses only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from book.part1.text import Block, Heading, Paragraph, Points, RichText, Run, Table, Text

_ADDRESS = re.compile(r"^(?:https?://|mailto:)\S+$", re.IGNORECASE)
_NUMBER = re.compile(r"^\S{1,12}$")
#: With fewer rows a table would be more headers than cells, which is not how people read one.
FEWEST_WITH_ROW_HEADS = 3


@dataclass(frozen=True, slots=True)
class Look:
    """The classes and parts that differ between the pages and the paper.

    `label` stands around a point's or paragraph's own number, `bullet` in front of a point without one; with
    `note_links` a note's number is a link to the note.
    """

    paragraph: str
    points: str
    table: str
    head: str
    cell: str
    heading: str
    label: str
    bullet: str
    note_links: bool
    is_paper: bool


PAGE = Look(
    paragraph=' class="govuk-body"',
    points=' class="govuk-list dr-points"',
    table=' class="govuk-table dr-typed-table"',
    head=' class="govuk-table__header',
    cell=' class="govuk-table__cell',
    heading="h4",
    label="span",
    bullet="",
    note_links=True,
    is_paper=False,
)
PAPER = Look(
    paragraph="",
    points="",
    table=' class="typed"',
    head=' class="',
    cell=' class="',
    heading="h4",
    label="data",
    bullet="•",
    note_links=False,
    is_paper=True,
)


def inline_html(text: Text, look: Look = PAGE) -> SafeString:
    """A text with its bold, italic, links and note numbers."""
    return _safe("".join(_run(piece, look) for piece in text))


def content_html(content: RichText, look: Look = PAGE) -> SafeString:
    """The blocks of a text, each numbered paragraph with what belongs to it, and the notes after them."""
    parts = list(_items(content.blocks, look))
    if content.notes:
        parts.append(_notes(content, look))
    return _safe("\n".join(parts))


def _safe(html: str) -> SafeString:
    # Safe: every text in it went through `escape`, every address through `_ADDRESS`.
    return mark_safe(html)  # noqa: S308


def _run(piece: Run, look: Look) -> str:
    html = str(escape(piece.text)).replace("\n", "<br>")
    if piece.bold:
        html = f"<strong>{html}</strong>"
    if piece.italic:
        html = f"<em>{html}</em>"
    if piece.link and _ADDRESS.match(piece.link):
        kind = ' class="govuk-link"' if not look.is_paper else ""
        html = f'<a{kind} href="{escape(piece.link)}">{html}</a>'
    if piece.note is not None:
        number = str(piece.note)
        mark = f'<a class="govuk-link" href="#note-{number}" id="note-{number}-from">{number}</a>'
        hidden = '<span class="govuk-visually-hidden">Note </span>' if look.note_links else ""
        html += f"<sup>{hidden}{mark if look.note_links else number}</sup>"
    return html


def _items(blocks: Iterable[Block], look: Look) -> Iterator[str]:
    """A numbered paragraph with the points below it is one item; in the paper a run of items is one list."""
    waiting: list[str] = []
    for group in _groups(blocks):
        first = group[0]
        number = first.number if isinstance(first, Paragraph) and _NUMBER.match(first.number) else ""
        if number and look.is_paper:
            inside = [block for block in group if not isinstance(block, Table)]
            waiting.append(f"<li>{_paragraph(first, look, label=number)}{_blocks(inside[1:], look)}</li>")
            if len(inside) == len(group):
                continue
            group = [block for block in group if isinstance(block, Table)]
            number = ""
        if waiting:
            yield f'<ol class="paragraphs">{"".join(waiting)}</ol>'
            waiting = []
        if number:
            shown = f'<span class="dr-advice__number">{escape(number)}</span> '
            yield f'<div class="dr-advice__paragraph">{shown}<div>{_blocks(group, look)}</div></div>'
        else:
            yield _blocks(group, look)
    if waiting:
        yield f'<ol class="paragraphs">{"".join(waiting)}</ol>'


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Each paragraph or heading with the points and tables after it."""
    group: list[Block] = []
    for block in blocks:
        if group and isinstance(block, Paragraph | Heading):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _blocks(blocks: Iterable[Block], look: Look) -> str:
    return "".join(_block(block, look) for block in blocks)


def _block(block: Block, look: Look) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block, look)
    if isinstance(block, Heading):
        kind = "" if look.is_paper else ' class="govuk-heading-s"'
        return f"<{look.heading}{kind}>{inline_html(block.text, look)}</{look.heading}>"
    return _points(block, look) if isinstance(block, Points) else _table(block, look)


def _paragraph(block: Block, look: Look, *, label: str = "") -> str:
    assert isinstance(block, Paragraph)
    text = inline_html(block.text, look)
    if label:
        return f"<p><{look.label}>{escape(label)}</{look.label}>{text}</p>"
    if block.number and not _NUMBER.match(block.number):
        # What is too long to stand in the column of numbers is kept as the first words.
        return f"<p{look.paragraph}>{escape(block.number)} {text}</p>"
    return f"<p{look.paragraph}>{text}</p>" if text else ""


def _points(block: Points, look: Look) -> str:
    items = [(point.label, inline_html(point.text, look), point.points) for point in block.points]
    html = ""
    for label, text, below in items:
        inner = _list([(sub.label, str(inline_html(sub.text, look))) for sub in below], look) if below else ""
        html += f"<li>{_label(label, look)}{text}{inner}</li>"
    return _wrapped(html, [label for label, *_ in items], look)


def _list(items: list[tuple[str, str]], look: Look) -> str:
    html = "".join(f"<li>{_label(label, look)}{text}</li>" for label, text in items)
    return _wrapped(html, [label for label, _ in items], look)


def _wrapped(html: str, labels: list[str], look: Look) -> str:
    """The list around its items: with bullets where no point has a label of its own."""
    tag = "ol" if all(labels) else "ul"
    kind = look.points
    if not look.is_paper and tag == "ul" and not any(labels):
        kind = ' class="govuk-list govuk-list--bullet"'
    return f"<{tag}{kind}>{html}</{tag}>"


def _label(label: str, look: Look) -> str:
    shown = label or look.bullet
    if not shown:
        return ""
    kind = "" if look.is_paper else ' class="dr-points__label"'
    return f"<{look.label}{kind}>{escape(shown)}</{look.label}>" + ("" if look.is_paper else " ")


def _table(block: Table, look: Look) -> str:
    caption = f"<caption{_caption_class(look)}>{escape(block.caption)}</caption>" if block.caption else ""
    figures = [column.align == "right" for column in block.columns]
    head = "".join(
        f'<th scope="col"{look.head}{_end(figure, look, "header")}>{inline_html(column.heading, look)}</th>'
        for column, figure in zip(block.columns, figures, strict=True)
    )
    rows = ""
    for row in block.rows:
        cells = zip(row.cells, figures, strict=True)
        first_heads = len(block.rows) >= FEWEST_WITH_ROW_HEADS
        html = (_cell(text, figure, look, head=first_heads and n == 0) for n, (text, figure) in enumerate(cells))
        rows += f"<tr>{''.join(html)}</tr>"
    # A table that came without headings has none: an empty one would be read out.
    headings = f"<thead><tr>{head}</tr></thead>" if any(column.heading for column in block.columns) else ""
    table = f"<table{look.table}>{caption}{headings}<tbody>{rows}</tbody></table>"
    if look.is_paper:
        return table
    name = f' aria-label="{escape(block.caption or "Table")}"'
    return f'<div class="dr-scroll" role="region" tabindex="0"{name}>{table}</div>'


def _cell(text: Text, figure: bool, look: Look, *, head: bool) -> str:
    if head and not figure:
        return f'<th scope="row"{look.head}{_end(figure, look, "header")}>{inline_html(text, look)}</th>'
    return f"<td{look.cell}{_end(figure, look, 'cell')}>{inline_html(text, look)}</td>"


def _end(figure: bool, look: Look, part: str) -> str:
    """The end of a class attribute, for figures to the right."""
    if look.is_paper:
        return 'amount"' if figure else '"'
    return f' govuk-table__{part}--numeric"' if figure else '"'


def _caption_class(look: Look) -> str:
    return "" if look.is_paper else ' class="govuk-table__caption govuk-table__caption--s"'


def _notes(content: RichText, look: Look) -> str:
    items = ""
    for note in content.notes:
        text = inline_html(note.text, look)
        if look.is_paper:
            items += f"<li><p><data>{note.number}</data>{text}</p></li>"
            continue
        back = f'<a class="govuk-link" href="#note-{note.number}-from">Back to the text</a>'
        items += f'<li id="note-{note.number}" value="{note.number}">{text} {back}</li>'
    return f'<ol class="{"notes" if look.is_paper else "govuk-list govuk-list--number dr-notes"}">{items}</ol>'
