"""Spelling suggestions for a question that finds nothing: known words for unknown ones, offered but never applied."""

import re

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from book.models import Word
from http_cache.book_version import book_version

_WORD = re.compile(r"[a-z]{4,30}", re.IGNORECASE)
#: Words shorter than this may differ by one slip, longer ones by two: a letter added, left out, replaced or swapped.
LONG = 7


def known_words() -> dict[str, int]:
    """The words of titles and summaries on lists, with how many decisions have each."""
    return book_version.remembered("words", lambda: dict(Word.objects.values_list("word", "decisions")))


def suggest(question: str) -> str:
    """The question with each unknown word replaced by the known one that is nearest; empty when there is none."""
    known = known_words()

    def nearest(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in known:
            return match[0]
        slips = 2 if len(word) >= LONG else 1
        near = process.extract(word, known.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=20)
        # The fewest slips, then the word that most decisions have.
        ranked = sorted((distance, -known[candidate], candidate) for candidate, distance, _ in near)
        return ranked[0][2] if ranked else match[0]

    better = _WORD.sub(nearest, question)
    return better if better != question else ""
