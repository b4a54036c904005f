"""One HTML element, one tag: a paragraph, list, section or table that crosses a page break is joined again."""

from typing import Any

import pydyf

from documents.finishing.origins import Origins
from documents.finishing.structure import Element, Structure, is_reference


class Joiner:
    """Joins, along the seams between pages, tags that came from the same HTML element."""

    def __init__(self, structure: Structure, origins: Origins) -> None:
        self.structure = structure
        self.origins = origins

    def join_pages(self) -> None:
        """Walk the document's topmost tags and join neighbours across each page break, as deep as they match."""
        kids = self.structure.document["K"]
        place = 0
        while place + 1 < len(kids):
            before, after = self.structure.at(kids[place]), self.structure.at(kids[place + 1])
            if self._is_split(before, after):
                self._join(before, after)
                del kids[place + 1]
            else:
                place += 1

    def _is_split(self, before: Element, after: Element) -> bool:
        """Whether two elements are the halves of one that a page break split."""
        origin = self.origins.get(before.number)
        same = origin is not None and origin == self.origins.get(after.number)
        return same and before["S"] == after["S"] and before["S"] not in ("/Span", "/NonStruct")

    def _join(self, before: Element, after: Element) -> None:
        if before["S"] == "/Table":
            self._drop_repeated_head(before, after)
        kids = list(after["K"])
        for first, second in self._halves(before, after):
            self._join(first, second)
            kids.remove(second.reference)
        for kid in kids:
            before["K"].append(self._moved(kid, before, after))
        after.clear()

    def _halves(self, before: Element, after: Element) -> list[tuple[Element, Element]]:
        """What is split in turn: the last child and the first one; in a row that is split, each of its cells."""
        above, below = self.structure.children(before), self.structure.children(after)
        if before["S"] == "/TR":
            return [pair for pair in zip(above, below, strict=False) if self._is_split(*pair)]
        return [(above[-1], below[0])] if above and below and self._is_split(above[-1], below[0]) else []

    def _moved(self, kid: Any, before: Element, after: Element) -> Any:
        """A child of the second half, made a child of the first: bare marked content must now name its page."""
        if isinstance(kid, int):
            self.structure.marked(self.structure.page_numbers[after["Pg"]])[kid] = before.reference
            return pydyf.Dictionary({"Type": "/MCR", "Pg": after["Pg"], "MCID": kid})
        if is_reference(kid):
            thing = self.structure.at(kid)
            if thing.get("Type") == "/StructElem":
                thing["P"] = before.reference
        return kid

    def _drop_repeated_head(self, before: Element, after: Element) -> None:
        """A table head printed again on the next page is an artifact; cells below it refer to the first one."""
        first, again = self._head(before), self._head(after)
        if first is None or again is None:
            return
        names = {
            b["ID"].string: a["ID"]
            for a, b in zip(self._cells(first), self._cells(again), strict=False)
            if "ID" in a and "ID" in b
        }
        after["K"].remove(again.reference)
        numbers: set[int] = set()
        self._empty(again, numbers)
        self.structure.make_artifacts(self.structure.page_numbers[after["Pg"]], numbers)
        self._rename_headers(after, names)

    def _head(self, table: Element) -> Element | None:
        return next((kid for kid in self.structure.children(table) if kid["S"] == "/THead"), None)

    def _cells(self, head: Element) -> list[Element]:
        return [cell for row in self.structure.children(head) for cell in self.structure.children(row)]

    def _empty(self, element: Element, numbers: set[int]) -> None:
        numbers.update(kid for kid in element["K"] if isinstance(kid, int))
        for kid in self.structure.children(element):
            self._empty(kid, numbers)
        element.clear()

    def _rename_headers(self, element: Element, names: dict[str, Any]) -> None:
        headers = element.get("A", {}).get("Headers")
        if headers:
            element["A"]["Headers"] = pydyf.Array([names.get(h.string, h) for h in headers])
        for kid in self.structure.children(element):
            self._rename_headers(kid, names)
