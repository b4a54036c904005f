"""sum-differs: stated totals that are not the sum, or the product, of their parts."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from checks.paper import CheckedPaper, CheckedRecommendation, Passage, Problem, sentences
from figures.money import format_money
from figures.prose import AmountMatch, find_amounts

CODE = "sum-differs"
#: No sentence of a paper holds more amounts; a hostile one is not compared amount by amount for ever.
MOST = 40
_NUMBERS = {
    word: n
    for n, word in enumerate(re.findall(r"\w+", "two three four five six seven eight nine ten eleven twelve"), 2)
}
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
_PERIOD = (
    r"(?:for|over|across|during|in each of)(?: each of)?(?: the| a)?(?: next| following| first)?(?: (?:period|"
    r"term|total) of)?"
)
_YEARS_AFTER = re.compile(
    rf"^(?:[\s,(]*(?:(?:per|each|a|every) (?:financial )?(?:year|annum)|p\.?a\.?|annually|yearly)?"
    rf"(?:[\s,)(]*{_PERIOD} |\s*\(){_COUNT}[ -](?:financial )?years?\b|"
    rf"\s*[x×*]\s*{_COUNT.replace('count', 'times')}(?![0-9,.]*[0-9]))",
    re.IGNORECASE,
)
_YEARS_BEFORE = re.compile(rf"\b{_COUNT} years?,? (?:at|of|costing)\s*$", re.IGNORECASE)
_YEARS_NEAR = re.compile(rf"\b{_PERIOD} {_COUNT}[ -]years?\b", re.IGNORECASE)
_ITEMS_BEFORE = re.compile(
    rf"\b{_COUNT} (?:[a-z\-]+ ){{0,3}}?(?:grants?|awards?|projects?|organisations?|boroughs?|providers?|"
    rf"schemes?|payments?|instalments?|contracts?|posts?|officers?|places?|areas?|hubs?|partners?)"
    r"(?: [a-z]+){0,3}?,?(?: each)? (?:of|at|worth|for|with|receiving|costing|each|to)(?: (?:up to|upto|"
    r"a maximum of|max(?:imum)?\.?(?: of)?|about))?\s*$",
    re.IGNORECASE,
)
_TOTAL_BEFORE = re.compile(
    r"(?:\btotalling|\bcoming to|\bamount(?:s|ing)?(?: in total)? to|\bmaking|\b(?:a|the|giving a|"
    r"making a|in|grand|combined|overall) (?:grand |combined |overall )?total(?: (?:cost|value|sum|award|"
    r"grant|funding|amount|spend))?(?: of| is| will be| to be|:)?|\bequat(?:es|ing) to|=|\bi\.e\.)"
    r"(?: (?:of|to|up to|is|a|the|approximately|sum|some))*\s*\(?$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"^\s*(?:in total|in all|altogether|overall|total)\b", re.IGNORECASE)
_POT_BEFORE = re.compile(
    r"(?:\bout of|\bfrom|\bwithin|\bfund(?:ing)? of|\bbudget of|\bpot of|\ballocation of|\benvelope of|"
    r"\bavailable|\bof)(?: (?:the|a|an|its|this|total|available|overall|of))*\s*$",
    re.IGNORECASE,
)
_NOT_THE_SUM = re.compile(
    r"\b(?:out of|from|within|towards?|against|of|part of)(?: (?:a|the))?(?: [a-z]+){0,2}\s*$", re.IGNORECASE
)
_IS_MADE_UP_OF = re.compile(
    r"^[\s,:(\-\u2013]*(?:(?:which |this )?(?:is |was |are |being )?(?:made up|comprised?|comprising|"
    r"consist(?:s|ing)?|composed|broken down|split|divided|namely|i\.e\.)\b|\(|:\s*$|:\s)",
    re.IGNORECASE,
)


def sum_differs(paper: CheckedPaper) -> Iterator[Problem]:
    """Totals of tables, of sentences, of years and of items; and what was recommended against its tranches."""
    yield from _tables(paper)
    for passage in paper.passages():
        yield from _repeated(passage)
        for sentence in sentences(passage.text):
            yield from _composed(sentence, passage.where)
    yield from _recommended(paper)


def _problem(sentence: str, place: str) -> Problem:
    return Problem(CODE, "blocks", sentence, place)


def _same(stated: AmountMatch, exact: Decimal) -> bool:
    """Whether a stated total is the sum, as precisely as it is written: £1.08m is £1,083,000, £1,080,000 is not."""
    if stated.value == exact or (stated.high is not None and stated.value <= exact <= stated.high):
        return True
    if stated.rounded:
        return abs(stated.value - exact) * 20 <= exact
    if not stated.scale:
        return False
    places = -int(stated.mantissa.as_tuple().exponent)
    return (
        bool(abs(stated.value - exact) * 2 <= stated.value / stated.mantissa / Decimal(10) ** places)
        if stated.mantissa
        else False
    )


def _tables(paper: CheckedPaper) -> Iterator[Problem]:
    for stated, parts in paper.totals:
        if len(parts) > 1 and sum(parts) != stated:
            yield _problem(
                f"The table states a total of {format_money(stated)}, but its parts come to "
                f"{format_money(Decimal(sum(parts)))}.",
                "tranches",
            )


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _repeated(passage: Passage) -> Iterator[Problem]:
    """£216,600 a year for five years stated as £1,080,000; 12 grants of up to £84k out of £1m."""
    amounts, text = find_amounts(passage.text)[:MOST], passage.text
    for amount in amounts:
        larger_amounts = [larger for larger in amounts if larger is not amount and larger.value > amount.value]
        if amount.high is not None or not larger_amounts:
            continue
        if years := _years_of(amount, text):
            yield from _yearly(amount, years, larger_amounts, passage)
        elif items := _ITEMS_BEFORE.search(text[max(0, amount.start - 90) : amount.start]):
            yield from _items(amount, _number(items["count"]), larger_amounts, passage)


def _years_of(amount: AmountMatch, text: str) -> int:
    """For how many years an amount is meant; 0 where the text does not say."""
    if match := _YEARS_AFTER.match(text[amount.end : amount.end + 90]):
        return _number(match["count"] or match["times"])
    if amount.per != "year":
        return 0
    if match := _YEARS_BEFORE.search(text[max(0, amount.start - 40) : amount.start]):
        return _number(match["count"])
    near = {
        _number(match["count"]) for match in _YEARS_NEAR.finditer(text[max(0, amount.start - 120) : amount.end + 90])
    }
    return near.pop() if len(near) == 1 else 0


def _is_total(amount: AmountMatch, text: str) -> bool:
    return bool(
        _TOTAL_BEFORE.search(text[max(0, amount.start - 60) : amount.start])
        or _TOTAL_AFTER.match(text[amount.end : amount.end + 20])
    )


def _yearly(
    amount: AmountMatch, count: int, other_amounts: Sequence[AmountMatch], passage: Passage
) -> Iterator[Problem]:
    product = amount.value * count
    if count < 2 or amount.rounded or any(_same(other_amount, product) for other_amount in other_amounts):
        return
    for other_amount in other_amounts:
        near = abs(other_amount.value - product) * 100 <= product * 3
        total = amount.per == "year" and _is_total(other_amount, passage.text)
        if other_amount.per or (amount.up_to and other_amount.value <= product) or not (near or total):
            continue
        yield _problem(
            f"{count} years of {format_money(amount.value)} come to {format_money(product)}, but "
            f"{format_money(other_amount.value)} is stated.",
            passage.where,
        )
        return


def _items(
    amount: AmountMatch, count: int, other_amounts: Sequence[AmountMatch], passage: Passage
) -> Iterator[Problem]:
    product = amount.value * count
    if count < 2 or any(other_amount.value == product for other_amount in other_amounts):
        return
    for other_amount in other_amounts:
        before = passage.text[max(0, other_amount.start - 40) : other_amount.start]
        total = _is_total(other_amount, passage.text)
        pot = bool(_POT_BEFORE.search(before)) or re.match(
            r"\s*(?:fund|pot|budget|allocation|available|grant|programme)", passage.text[other_amount.end :]
        )
        over = product > other_amount.value and product <= other_amount.value * 2
        if over and (total or pot or len(other_amounts) == 1):
            ceiling = "up to " if amount.up_to else ""
            yield _problem(
                f"{count} times {ceiling}{format_money(amount.value)} is {ceiling}{format_money(product)}, "
                f"more than the {format_money(other_amount.value)} stated.",
                passage.where,
            )
            return
        if total and not amount.up_to and not _same(other_amount, product) and not amount.rounded:
            yield _problem(
                f"{count} times {format_money(amount.value)} is {format_money(product)}, but a total of "
                f"{format_money(other_amount.value)} is stated.",
                passage.where,
            )
            return


def _composed(sentence: str, place: str) -> Iterator[Problem]:
    """£620,000 made up of £500,000 and £120,000; £500,000 and £120,000, totalling £620,000."""
    amounts = find_amounts(sentence)
    if not 3 <= len(amounts) <= MOST or any(amount.per or amount.high is not None for amount in amounts):
        return
    if re.search(r"\b(?:each|every)\b", sentence, re.IGNORECASE):
        return  # the parts are given for one of several
    for position, total in enumerate(amounts):
        parts = _parts(amounts, position, sentence)
        if len(parts) < 2 or any(part.rounded for part in parts) or any(part.value > total.value for part in parts):
            continue
        exact = sum((part.value for part in parts), Decimal(0))
        if not _sums_somehow(total, parts):
            yield _problem(
                f"A total of {format_money(total.value)} is stated, but its parts come to {format_money(exact)}.", place
            )
            return


def _parts(amounts: Sequence[AmountMatch], position: int, sentence: str) -> Sequence[AmountMatch]:
    """The amounts that a sentence says a total consists of."""
    total = amounts[position]
    before, after = sentence[max(0, total.start - 60) : total.start], sentence[total.end : total.end + 60]
    if position >= 2 and _TOTAL_BEFORE.search(before):
        lead = _TOTAL_BEFORE.search(before)
        if (lead and not _NOT_THE_SUM.search(before[: lead.start()] + " ")) or re.search(r"totalling\s*$", before):
            return amounts[:position]
    if position >= 2 and re.match(r"\s*(?:in total|altogether|in all)\b", after):
        return amounts[:position]
    if position + 2 < len(amounts):
        between = sentence[total.end : amounts[position + 1].start]
        if (
            len(between) < 90
            and "of which" not in between
            and (
                _IS_MADE_UP_OF.match(between)
                or re.search(r"\b(?:made up of|comprising|consisting of|comprised of|broken down|split)\b", between)
            )
        ):
            return amounts[position + 1 :]
    return ()


def _sums_somehow(total: AmountMatch, parts: Sequence[AmountMatch]) -> bool:
    """Whether the parts, or the last or first few of them, come to the total."""
    values = [part.value for part in parts]
    runs = [values[n:] for n in range(len(values) - 1)] + [values[:n] for n in range(2, len(values))]
    loose = any(part.scale for part in parts) and total.value
    return any(
        _same(total, Decimal(sum(run))) or (loose and abs(sum(run) - total.value) * 100 <= total.value) for run in runs
    )


def _recommended(paper: CheckedPaper) -> Iterator[Problem]:
    """What is recommended against the tranches of the same money; a ceiling may stay unused."""
    recommended = [
        recommendation
        for recommendation in paper.recommendations
        if recommendation.action in ("accept_offer", "approve_bid", "award") and recommendation.amounts
    ]
    if (
        not recommended
        or len(paper.tranches) < 2
        or any(len(recommendation.amounts) != 1 for recommendation in recommended)
    ):
        return
    if len({(t.year, t.amount, t.fund) for t in paper.tranches}) < len(paper.tranches):
        return
    recommended_sum, sum_of_years = (
        sum(recommendation.amounts[0] for recommendation in recommended),
        sum(tranche.amount for tranche in paper.tranches),
    )
    ceiling = any(recommendation.up_to for recommendation in recommended)
    if sum_of_years not in _sums_of(paper, recommended) and (sum_of_years > recommended_sum or not ceiling):
        yield _problem(
            f"The recommendations come to {format_money(Decimal(recommended_sum))}, the amounts by financial year "
            f"to {format_money(Decimal(sum_of_years))}.",
            "tranches",
        )


def _sums_of(paper: CheckedPaper, recommended: Sequence[CheckedRecommendation]) -> set[Decimal]:
    """What some of the recommendations come to: fees and other money beside a grant, and what is told for each year."""
    yearly = _yearly_amounts(paper)
    beside = [
        recommendation
        for recommendation in paper.recommendations
        if recommendation.action == "other" and len(recommendation.amounts) == 1
    ]
    stated = [recommendation.amounts[0] for recommendation in [*recommended, *beside][:8]]
    often = [sum(t.amount == amount for t in paper.tranches) for amount in stated]
    each = [amount * (n if amount in yearly and n else 1) for amount, n in zip(stated, often, strict=True)]
    return {
        sum(part, Decimal(0))
        for values in (stated, each)
        for count in range(1, len(values) + 1)
        for part in combinations(values, count)
    }


def _yearly_amounts(paper: CheckedPaper) -> set[Decimal]:
    """The amounts that the paper says to be those of each year: a recommendation may state one of them alone."""
    return {
        amount.value
        for passage in paper.passages()
        for amount in find_amounts(passage.text)[:MOST]
        if amount.per == "year"
    }
