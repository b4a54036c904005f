"""What the advice says is asked for: its figure must be that of the recommendations, or of some of them together."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from checks.paper import CheckedPaper, Passage, Problem, sentences
from figures.money import format_money
from figures.prose import find_amounts

_ASKS = re.compile(
    r"\b(?:this|the) (?:report|paper|decision|request|business case) (?:seeks|asks|requests|is (?:seeking|"
    r"asking|requesting))\b"
    r"|\b(?:approval|permission|authority) is (?:being )?(?:sought|requested|asked)\b",
    re.IGNORECASE,
)
#: What is asked for beside the money decided on, or of which it is a part.
_BESIDE = re.compile(
    r"\b(?:further|additional(?:ly)?|remaining|of which|part of|out of|within|from (?:a|the|its) (?:total|"
    r"budget|fund)|overall"
    r"|previous(?:ly)?|already|original(?:ly)?|match(?:ed)?|contribution|per|each|uplift of|increase)\b",
    re.IGNORECASE,
)


def request_differs(paper: CheckedPaper) -> Iterator[Problem]:
    """A request for £205,000 where £250,000 is recommended; for £630,000 where £500,000 and £120,000 are."""
    recommended = [amount for recommendation in paper.recommendations for amount in recommendation.amounts][:8]
    if not recommended:
        return
    known_amounts = {sum(part) for count in range(1, len(recommended) + 1) for part in combinations(recommended, count)}
    known_amounts |= {tranche.amount for tranche in paper.tranches} | {
        sum((tranche.amount for tranche in paper.tranches), Decimal(0))
    }
    for section in paper.sections:
        for passage in section.passages:
            for figure in _figures(passage):
                if figure not in known_amounts:
                    yield _problem(figure, recommended, passage.where)
                    return


def _figures(passage: Passage) -> Iterator[Decimal]:
    """The one figure of each sentence that says what is asked for."""
    for sentence in sentences(passage.text):
        amounts = find_amounts(sentence)
        if len(amounts) == 1 and _ASKS.search(sentence) and not _BESIDE.search(sentence):
            amount = amounts[0]
            if amount.high is None and not amount.per and not amount.rounded and not amount.scale:
                yield amount.value


def _problem(figure: Decimal, recommended: list[Decimal], place: str) -> Problem:
    """With one figure recommended the two disagree; with several, the stated total is not their sum."""
    if len(recommended) == 1:
        sentence = f"The advice asks for {format_money(figure)}, the recommendation for {format_money(recommended[0])}."
        return Problem("amounts-disagree", "blocks", sentence, place)
    total = format_money(sum(recommended, Decimal(0)))
    sentence = f"The advice asks for {format_money(figure)}; the recommendations come to {total}."
    return Problem("sum-differs", "blocks", sentence, place)
