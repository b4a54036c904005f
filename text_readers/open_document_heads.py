"""Running heads and feet of an OpenDocument file: which of them its pages show."""

from collections.abc import Iterator, Sequence
from typing import Any

from text_readers.open_document_styles import name

_KINDS = tuple(name(f"style:{place}{kind}") for kind in ("", "-first", "-left") for place in ("header", "footer"))


def heads_of(roots: Sequence[Any]) -> Iterator[tuple[Any, bool]]:
    """Each head and foot of the file, and whether a page shows it: it is not switched off, and its page is used."""
    pages = {page.get(name("style:name")): page for root in roots for page in root.iter(name("style:master-page"))}
    used = _used(roots, pages)
    for kind in _KINDS:
        for key, page in pages.items():
            for element in page.iter(kind):
                yield element, key in used and element.get(name("style:display"), "true") != "false"


def _used(roots: Sequence[Any], pages: dict[str | None, Any]) -> set[str | None]:
    """The kinds of page that the file begins with, that its styles begin, and those that follow them."""
    waiting = [*list(pages)[:1], "Standard"]
    attribute = name("style:master-page-name")
    waiting += [style.get(attribute) for root in roots for style in root.iter(name("style:style"))]
    used: set[str | None] = set()
    while waiting:
        key = waiting.pop()
        if key in pages and key not in used:
            used.add(key)
            waiting.append(pages[key].get(name("style:next-style-name")))
    return used
