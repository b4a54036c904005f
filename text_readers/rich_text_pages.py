"""Web pages that Outlook wraps into rich text (MS-OXRTFEX): the page is taken out and read as one."""

import re
from html import escape

from text_readers.rich_text import RichTextReader

_IS_PAGE = re.compile(rb"\\fromhtml1?\b")
_BREAKS = {"par": "\n", "line": "\n", "tab": "\t"}
#: Groups with what the page's own elements show already, as rich text shows it.
_REPEATED = {"listtext", "header", "headerf", "headerl", "headerr", "footnote"}


def page_in(shown: str, data: bytes) -> str:
    """The page that a rich text file wraps; "" for rich text that was written as such.

    Raises Unreadable when it is nested without end.
    """
    if not _IS_PAGE.search(data[:2000]):
        return ""
    reader = _PageReader(shown)
    reader.read(data)
    return "".join(reader.page)


class _PageReader(RichTextReader):
    """Keeps the elements of the page and its text, and leaves out what only rich text shows."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.page: list[str] = []
        self.is_element = self.is_repeated = False
        self.outer: list[tuple[bool, bool]] = []

    def open(self) -> None:
        """A group begins."""
        super().open()
        self.outer.append((self.is_element, self.is_repeated))

    def close(self) -> None:
        """A group ends."""
        super().close()
        if self.outer:
            self.is_element, self.is_repeated = self.outer.pop()

    def control(self, word: str, number: int | None) -> None:
        """A control word: those of MS-OXRTFEX, breaks, else what rich text knows."""
        if word == "htmltag":
            self.is_element, self.ignorable = True, False
        elif word == "htmlrtf":
            self.is_repeated = number != 0
        elif word in _BREAKS and self.state.place == "":
            self.put(_BREAKS[word])
        else:
            super().control(word, number)

    def put(self, text: str) -> None:
        """Text of the page: elements as they stand, words with their signs escaped."""
        if not self.is_repeated and self.is_shown() and self.state.place not in _REPEATED:
            self.page.append(text if self.is_element else escape(text, quote=False))
