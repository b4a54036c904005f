"""A long list of bodies in pages, with a search box: each body with its decisions and its money."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict

from book.search_text import searchable
from register.money.list_totals import DIRECTIONS
from register.presenters.labels import MONEY
from register.presenters.listing import address
from register.search.filters import LONGEST
from register.search.other_names import other_names_of

#: Bodies on a page.
PAGE = 50

#: The lists of this kind, each linked from the others.
LISTS = {
    "/funders/": "funders",
    "/funds/": "funds",
    "/recipients/": "recipients",
    "/years/": "financial years",
    "/deciders/": "who decided",
    "/units/": "units",
    "/boards/": "boards",
}

#: Pounds by direction and kind of money.
Sums = dict[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Body:
    """A row of the list. `also`: its other spellings; `parent`: name and address of a fund's funder, else empty."""

    name: str
    href: str
    decisions: int
    sums: Sums = field(default_factory=dict)
    parent: tuple[str, str] = ("", "")
    also: tuple[str, ...] = ()


def listed(bodies: Iterable[Body], path: str, data: QueryDict) -> dict[str, Any]:
    """Context of the page: bodies whose names have all words typed in the box; raises BadRequest for no such page."""
    text = data.get("name", "").strip()
    if len(text) > LONGEST or not text.isprintable():
        raise BadRequest(f"Type {LONGEST} characters of a name or fewer, without control characters.")
    words = searchable(text).casefold().split()
    fitting = [body for body in bodies if all(word in _searchable_names(body) for word in words)]
    number = _page_number(data.get("page", "1"), len(fitting))
    first = (number - 1) * PAGE
    shown = fitting[first : first + PAGE]
    columns = [
        (direction, kind)
        for direction in DIRECTIONS
        for kind in MONEY
        if any((direction, kind) in body.sums for body in fitting)
    ]
    several = len({direction for direction, _ in columns}) > 1
    return {
        "path": path,
        "see_also": [{"href": href, "text": words} for href, words in LISTS.items() if href != path],
        "name": text,
        "count": len(fitting),
        "columns": [
            f"{DIRECTIONS[direction]}: {MONEY[kind].lower()}" if several else MONEY[kind] for direction, kind in columns
        ],
        "rows": [{"body": body, "amounts": [body.sums.get(column) for column in columns]} for body in shown],
        "parents": any(body.parent[0] for body in fitting),
        "first": first + 1,
        "last": first + len(shown),
        "previous": _link(path, text, number - 1) if number > 1 else None,
        "next": _link(path, text, number + 1) if first + PAGE < len(fitting) else None,
    }


def _searchable_names(body: Body) -> str:
    names = (body.name, *body.also, body.parent[0], *other_names_of(body.name), *other_names_of(body.parent[0]))
    return searchable(" ".join(names)).casefold()


def _page_number(text: str, count: int) -> int:
    last = max(1, -(-count // PAGE))
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and 1 <= int(text) <= last):
        raise BadRequest(f"The pages of this list run from 1 to {last}.")
    return int(text)


def _link(path: str, text: str, number: int) -> dict[str, str]:
    query = QueryDict(mutable=True)
    if text:
        query["name"] = text
    if number > 1:
        query["page"] = str(number)
    return {"href": address(path, query)}
