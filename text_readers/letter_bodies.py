"""Of the bodies of a letter that should say the same, the one that is read, and what the others say beyond it."""

import re
from collections.abc import Sequence

from text_readers.lines import FileText, Remark, hidden_remark

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
#: What programs add where they turn a page into plain text: addresses behind links, names of pictures.
_ADDED = re.compile(r"<?\b(?:https?://|mailto:|tel:)[^\s>]*>?|\[cid:[^\]]*\]|\[[^\]\s]*\.(?:png|jpe?g|gif)\]")
_FIGURE = re.compile(r"£\s?[0-9]|[0-9]{3,}")
#: A line of fewer words is a label or a greeting.
_FEWEST_WORDS = 4
#: A short body that only says that there is another one.
_STUB = 60
_ABOUT_PROGRAMS = re.compile(r"\b(?:program|client|browser|html|e-?mail reader|viewer)\b", re.IGNORECASE)


def number_of_words(text: FileText) -> int:
    """The words that a text shows."""
    return sum(len(line.split()) for line in text)


def weight(text: FileText) -> int:
    """The words that a text holds, shown or hidden: by them a stub is told from the whole."""
    hidden = (remark.details or (remark.message,) for remark in text.remarks if remark.code == "hidden-text")
    return number_of_words(text) + sum(len(piece.split()) for pieces in hidden for piece in pieces)


def preferred(bodies: Sequence[FileText], most: int | None = None) -> int | None:
    """The place of the body to read, which shows words: the first that is no stub of another; None for none.

    `bodies` stand in the order of preference. A stub holds less than half of the words of the longest body, or of
    `most` words where that is fewer.
    """
    longest = max(map(weight, bodies), default=0)
    enough = longest if most is None else min(longest, most)
    shown = (place for place, body in enumerate(bodies) if number_of_words(body) and weight(body) * 2 >= enough)
    return next(shown, None)


def beyond(chosen: Sequence[FileText], others: Sequence[FileText]) -> Remark | None:
    """A remark on lines of other bodies whose words or figures the chosen ones neither show nor tell as left out."""
    told = [piece for text in chosen for remark in text.remarks for piece in (remark.message, *remark.details)]
    known = {word for piece in (*told, *(line for text in chosen for line in text)) for word in _words(piece)}
    lines = [line for text in others if not _is_stub(text) for line in text if _says_more(line, known)]
    return hidden_remark(lines, "that only another form of the letter’s body holds", "other-body")


def _is_stub(text: FileText) -> bool:
    words = " ".join(text)
    is_short = number_of_words(text) < _STUB and not _FIGURE.search(words)
    return is_short and bool(_ABOUT_PROGRAMS.search(words))


def _says_more(line: str, known: set[str]) -> bool:
    words = _words(line)
    unknown = [word for word in words if word not in known]
    if any(_FIGURE.search(word) or ("£" in line and word[:1].isdigit()) for word in unknown):
        return True
    return len(words) >= _FEWEST_WORDS and len(unknown) * 2 >= len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDED.sub(" ", text).casefold())
