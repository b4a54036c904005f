"""Blocks to markup: the text that `read_markup` reads back as the same blocks."""

import re
from collections.abc import Iterator

from book.part1.text import Block, Heading, Paragraph, Points, RichText, Table
from markup.inline import write_inline

#: What a line must not begin with where it is a paragraph's own words.
_STARTS = re.compile(r"^(?:(#{1,6}|[-*•–▪◦●○·])(?=\s)|((?:\([a-z0-9]{1,5}|[a-z0-9]{1,5})\))(?=\s)|(\d{1,2})(?=\.))")


def write_markup(content: RichText, *, with_numbers: bool = True) -> str:
    """The markup of a text; `with_numbers` writes the paragraphs' own numbers in front of them."""
    parts = [_block(block, with_numbers) for block in content.blocks]
    parts += [f"[^{note.number}]: {write_inline(note.text)}" for note in content.notes]
    return "\n\n".join(part for part in parts if part.strip())


def _block(block: Block, with_numbers: bool) -> str:
    if isinstance(block, Paragraph):
        number = f"{block.number}  " if with_numbers and block.number else ""
        return number + _start(write_inline(block.text))
    if isinstance(block, Heading):
        return f"### {write_inline(block.text)}"
    if isinstance(block, Points):
        return "\n".join(_points(block))
    return "\n".join(_table(block))


def _start(words: str) -> str:
    """Escape the beginning of a paragraph that would be read back as a point, a heading or a number."""
    match = _STARTS.match(words)
    if not match:
        return words
    if match[1]:
        return f"\\{words}"
    return (
        f"{words[: match.end() - 1]}\\{words[match.end() - 1 :]}" if match[2] else re.sub(r"\.", r"\\.", words, count=1)
    )


def _points(block: Points) -> Iterator[str]:
    for point in block.points:
        yield f"{point.label or '-'} {write_inline(point.text)}"
        for below in point.points:
            yield f"  {below.label or '-'} {write_inline(below.text)}"


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield f"Table: {block.caption}"
    yield _row(write_inline(column.heading) for column in block.columns)
    yield _row("---:" if column.align == "right" else "---" for column in block.columns)
    for row in block.rows:
        yield _row(write_inline(cell) for cell in row.cells)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
