"""Other names of bodies and funds in a question: a search for HO finds Home Office too, and the other way round.

The page says which names were searched for besides. A name in quotation marks is searched for as it is written.
"""

import re
from dataclasses import dataclass
from itertools import islice, product

from book.other_names import known_other_names
from book.search_text import searchable
from http_cache.book_version import book_version

#: The most rewordings of a question that are tried: one that names several bodies has many.
MOST_REWORDINGS = 12
_QUOTED = re.compile(r'"[^"]*"?')


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A name as it is written in a question, and the other names of the same body or fund."""

    written: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name that has other names (the keys as `_read` gives them), and a pattern that finds them in a question."""

    others: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str] | None


def other_names_of(name: str) -> tuple[str, ...]:
    """The other names of a body or fund; none where nobody knows any."""
    return _names().others.get(_read(name), ())


def named_in(question: str) -> list[NamedBody]:
    """The names in a question that have others, in its order; none of what is quoted or left out with a minus."""
    return [body for _, body in _places(searchable(question))]


def rewordings(question: str) -> list[str]:
    """The same question with each name's other names in its place; empty where it has none."""
    text = searchable(question)
    places = _places(text)
    variants = product(*([body.written, *(f'"{other}"' for other in body.others)] for _, body in places))
    return [_with(text, places, names) for names in islice(variants, 1, MOST_REWORDINGS)]


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
