"""fund-names-disagree and kind-disagrees: the same money under two names, or an offer called a bid."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from checks.paper import CheckedPaper, Problem, sentences
from figures.money import format_money
from figures.prose import find_amounts, find_years

_FUND = re.compile(
    r"\b(?:[A-Z][\w'’\-]*(?:\s+(?:of|and|for|the|&)(?=\s+[A-Z]))?\s+){1,6}Fund\b(?!\s+(?:Manager|Board|Panel|Team))"
)
_OWNERS = re.compile(
    r"^(?:(?:The|An?|Home Office|HO|MOPAC|MPS|GLA|Mayor's|Mayor’s|Mayor|Government|London|National|"
    r"Her Majesty's|HM|DCMS|MoJ|Ministry of Justice|From|To|In|Approve|For)\s+)+"
)


def _name(text: str) -> str:
    """A fund's name without those who own it before it."""
    return " ".join(_OWNERS.sub("", " ".join(text.split())).split())


def _may_be_same_name(first: str, second: str) -> bool:
    """Whether two names may be one: the same, one within the other, or its initials."""
    a, b = (re.sub(r"s\b", "", name.lower()) for name in (first, second))
    initials = ["".join(word[0] for word in name.split() if word[0].isupper()).lower() for name in (first, second)]
    return a in b or b in a or initials[0] == b.replace(" fund", "") or initials[1] == a.replace(" fund", "") or a == b


def fund_names_disagree(paper: CheckedPaper) -> Iterator[Problem]:
    """One amount of one year is said to come from two funds (PCD 510: £120,000)."""
    names_by_amount: dict[Decimal, list[tuple[str, frozenset[str], str]]] = {}
    together: set[frozenset[str]] = set()
    for passage in paper.passages():
        for sentence in sentences(passage.text):
            names = [(match, _name(match[0])) for match in _FUND.finditer(sentence)]
            names = [(match, name) for match, name in names if name.lower() not in ("fund", "")][:20]
            together |= {frozenset(pair) for pair in combinations({name for _, name in names}, 2)}
            years = frozenset(str(year.value) for year in find_years(sentence))
            for match, name in names:
                near = min(find_amounts(sentence), key=lambda stated: abs(stated.start - match.start()), default=None)
                if near is not None and len(names) == 1:
                    names_by_amount.setdefault(near.value, []).append((name, years, passage.where))
    for tranche in paper.tranches:
        if re.search(r"\bFund\b", tranche.fund):
            names_by_amount.setdefault(tranche.amount, []).append(
                (_name(tranche.fund), frozenset({str(tranche.year)}), tranche.where)
            )
    for amount, mentions in names_by_amount.items():
        if problem := _conflict(paper, amount, mentions, together):
            yield problem
            return


def _conflict(
    paper: CheckedPaper, amount: Decimal, mentions: list[tuple[str, frozenset[str], str]], together: set[frozenset[str]]
) -> Problem | None:
    """The first two names of one amount that cannot be one fund, unless the amount is there twice over."""
    rows = [tranche for tranche in paper.tranches if tranche.amount == amount]
    funds = {_name(row.fund) for row in rows if row.fund}
    times_recommended = sum(recommendation.amounts.count(amount) for recommendation in paper.recommendations)
    if (
        len(funds) > 1
        or times_recommended > 1
        or any(re.search(r"\bmatch(?:ed)?[ -]fund", p.text, re.IGNORECASE) for p in paper.passages())
    ):
        return None
    for (first, years, _), (second, other_years, place) in combinations(mentions[:60], 2):
        apart = bool(years and other_years and not years & other_years)
        if not apart and not _may_be_same_name(first, second) and frozenset((first, second)) not in together:
            return Problem(
                "fund-names-disagree",
                "warns",
                f"{format_money(amount)} is said to come from the {first} and from the {second}.",
                place,
            )
    return None


_SEEKS = re.compile(
    r"\b(?:seek(?:s|ing)?|request(?:s|ed|ing)?|ask(?:s|ing)|approv(?:al|e)|permission|authority|"
    r"authoris\w+|agreement)\b",
    re.IGNORECASE,
)
_BID = re.compile(r"\bbid(?:s|ding)?\b|\bapply\b|\bapplication\b", re.IGNORECASE)
_OFFER = re.compile(r"\baccept\w*\b|\boffer\w*\b|\breceiv\w+\b|\breceipt\b", re.IGNORECASE)


def kind_disagrees(paper: CheckedPaper) -> Iterator[Problem]:
    """The advice asks for a bid where the recommendations accept an offer, or the reverse (PCD 510, paragraph 4.1)."""
    offered_amounts = [
        recommendation.amounts[0]
        for recommendation in paper.recommendations
        if recommendation.action == "accept_offer"
        and len(recommendation.amounts) == 1
        and not _BID.search(recommendation.text)
    ]
    bid = [
        recommendation.amounts[0]
        for recommendation in paper.recommendations
        if recommendation.action == "approve_bid"
        and len(recommendation.amounts) == 1
        and not _OFFER.search(recommendation.text)
    ]
    combined = sum(offered_amounts) + sum(bid) if offered_amounts and bid else None
    for section in paper.sections:
        for passage in section.passages:
            for sentence in sentences(passage.text):
                if not _SEEKS.search(sentence) or bool(_BID.search(sentence)) == bool(_OFFER.search(sentence)):
                    continue
                calls, wrong, right = (
                    ("a bid", offered_amounts, bid) if _BID.search(sentence) else ("an offer", bid, offered_amounts)
                )
                for amount in find_amounts(sentence):
                    if amount.value == combined or (amount.value in wrong and amount.value not in right):
                        really = (
                            "both offers and bids"
                            if amount.value == combined
                            else "an offer to accept"
                            if calls == "a bid"
                            else "a bid"
                        )
                        place = f"Paragraph {passage.number.rstrip('.')}" if passage.number else "The advice"
                        if passage.document == "report":
                            place += " of the report"
                        yield Problem(
                            "kind-disagrees",
                            "warns",
                            f"{place} calls {format_money(amount.value)} {calls}; "
                            f"the recommendations make it {really}.",
                            passage.where,
                        )
                        return
