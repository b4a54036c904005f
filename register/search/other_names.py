"""Questions asked by another name of a body or fund: HO for Home Office, and the other way round.

What is asked with another name finds the same as with the usual one, and the page says so. Put into quotation marks, a
name is looked for as it is written.
"""

import re
from dataclasses import dataclass
from itertools import islice, product

from book.other_names import known_other_names
from book.search_text import searchable
from http_cache.book_version import book_version

#: More ways of asking than this are not tried: a question that names several bodies by several names each.
MOST_WAYS = 12
_QUOTED = re.compile(r'"[^"]*"?')


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A name in a question as it is written there, and the other names of the same."""

    written: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name that has others, by how the search reads it, and what finds one in a question."""

    others: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str] | None


def other_names_of(name: str) -> tuple[str, ...]:
    """The other names of a body or fund; none where nobody knows any."""
    return _names().others.get(_read(name), ())


def named_in(question: str) -> list[NamedBody]:
    """The names in a question that have others, in its order; none of what is quoted or left out with a minus."""
    return [body for _, body in _places(searchable(question))]


def ways_of_asking(question: str) -> list[str]:
    """The same question with each name's other names in its place; empty where it has none."""
    text = searchable(question)
    places = _places(text)
    ways = product(*([body.written, *(f'"{other}"' for other in body.others)] for _, body in places))
    return [_with(text, places, names) for names in islice(ways, 1, MOST_WAYS)]


def as_written(question: str) -> str:
    """The question with its names in quotation marks, so that each is looked for as it is written."""
    text = searchable(question)
    places = _places(text)
    return _with(text, places, tuple(f'"{body.written}"' for _, body in places))


def _with(text: str, places: list[tuple[int, NamedBody]], names: tuple[str, ...]) -> str:
    """The text with a name in each of the places."""
    for (start, body), name in reversed(list(zip(places, names, strict=True))):
        text = f"{text[:start]}{name}{text[start + len(body.written) :]}"
    return text


def _places(text: str) -> list[tuple[int, NamedBody]]:
    """Where names stand in a text that was made searchable."""
    names = _names()
    if names.pattern is None:
        return []
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return [
        (match.start(), NamedBody(match[0], names.others[_read(match[0])]))
        for match in names.pattern.finditer(text)
        if not any(start <= match.start() < end for start, end in quoted)
    ]


def _read(name: str) -> str:
    """A name as the search reads it."""
    return " ".join(searchable(name).casefold().split())


def _names() -> _Names:
    return book_version.remembered("other names", _all_names)


def _all_names() -> _Names:
    groups: dict[str, list[str]] = {}
    for known in known_other_names("book"):
        groups.setdefault(_read(known.name), [known.name]).append(known.other)
    others = {
        _read(name): tuple(other for other in group if other != name) for group in groups.values() for name in group
    }
    if not others:
        return _Names({}, None)
    longest_first = sorted(others, key=lambda name: (-len(name), name))
    words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return _Names(others, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE))
