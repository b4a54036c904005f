"""On which line of a TOML file a key stands: tomllib does not say, and a sentence about a mistake has to."""

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\- \"]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-\"][A-Za-z0-9_.\-\" ]*?)\s*=")
_QUOTES = ('"""', "'''")

Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    """The line of every table and key, by its path: ("steps", 2, "label") is in the third table [[steps]]."""
    lines: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if quote:
            quote = "" if quote in line else quote
            continue
        if header := _HEADER.match(line):
            table = _table(header[2], header[1] == "[[", counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_names(key[1])), number)
        quote = next((q for q in _QUOTES if line.count(q) % 2), "")
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a key, or of the nearest table or list that it would stand in; None for the whole file."""
    while path:
        if path in lines:
            return lines[path]
        if inside := [line for other_path, line in lines.items() if other_path[: len(path)] == path]:
            return min(inside)
        path = path[:-1]
    return None


def _names(words: str) -> tuple[str, ...]:
    return tuple(name.strip().strip('"') for name in words.split("."))


def _table(words: str, repeated: bool, counts: dict[Path, int]) -> Path:
    """The path of a header; a table below a repeated one belongs to the latest of those."""
    names = _names(words)
    path: Path = ()
    for place, name in enumerate(names):
        path = (*path, name)
        last = place == len(names) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
