"""Everybody and everything that decisions name besides funders and funds: recipients, units, boards, deciders.

Each has a page under the slug of its name. Names with the same slug (another case, another punctuation, a recipient
that one paper names with its identifier and another without) share it: to a reader they are one.
"""

from dataclasses import dataclass

from django.utils.text import slugify

from book.models import Money
from http_cache.book_version import book_version
from register.search.counting import stored_counts


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of name: the path of its pages, and its label in the singular and the plural."""

    path: str
    word: str
    words: str


#: By the name of the facet and of the filter.
KINDS = {
    "recipient": Kind("recipients", "Recipient", "Recipients"),
    "by": Kind("deciders", "Decided by", "Who decided"),
    "unit": Kind("units", "Unit", "Units"),
    "board": Kind("boards", "Board", "Boards"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient, unit, board or decider: its slug, its most frequent spelling, its facets, its number of decisions.

    A decision that carries several of the facets is counted for each.
    """

    kind: str
    slug: str
    name: str
    facets: tuple[str, ...]
    decisions: int

    @property
    def href(self) -> str:
        """The address of its page."""
        return f"/{KINDS[self.kind].path}/{self.slug}/"


def slug_of(name: str) -> str:
    """A name as it stands in an address."""
    return slugify(name)[:80].strip("-") or "unnamed"


def recipient_names() -> dict[str, str]:
    """The name of every recipient by identifier, as a newest paper that names it has it."""
    return book_version.remembered("recipients", _recipient_names)


def _recipient_names() -> dict[str, str]:
    newest = (
        Money.objects.exclude(recipient="")
        .order_by("recipient", "-decision__sorted_on", "-decision", "position")
        .distinct("recipient")
    )
    return dict(newest.values_list("recipient", "recipient_name"))


def name_of(facet: str) -> str:
    """What the value of a facet is called."""
    kind, _, value = facet.partition(":")
    return recipient_names().get(value, value.removeprefix("name:")) if kind == "recipient" else value


def all_named(kind: str) -> dict[str, Named]:
    """All that listed decisions name of one of KINDS, by slug, those with most decisions first."""
    return book_version.remembered(f"named {kind}", lambda: _all_named(kind))


def _all_named(kind: str) -> dict[str, Named]:
    alike: dict[str, list[tuple[int, str]]] = {}
    for facet, count in stored_counts().items():
        if facet.startswith(f"{kind}:"):
            alike.setdefault(slug_of(name_of(facet)), []).append((count, facet))
    named = []
    for slug, counted in alike.items():
        counted.sort(key=lambda pair: (-pair[0], pair[1]))
        facets = tuple(facet for _, facet in counted)
        named.append(Named(kind, slug, name_of(facets[0]), facets, sum(count for count, _ in counted)))
    return {entry.slug: entry for entry in sorted(named, key=lambda entry: (-entry.decisions, entry.name))}


def of_value(kind: str, value: str) -> Named | None:
    """The recipient, unit, board or decider that a facet's value belongs to."""
    return all_named(kind).get(slug_of(name_of(f"{kind}:{value}")))


def values_alike(kind: str, value: str) -> list[str]:
    """Every value of a facet that names the same as this one; of other facets the value alone."""
    named = of_value(kind, value) if kind in KINDS else None
    return [facet.partition(":")[2] for facet in named.facets] if named else [value]


def value_named(kind: str, text: str) -> str:
    """The facet's value that somebody means by a slug, an identifier or a name; the text itself if there is none."""
    if f"{kind}:{text}" in stored_counts():
        return text
    named = all_named(kind).get(text) or all_named(kind).get(slug_of(text))
    return named.facets[0].partition(":")[2] if named else text
