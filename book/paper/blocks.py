"""Plain text in the blocks it is written in: paragraphs, lists of points, numbered paragraphs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from book.part1.v1 import Paragraph

_POINT = re.compile(r"^\s*[-•*–▪◦●○]\s+(?=\S)")
# What fits into the column of numbers; whatever else stands for one is kept in front of the text.
_NUMBER = re.compile(r"^\S{1,12}$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of lines, or the points of a list."""

    lines: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A run of paragraphs that are all numbered, or all not."""

    numbered: bool
    paragraphs: tuple[tuple[str, tuple[Block, ...]], ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text: blank lines part paragraphs, lines that begin with a bullet or dash are points."""
    parsed: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.strip("\n")):
        for is_list, lines in groupby((line for line in part.split("\n") if line.strip()), key=_is_point):
            texts = tuple(_POINT.sub("", line).strip() for line in lines)
            parsed.append(Block(points=texts) if is_list else Block(lines=texts))
    return tuple(parsed)


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[Numbered]:
    """Paragraphs in runs, so that each run of numbered ones becomes one list."""
    for has_number, run in groupby(paragraphs, key=lambda p: bool(_NUMBER.match(p.number))):
        yield Numbered(has_number, tuple((p.number if has_number else "", _content(p, has_number)) for p in run))


def _content(paragraph: Paragraph, has_number: bool) -> tuple[Block, ...]:
    """The text; an odd number that cannot be a marker is kept as its first word."""
    text = paragraph.text if has_number or not paragraph.number else f"{paragraph.number} {paragraph.text}"
    return blocks(text)


def _is_point(line: str) -> bool:
    return bool(_POINT.match(line))
