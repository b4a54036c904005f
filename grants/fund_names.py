"""Names that may mean one fund: PTF and Police Transformation Fund, Innovation Fund and Innovation fund 2018."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from rapidfuzz import fuzz

#: Names that are so much alike are likely one, from 0 to 100.
LIKELY = 87
#: Words that many funds have and none is told by.
_COMMON = frozenset({"the", "of", "for", "and", "a", "in", "fund", "funds", "funding", "grant", "grants", "programme"})
_YEAR = re.compile(r"(?:19|20)?\d\d")


class HasName(Protocol):
    """What has a name."""

    @property
    def name(self) -> str:
        """What it is called."""


F = TypeVar("F", bound=HasName)


def likely_same(name: str, funds: Iterable[F]) -> F | None:
    """The fund that a new name most likely means; None where there is none.

    One that has the very name in other letters is the same. Otherwise names are compared by the words that tell funds
    apart, without years, as whole names and as initials.
    """
    name_words = _distinctive_words(name)
    ranked = [(_likeness(name, name_words, fund.name), fund) for fund in funds]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= LIKELY else None


def _likeness(name: str, words: list[str], known_name: str) -> float:
    """How much two names are alike, from 0 to 100."""
    known_words = _distinctive_words(known_name)
    if " ".join(name.casefold().split()) == " ".join(known_name.casefold().split()):
        return 100
    if words and sorted(words) == sorted(known_words):
        return 99
    if _is_initials_of(name, known_name) or _is_initials_of(known_name, name):
        return 95
    if not words or not known_words:
        return 0
    return fuzz.ratio(" ".join(words), " ".join(known_words))


def _distinctive_words(name: str) -> list[str]:
    """The words of a name that tell it from others, in small letters."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return [word for word in words if word not in _COMMON and not _YEAR.fullmatch(word)]


def _is_initials_of(short: str, name: str) -> bool:
    """Whether one name is the other's initials, as PTF is of Police Transformation Fund."""
    letters = [word for word in re.findall(r"[^\W_]+", short) if not _YEAR.fullmatch(word)]
    initials = "".join(
        word[0] for word in re.findall(r"[^\W_\d]+", name) if word.casefold() not in {"the", "of", "and"}
    )
    return len(letters) == 1 and len(initials) > 2 and letters[0].casefold() == initials.casefold()
