"""Amounts of money in running text."""

import re
from decimal import Decimal

from figures.money import MOST
from figures.prose.matches import AmountMatch, in_order

_GAP = "[ \u00a0\u2009\u202f]"
_NUMBER = (
    rf"[0-9]{{1,15}}(?:,[0-9]{{1,15}}){{0,12}}(?:,{_GAP}[0-9]{{3}}(?![0-9/])){{0,4}}(?:{_GAP}[0-9]{{3}}(?![0-9/])){{0,6}}"
    r"(?:\.[0-9]{1,6}(?![0-9])|·[0-9]{2}(?![0-9]))?"
)
_SCALE = r"(?:thousand|k|millions?|mil|mn|m|billions?|bn|trillion|tn)(?![A-Za-z0-9])"


def _part(which: int) -> str:
    return rf"(?P<number{which}>{_NUMBER})(?:{_GAP}?(?P<scale{which}>{_SCALE}))?"


_AMOUNT = re.compile(
    rf"(?:£|\bGBP){_GAP}?{_part(1)}"
    rf"(?:{_GAP}?(?:-|\u2013|\u2014|\bto\b){_GAP}?(?:£{_GAP}?)?{_part(2)}(?![0-9/]))?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<![0-9£.,])(?P<number1>{_NUMBER})(?:{_GAP}(?P<scale1>{_SCALE}))?{_GAP}pounds\b", re.IGNORECASE
)
#: The sign after the figure: "400,000 £", "1,204,350.75 GBP".
_SIGN_AFTER = re.compile(
    rf"(?<![0-9£.,/\-–])(?P<number1>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]{{2}})?|[0-9]{{4,12}}\.[0-9]{{2}})"
    rf"(?P<scale1>(?!))?{_GAP}?(?:£(?!{_GAP}?[0-9])|GBP\b)",
)
#: A column's head such as "2023/24 £ 2024/25 £": the sign belongs to the year before it.
_IS_YEAR = re.compile(r"(?:19|20)[0-9]{2}/[0-9]{2}(?![0-9])")
_PENCE = re.compile(r"(?<![0-9£.,A-Za-z])(?P<pence>[0-9]{1,2})p(?![A-Za-z0-9])")
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:(?:,{_GAP}?|{_GAP})[0-9]{{3}})+")
_TIMES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}
_WINDOW = 34
_UP_TO = re.compile(
    r"(?:\bup[ -]?to|\bmax(?:imum)?(?: of)?|\b(?:not exceeding|not to exceed|no more than|not more than|"
    r"capped at|less than))"
    r"(?: a)?(?: (?:total|maximum|sum|value|cost|further|additional))?(?: (?:of|value of))?\s*$",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"(?:\b(?:approximately|approx\.?|about|around|circa|roughly|nearly|almost|some|c\.?)|~)\s*$", re.IGNORECASE
)
_PER = re.compile(
    r"\s*(?:\(?\s*)(?:(?P<year>per (?:financial )?year|per annum|p\.?a\.?(?![a-z])|a year|"
    r"(?:for |in )?each (?:financial )?year|every year|"
    r"(?:for|in) each of (?:the |these )?(?:[a-z0-9]+ )?(?:financial )?years|annually|yearly|/ ?year)"
    r"|(?P<month>per (?:calendar )?month|a month|each month|monthly)|(?P<each>each|apiece|per [a-z]+))",
    re.IGNORECASE,
)


def _scale(word: str | None) -> str:
    """k, m, bn or tn for a scale as written; "" for none."""
    head = (word or "").lower()[:2]
    return {"th": "k", "k": "k", "m": "m", "mi": "m", "mn": "m", "bi": "bn", "bn": "bn", "tr": "tn", "tn": "tn"}.get(
        head, ""
    )


def _mantissa(number: str, scale: str) -> Decimal | None:
    """The number before its scale, or None when it is not written as numbers are (£25,0000; £1.234 without a scale)."""
    whole, _, part = number.replace("·", ".").partition(".")
    digits = re.sub(r"\D", "", whole)
    if digits != whole:
        spaced_only = "," not in whole
        if not _GROUPED.fullmatch(whole) or (spaced_only and not _is_spaced(whole, part)):
            return None
    if len(part) > 2 and not scale:
        return None
    return Decimal(f"{digits}.{part}" if part else digits)


def _is_spaced(whole: str, part: str) -> bool:
    """Whether figures with spaces are one number: "250 000", "1 204 350", "250 500.75"; "250 500" may be two."""
    return whole.endswith("000") or len(re.findall(r"[0-9]+", whole)) > 2 or len(part) == 2


def _pounds(mantissa: Decimal | None, scale: str) -> Decimal | None:
    if mantissa is None:
        return None
    value = (mantissa * _TIMES[scale]).quantize(Decimal("0.01"))
    return value if value <= MOST else None


