"""Content controls of a Word form that nobody has filled in: they show only what should be filled in."""

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from text_readers.lines import Remark, hidden_remark
from text_readers.word_values import is_on

#: How the prompts of Word and of most forms begin: "Click or tap here to enter text.", "Choose an item."
_ASKS = re.compile(r"\W*(?:click|tap|choose|select|enter|type|insert|pick|add|please|\[|<)", re.IGNORECASE)


class Prompts:
    """The prompts of one file, and those of which it cannot be told whether somebody answered them."""

    def __init__(self, parts: list[Any]) -> None:
        """`parts` are those that the text refers to: one of them keeps the words of each prompt."""
        self._words: dict[str, str] = {}
        self._doubtful: list[str] = []
        for part in parts:
            if part.content_type.endswith("document.glossary+xml"):
                for block in parse_xml(part.blob).iter(qn("w:docPart")):
                    name = block.find(f"{qn('w:docPartPr')}/{qn('w:name')}")
                    body = block.find(qn("w:docPartBody"))
                    if name is not None and body is not None:
                        self._words[name.get(qn("w:val")) or ""] = _words(body)

    def is_prompt(self, control: Any) -> bool:
        """Whether a content control shows its prompt. One whose words are others than those of its prompt was answered
        by a program, which left the mark of a prompt on it.
        """
        content = control.find(qn("w:sdtContent"))
        if content is None or not is_on(control.find(qn("w:sdtPr")), "w:showingPlcHdr"):
            return False
        words, block = _words(content), control.find(f"{qn('w:sdtPr')}/{qn('w:placeholder')}/{qn('w:docPart')}")
        kept = self._words.get(block.get(qn("w:val")) or "", "") if block is not None else ""
        if kept:
            return words == kept
        if not _ASKS.match(words):
            self._doubtful.append(words)
        return True

    def remark(self) -> Remark | None:
        """A sentence on words that stand as prompts and do not read like ones."""
        return hidden_remark(self._doubtful, "that stands as the prompt of a form", "prompt")


def _words(element: Any) -> str:
    return " ".join("".join(node.text or "" for node in element.iter(qn("w:t"))).split())
