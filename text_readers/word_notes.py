"""Footnotes and endnotes of a Word file: numbered as they are met in the text, as Word counts them."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from text_readers.lines import SUPERSCRIPT
from text_readers.word_values import OFF

_KINDS = ("footnote", "endnote")


class Notes:
    """The notes of one file, and the marks of those that its text refers to. Endnotes count on after footnotes."""

    def __init__(self, links: Any) -> None:
        """`links` are those of the main part to others."""
        self.roots: dict[str, Any] = {}
        for link in links:
            kind = next((kind for kind in _KINDS if link.reltype.endswith(f"/{kind}s")), "")
            if kind and not link.is_external:
                self.roots.setdefault(kind, parse_xml(link.target_part.blob))
        self._marks: dict[tuple[str, str], str] = {}
        #: How far each kind has counted.
        self._counts = {"footnote": 0, "endnote": sum(1 for kind, _ in self._all() if kind == "footnote")}

    def mark(self, reference: Any) -> str:
        """The raised number of a note that the text refers to; "" where its own sign follows."""
        kind = reference.tag.rpartition("}")[2].removesuffix("Reference")
        key = (kind, reference.get(qn("w:id")) or "")
        if key not in self._marks:
            has_own_sign = reference.get(qn("w:customMarkFollows"), "0") not in OFF
            self._counts[kind] += not has_own_sign
            self._marks[key] = "" if has_own_sign else str(self._counts[kind]).translate(SUPERSCRIPT)
        return self._marks[key]

    def shown(self) -> Iterator[tuple[str, Any]]:
        """The notes in the order of their marks: the mark, and the element that holds the note's text."""
        notes = {(kind, note.get(qn("w:id"))): note for kind, note in self._all()}
        for key, mark in self._marks.items():
            if key in notes:
                yield mark, notes[key]

    def unshown(self) -> Iterator[Any]:
        """The notes that no text refers to any more: Word keeps them in the file and shows them nowhere."""
        yield from (note for kind, note in self._all() if (kind, note.get(qn("w:id"))) not in self._marks)

    def _all(self) -> Iterator[tuple[str, Any]]:
        """Every note but the lines that Word draws above notes."""
        for kind, root in self.roots.items():
            for note in root.findall(qn(f"w:{kind}")):
                if note.get(qn("w:type")) in (None, "normal"):
                    yield kind, note
