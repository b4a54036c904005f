"""The half-written PDF as its tags see it: objects by reference, structure elements, marked content by page."""

from collections.abc import Iterator
from typing import Any

import pydyf

Element = Any  # a pydyf.Dictionary; pydyf has no types


class Structure:
    """The tag tree and parent tree of a PDF that WeasyPrint is about to write (ISO 32000-1, 14.7)."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root: Element = self.at(pdf.catalog["StructTreeRoot"])
        self.document: Element = self.at(self.root["K"][0])
        self._nums: list[Any] = self.at(self.root["ParentTree"])["Nums"]
        self.page_numbers: dict[bytes, int] = {ref: n for n, ref in enumerate(pdf.page_references)}

    def at(self, reference: Any) -> Any:
        """The object behind a reference."""
        return self.pdf.objects[number_of(reference)]

    def elements(self) -> Iterator[Element]:
        """Every structure element, whether the tree reaches it or not."""
        for thing in self.pdf.objects:
            if isinstance(thing, dict) and thing.get("Type") == "/StructElem":
                yield thing

    def children(self, element: Element) -> list[Element]:
        """The structure elements directly below one."""
        kids = element["K"] if isinstance(element["K"], list) else [element["K"]]
        elements = [self.at(kid) for kid in kids if is_reference(kid)]
        return [kid for kid in elements if kid.get("Type") == "/StructElem"]

    def marked(self, page: int) -> list[Any]:
        """Which element each piece of marked content of a page belongs to, by its number (MCID)."""
        marked: list[Any] = self._nums[2 * page + 1]
        return marked

    def stream(self, page: int) -> Any:
        """The content stream of a page."""
        return self.at(self.at(self.pdf.page_references[page])["Contents"])

    def make_artifacts(self, page: int, numbers: set[int]) -> None:
        """Turn pieces of a page's marked content into pagination artifacts (ISO 32000-1, 14.8.2.2)."""
        if not numbers:
            return
        operations, marked = self.stream(page).stream, self.marked(page)
        for place, operation in enumerate(operations):
            if not isinstance(operation, pydyf.Dictionary) or operation.get("MCID") not in numbers:
                continue
            if operations[place + 1] == b"BDC":
                operations[place - 1] = "/Artifact"
                marked[operation["MCID"]] = b"null"
                operations[place] = pydyf.Dictionary({"Type": "/Pagination"})


def is_reference(thing: Any) -> bool:
    """Whether a value is a reference to an object ("12 0 R")."""
    return isinstance(thing, bytes)


def number_of(reference: bytes) -> int:
    """The object number in a reference."""
    return int(reference.split()[0])