def _amount(text: str, match: re.Match[str]) -> AmountMatch | None:
    """The amount that a match stands for; None when its digits make no amount."""
    groups = match.groupdict()
    first, second = _scale(groups["scale1"]), _scale(groups.get("scale2"))
    low_number, end = _trim(groups["number1"], text[match.end("number1") :][:14]), match.end()
    if low_number != groups["number1"]:
        first, end = "", match.start("number1") + len(low_number)
    low = _mantissa(low_number, first)
    high = _mantissa(groups["number2"], second) if groups.get("number2") and end == match.end() else None
    if low is None or _IS_YEAR.match(text, match.start("number1")):
        return None
    if (
        high is not None
        and not second
        and "," not in groups["number2"]
        and "£" not in text[match.end("number1") : match.end()]
    ):
        high = None
    if high is not None and second and not first and low < high and low < 1000:
        first = second
    value, top, scale = _pounds(low, first), (_pounds(high, second) if high is not None else None), first
    if value is None:
        return None
    if top is None or top <= value:
        top, end = (
            None,
            min(end, match.end("scale1") if groups["scale1"] and first else match.start("number1") + len(low_number)),
        )
    return _amount_in_context(text, match.start(), end, value, top, scale, low)


#: What may follow an amount of money, but not a number of other things.
_AFTER_MONEY = re.compile(rf"{_GAP}*(?:$|[.;:()]|(?:in|per|for|from|to|and|inclusive|exclusive|over|grant|fund)\b)")


def _trim(number: str, after: str = "") -> str:
    """Without what the pattern took too much: "£495, 000", "£1, 742, 318" and "£250 000" are one number, "£250,000 500"
    is not; "£1,742, 318" is where money's own words follow."""
    several = rf"[0-9]{{1,3}}(?:,{_GAP}[0-9]{{3}}){{2,}}(?:\.[0-9]+)?"
    partly = rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+,{_GAP}[0-9]{{3}}(?:\.[0-9]+)?"
    broken = (
        re.fullmatch(
            rf"(?:[0-9]{{1,3}}|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?=,{_GAP}000)),{_GAP}[0-9]{{3}}(?:\.[0-9]+)?", number
        )
        or re.fullmatch(several, number)
        or (_AFTER_MONEY.match(after) and re.fullmatch(partly, number))
    )
    plain = broken or re.match(r"[0-9]+(?:,[0-9]+)*(?:[.·][0-9]+)?", number)
    spaced = re.match(
        rf"[0-9]{{1,3}}(?:(?:{_GAP}[0-9]{{3}})*{_GAP}000|(?:{_GAP}[0-9]{{3}}){{2,6}}|(?:{_GAP}[0-9]{{3}})+(?=\.[0-9]{{2}}$))"
        rf"(?:[.·][0-9]+)?$",
        number,
    ) or re.match(rf"[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})*{_GAP}000(?:\.[0-9]+)?", number)
    return spaced[0] if spaced else plain[0] if plain else number


def _amount_in_context(
    text: str, start: int, end: int, value: Decimal, high: Decimal | None, scale: str, mantissa: Decimal
) -> AmountMatch:
    """The amount with what the words around it say of it."""
    before, per = text[max(0, start - _WINDOW) : start], _PER.match(text, end, end + 2 * _WINDOW)
    kind = next((name for name, word in per.groupdict().items() if word), "") if per else ""
    return AmountMatch(
        start,
        end,
        text[start:end],
        value,
        high,
        scale,
        mantissa,
        bool(_UP_TO.search(before)),
        bool(_ROUNDED.search(before)),
        kind,
    )


def find_amounts(text: str) -> list[AmountMatch]:
    """Amounts in pounds, in order: £495, 000; £100k; £1.5 million; £0.5bn; £10-15k; 50p; GBP 1,000; 500 pounds.

    What is not written as an amount (£25,0000) is not found: mistakes are never corrected by guessing.
    """
    amounts = [amount for match in _AMOUNT.finditer(text) if (amount := _amount(text, match))]
    if "pounds" in text.lower():
        amounts += [amount for match in _IN_WORDS.finditer(text) if (amount := _amount(text, match))]
    if "£" in text or "GBP" in text:
        taken = {amount.start for amount in amounts}
        after = (match for match in _SIGN_AFTER.finditer(text) if match.start("number1") not in taken)
        known = [(amount.start, amount.end) for amount in amounts]
        amounts += [
            amount
            for match in after
            if (amount := _amount(text, match)) and not any(s <= match.start("number1") < e for s, e in known)
        ]
    for match in _PENCE.finditer(text):
        pence = Decimal(match["pence"])
        amounts.append(
            _amount_in_context(
                text, match.start(), match.end(), (pence / 100).quantize(Decimal("0.01")), None, "", pence / 100
            )
        )
    return in_order(amounts)
