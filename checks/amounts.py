"""amounts-disagree and scale-suspect: one thing with two figures, and a figure of the wrong size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from checks.paper import CheckedPaper, Problem, sentences
from figures.money import format_money
from figures.prose import AmountMatch, find_amounts, find_years

_WORD = re.compile(r"[A-Za-z][A-Za-z'’\-]{2,}")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the and for that this with from will are was has been have which their they its our not but all "
        "any can may per "
        "year years over under of to in on by as at is it be an or deputy mayor policing crime dmpc "
        "mopac mps recommended "
        "asked approve approval accept agree grant grants funding fund report seeks permission total sum "
        "amount value up",
    )
)
#: Words that make a figure another thing than the one decided on.
_DIFFERENT_SUBJECT = re.compile(
    r"\b(?:original(?:ly)?|previous(?:ly)?|already|initial(?:ly)?|earlier|last year|prior|further|"
    r"additional(?:ly)?|remaining|remainder|of which|contribut\w+|match(?:ed)?|underspen\w+|"
    r"increas\w+|decreas\w+|reduc\w+|uplift|extra|instead of|rather than|compared|per|each|savings?|"
    r"cost of|costs|overall|budget|phase|tranche|first|second|third|minimum|between|forecast|baseline|"
    r"balance)\b",
    re.IGNORECASE,
)


#: No paper has more amounts in its prose; beyond that, comparing each with each would take for ever.
_MOST = 400


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount with the sentence it stands in."""

    amount: AmountMatch
    group: str
    where: str
    words: frozenset[str]
    names: frozenset[str]
    years: frozenset[str]
    other: bool


def amounts_disagree(paper: CheckedPaper) -> Iterator[Problem]:
    """Two figures for one thing in summary, recommendations and advice: £246,700 here, £264,700 there."""
    mentions = list(islice(_mentions(paper), _MOST))
    values = {group: {m.amount.value for m in mentions if m.group == group} for group in {m.group for m in mentions}}
    known_amounts = {m.amount.value for m in mentions} | {tranche.amount for tranche in paper.tranches}
    reported: set[frozenset[Decimal]] = set()
    for first in mentions:
        for second in mentions:
            pair = frozenset((first.amount.value, second.amount.value))
            if first.group >= second.group or len(pair) < 2 or pair in reported:
                continue
            if first.amount.value in values[second.group] or second.amount.value in values[first.group]:
                continue
            if _have_one_subject(first, second, known_amounts):
                reported.add(pair)
                yield Problem(
                    "amounts-disagree",
                    "blocks",
                    f"One thing seems to have two figures: {format_money(first.amount.value)} and "
                    f"{format_money(second.amount.value)}.",
                    second.where,
                )


def _mentions(paper: CheckedPaper) -> Iterator[Mention]:
    for passage in paper.passages():
        group = passage.kind if passage.kind in ("summary", "recommendation") else "advice"
        for sentence in sentences(passage.text):
            for amount in find_amounts(sentence):
                if amount.high is None and not amount.per and not amount.rounded and amount.value >= 1000:
                    yield _mention(amount, sentence, f"{passage.document}.{group}", passage.where)


def _mention(amount: AmountMatch, sentence: str, group: str, path: str) -> Mention:
    remainder = sentence[: amount.start] + " " + sentence[amount.end :]
    words = [word.strip("'’-") for word in _WORD.findall(remainder)]
    names = frozenset(word for word in words[1:] if word[0].isupper() and word.lower() not in _COMMON)
    plain = frozenset(word.lower() for word in words if word.lower() not in _COMMON)
    years = frozenset(str(year.value) for year in find_years(sentence))
    return Mention(amount, group, path, plain, names, years, bool(_DIFFERENT_SUBJECT.search(remainder)))


def _have_one_subject(first: Mention, second: Mention, known_amounts: set[Decimal]) -> bool:
    """Whether two figures are told of one thing: alike in digits or in words, and neither part nor multiple."""
    if first.other or second.other or (first.years and second.years and first.years != second.years):
        return False
    if first.amount.up_to != second.amount.up_to and not _slip(first.amount.value, second.amount.value):
        return False
    small, big = sorted((first.amount.value, second.amount.value))
    if (
        big % small == 0
        or (big - small) in known_amounts
        or any(
            big % amount == 0 and amount < small for amount in known_amounts if amount > 1000 and small % amount == 0
        )
    ):
        return False
    shared, either = first.words & second.words, first.words | second.words
    alike = len(shared) / len(either) if either else 0.0
    if alike >= 0.45 and first.names - second.names and second.names - first.names:
        return False  # a list that gives the same to one after another
    if _slip(small, big):
        one_year = bool(first.years) and first.years == second.years
        return len(shared) >= 2 and alike >= (0.1 if one_year else 0.15)
    same_names = first.names <= second.names or second.names <= first.names
    return alike >= 0.6 and len(shared) >= 4 and same_names


def _slip(figure: Decimal, other_figure: Decimal) -> bool:
    """Whether one figure is the other with two neighbouring digits changed over, or with one digit wrong."""
    left, right = f"{figure:.0f}", f"{other_figure:.0f}"
    if len(left) != len(right) or len(left.strip("0")) < 3:
        return False
    wrong = [n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    swapped = (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and left[wrong[0]] == right[wrong[1]]
        and left[wrong[1]] == right[wrong[0]]
    )
    return swapped or (len(wrong) == 1 and len(left.rstrip("0")) >= 4)


_NATIONAL = re.compile(
    r"\b(?:national(?:ly)?|government|treasury|england|uk|budget|gross|net revenue|precept|police grant|"
    r"spending review|economy|economic)\b",
    re.IGNORECASE,
)


def scale_suspect(paper: CheckedPaper) -> Iterator[Problem]:
    """£31,469m where everything else is in thousands: thousands written before an m, far above every other figure."""
    mentions = [
        (amount, passage, sentence)
        for passage in paper.passages()
        for sentence in sentences(passage.text)
        for amount in find_amounts(sentence)
    ]
    for amount, passage, sentence in mentions:
        if amount.scale not in ("m", "bn", "tn") or amount.mantissa < 1000:
            continue
        other_values = [mentioned.value for mentioned, _, _ in mentions if mentioned.value != amount.value]
        far = not other_values or amount.value > 100 * max(other_values)
        if far and not (_NATIONAL.search(sentence) and amount.value < 10**11):
            yield Problem(
                "scale-suspect",
                "blocks",
                f"{amount.text} is {format_money(amount.value)}. Are thousands meant, not millions?",
                passage.where,
            )
            return
