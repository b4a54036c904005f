"""Amounts, financial years, dates, periods and references as they stand in running text.

Every finder takes linear time: the patterns hold no nested repetition, and context is looked up in windows of fixed size.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from figures.dates import MONTHS, parse_date
from figures.money import MOST
from figures.references import Reference
from figures.years import FinancialYear

#: The series of decisions of this office, the longer name first.
SERIES = ("DMPCD", "PCD")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a value stands: text[start:end]."""

    start: int
    end: int
    text: str


F = TypeVar("F", bound=Found)


@dataclass(frozen=True, slots=True)
class FoundAmount(Found):
    """An amount in pounds, or a range of amounts (`high`); `scale` is what it is written in: "", k, m, bn."""

    value: Decimal
    high: Decimal | None = None
    scale: str = ""
    mantissa: Decimal = Decimal(0)
    up_to: bool = False
    rounded: bool = False
    per: str = ""


@dataclass(frozen=True, slots=True)
class FoundYear(Found):
    """One financial year."""

    value: FinancialYear


@dataclass(frozen=True, slots=True)
class FoundDate(Found):
    """One day."""

    value: date


@dataclass(frozen=True, slots=True)
class FoundPeriod(Found):
    """From a first day to a last day, written as dates, as months or as financial years."""

    first: date
    last: date

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The financial years that the period touches, in order."""
        first, last = FinancialYear.of(self.first).start, FinancialYear.of(self.last).start
        return tuple(FinancialYear(start) for start in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class FoundReference(Found):
    """The reference of a decision."""

    value: Reference


# -- amounts -----------------------------------------------------------------------------------------------------------

_GAP = "[ \u00a0\u2009\u202f]"
_NUMBER = (
    rf"[0-9]{{1,15}}(?:,[0-9]+)*(?:,{_GAP}[0-9]{{3}}(?![0-9/]))?(?:{_GAP}[0-9]{{3}}(?![0-9/]))*"
    r"(?:\.[0-9]{1,6}(?![0-9]))?"
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
_PENCE = re.compile(r"(?<![0-9£.,A-Za-z])(?P<pence>[0-9]{1,2})p(?![A-Za-z0-9])")
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:(?:,{_GAP}?|{_GAP})[0-9]{{3}})+")
_TIMES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}
_WINDOW = 34
_UP_TO = re.compile(
    r"(?:\bup[ -]?to|\bmax(?:imum)?(?: of)?|\b(?:not exceeding|not to exceed|no more than|not more than|capped at|less than))"
    r"(?: a)?(?: (?:total|maximum|sum|value|cost|further|additional))?(?: (?:of|value of))?\s*$",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"(?:\b(?:approximately|approx\.?|about|around|circa|roughly|nearly|almost|some|c\.?)|~)\s*$", re.IGNORECASE
)
_PER = re.compile(
    r"\s*(?:\(?\s*)(?:(?P<year>per (?:financial )?year|per annum|p\.?a\.?(?![a-z])|a year|each (?:financial )?year|every year|annually|yearly|/ ?year)"
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
    whole, _, part = number.partition(".")
    digits = re.sub(r"\D", "", whole)
    if digits != whole:
        spaced_only = "," not in whole
        if not _GROUPED.fullmatch(whole) or (spaced_only and not whole.endswith("000")):
            return None
    if len(part) > 2 and not scale:
        return None
    return Decimal(f"{digits}.{part}" if part else digits)


def _pounds(mantissa: Decimal | None, scale: str) -> Decimal | None:
    if mantissa is None:
        return None
    value = (mantissa * _TIMES[scale]).quantize(Decimal("0.01"))
    return value if value <= MOST else None


def _amount(text: str, match: re.Match[str]) -> FoundAmount | None:
    """The amount that a match stands for; None when its digits make no amount."""
    groups = match.groupdict()
    first, second = _scale(groups["scale1"]), _scale(groups.get("scale2"))
    low_number, end = _trim(groups["number1"]), match.end()
    if low_number != groups["number1"]:
        first, end = "", match.start("number1") + len(low_number)
    low = _mantissa(low_number, first)
    high = _mantissa(groups["number2"], second) if groups.get("number2") and end == match.end() else None
    if low is None:
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
    return _placed(text, match.start(), end, value, top, scale, low)


def _trim(number: str) -> str:
    """Without what the pattern took too much: "£495, 000" and "£250 000" are one number, "£250,000 500 places" is not."""
    broken = re.fullmatch(
        rf"(?:[0-9]{{1,3}}|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?=,{_GAP}000)),{_GAP}[0-9]{{3}}(?:\.[0-9]+)?", number
    )
    plain = broken or re.match(r"[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?", number)
    spaced = re.match(rf"[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})*{_GAP}000(?:\.[0-9]+)?", number)
    return spaced[0] if spaced else plain[0] if plain else number


def _placed(
    text: str, start: int, end: int, value: Decimal, high: Decimal | None, scale: str, mantissa: Decimal
) -> FoundAmount:
    """The amount with what the words around it say of it."""
    before, per = text[max(0, start - _WINDOW) : start], _PER.match(text, end, end + _WINDOW)
    kind = next((name for name, word in per.groupdict().items() if word), "") if per else ""
    return FoundAmount(
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


def find_amounts(text: str) -> list[FoundAmount]:
    """Amounts in pounds, in order: £495, 000; £100k; £1.5 million; £0.5bn; £10-15k; 50p; GBP 1,000; 500 pounds.

    What is not written as an amount (£25,0000) is not found; nothing is mended by guessing.
    """
    found = [amount for match in _AMOUNT.finditer(text) if (amount := _amount(text, match))]
    if "pounds" in text.lower():
        found += [amount for match in _IN_WORDS.finditer(text) if (amount := _amount(text, match))]
    for match in _PENCE.finditer(text):
        pence = Decimal(match["pence"])
        found.append(
            _placed(text, match.start(), match.end(), (pence / 100).quantize(Decimal("0.01")), None, "", pence / 100)
        )
    return _in_order(found)


def _in_order(found: list[F]) -> list[F]:
    return sorted(found, key=lambda one: one.start)


# -- financial years ---------------------------------------------------------------------------------------------------

_DASH = "[/\\-\u2010\u2011\u2013\u2014]"
_YEAR = re.compile(
    rf"(?<![0-9/.£,])(?P<start>(?:19|20|21)[0-9]{{2}}) ?{_DASH} ?(?P<end>[0-9]{{4}}|[0-9]{{2}})(?![0-9]|{_DASH}[0-9]{{1,2}}(?![0-9])|[,.][0-9])"
)
_SHORT_YEAR = re.compile(
    rf"\b(?P<lead>FY|financial year|fiscal year)s?[ -]?(?P<start>[0-9]{{2}}) ?{_DASH} ?(?P<end>[0-9]{{2}})(?![0-9]|{_DASH}[0-9])",
    re.IGNORECASE,
)
_OLDER_SERIES = re.compile(r"\bDMPCD[ \-\u2013_]*$", re.IGNORECASE)


def find_years(text: str) -> list[FoundYear]:
    """Financial years, in order: 2018/19, 2018 /19, 2018-2019, FY18/19. 2017-2021 and 2018/20 are none."""
    found = []
    for match in _YEAR.finditer(text):
        start, end = int(match["start"]), match["end"]
        follows = (start + 1) % (100 if len(end) == 2 else 10000) == int(end)
        if follows and not _OLDER_SERIES.search(text, max(0, match.start() - 12), match.start()):
            found.append(FoundYear(match.start(), match.end(), match[0], FinancialYear(start)))
    for match in _SHORT_YEAR.finditer(text):
        start = int(match["start"])
        if (start + 1) % 100 == int(match["end"]):
            found.append(
                FoundYear(
                    match.start("start"),
                    match.end(),
                    text[match.start("start") : match.end()],
                    FinancialYear(2000 + start),
                )
            )
    return _in_order(found)


# -- dates and periods -------------------------------------------------------------------------------------------------

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?![0-9])(?: ?(?:st|nd|rd|th)\b)?"
_DATE = re.compile(
    rf"(?<![0-9/.\-])(?:"
    rf"(?P<words>{_DAY}(?: of)?[ -]?{_MONTH},?[ -]?(?:19|20|21)[0-9]{{2}})(?![0-9])"
    rf"|(?P<us>{_MONTH} {_DAY},? (?:19|20|21)[0-9]{{2}})(?![0-9])"
    rf"|(?P<iso>(?:19|20|21)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}})(?![0-9\-])"
    rf"|(?P<numeric>[0-9]{{1,2}} ?(?P<sep>[/.\-]) ?[0-9]{{1,2}} ?(?P=sep) ?(?:(?:19|20|21)[0-9]{{2}}|[0-9]{{2}}))(?![0-9]|[/.\-][0-9])"
    rf")",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(
    rf"\b(?P<day>[0-9]{{1,2}})(?: ?(?:st|nd|rd|th))?(?: of)? (?P<month>{_MONTH})\s*$", re.IGNORECASE
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}) (?P<year>(?:19|20|21)[0-9]{{2}})(?![0-9])", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|until|till|through to|and|[-\u2013\u2014])\s*$", re.IGNORECASE)


def _month(word: str) -> int:
    head = word[:3].lower()
    return next(number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(head))


def _day(match: re.Match[str]) -> date | None:
    """The day that a match stands for; None when no calendar has it."""
    text = " ".join(match[0].split())
    if match["sep"] == "." and re.fullmatch(r"[0-9]\..*|.*\.[0-9]\..*", text) and len(text) < 8:
        return None  # 1.1.12 numbers a paragraph
    if match["us"]:
        month, day, year = re.split(r"[ ,.]+", text)[:3]
        text = f"{re.sub('[a-z]', '', day.lower())} {MONTHS[_month(month) - 1]} {year}"
    elif match["words"]:
        day, month, year = re.search(r"([0-9]+)[^0-9]*?([A-Za-z]{3,9})[^A-Za-z0-9]*([0-9]{4})$", text).groups()  # type: ignore[union-attr]
        text = f"{day} {MONTHS[_month(month) - 1]} {year}"
    try:
        return parse_date(text)
    except ValueError:
        return None


def find_dates(text: str) -> list[FoundDate]:
    """Days, in order: 17/12/2018, 17.12.18, 2018-12-17, 17 Dec 2018, 3rd of September 2018, December 17, 2018."""
    return [FoundDate(m.start(), m.end(), m[0], day) for m in _DATE.finditer(text) if (day := _day(m))]


def _ends(text: str) -> list[tuple[int, int, date, date]]:
    """Everything that may begin or end a period: start and end in the text, first and last day."""
    found = [(one.start, one.end, one.value, one.value) for one in find_dates(text)]
    found += [(one.start, one.end, one.value.starts_on, one.value.ends_on) for one in find_years(text)]
    taken = {position for start, end, *_ in found for position in range(start, end)}
    for match in _MONTH_YEAR.finditer(text):
        if match.start() not in taken:
            month, year = _month(match["month"]), int(match["year"])
            found.append(
                (match.start(), match.end(), date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            )
    return sorted(found)


def find_periods(text: str) -> list[FoundPeriod]:
    """Periods, in order: 01 April 2018 to 31 March 2020; 1 April to 31 March 2019; April 2018 to March 2020; 2018/19 to 2020/21."""
    found, ends = [], _ends(text)
    for (start, end, first, _), (after, finish, _, last) in zip(ends, ends[1:], strict=False):
        if after - end <= 12 and _TO.fullmatch(text, end, after) and first < last:
            if not found or found[-1].end <= start:
                found.append(FoundPeriod(start, finish, text[start:finish], first, last))
    for start, finish, last, _ in ends:
        joined = _TO.search(text, max(0, start - 12), start)
        begun = _SHORT_DAY.search(text, max(0, joined.start() - 24), joined.start()) if joined else None
        if begun and (period := _same_year(text, begun, last, finish)):
            found.append(period)
    return _in_order(found)


def _same_year(text: str, begun: re.Match[str], last: date, finish: int) -> FoundPeriod | None:
    """A period whose first day goes without a year: the last one's, or the year before when that would be later."""
    day, month = int(begun["day"]), _month(begun["month"])
    try:
        first = date(last.year, month, day)
        first = first if first < last else date(last.year - 1, month, day)
    except ValueError:
        return None
    return FoundPeriod(begun.start(), finish, text[begun.start() : finish], first, last)


# -- references --------------------------------------------------------------------------------------------------------

_JOIN = "[ \t\u00a0\\-\u2013\u2010\u2011_]"
_MORE = re.compile(r"(?:,| and| &|, and|/) ?([0-9]{1,5})(?![0-9,.]*[0-9])")


def _reference_pattern(series: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(series)
    return re.compile(
        rf"(?<![A-Za-z0-9])(?P<series>{names})(?P<several>s)?{_JOIN}{{0,3}}(?:(?:No|Number|Ref|Reference)\b\.?:?|:|#)?{_JOIN}{{0,3}}"
        rf"(?:(?<=[^0-9])(?P<year>20[0-9]{{2}})[ \t\u00a0\-\u2013_/]{{1,3}}(?=[0-9]))?(?P<number>[0-9]{{1,5}})(?![0-9])",
        re.IGNORECASE,
    )


_OURS = _reference_pattern(SERIES)


def find_references(text: str, series: tuple[str, ...] = SERIES) -> list[FoundReference]:
    """References of decisions, in order: PCD 510, PCD-956, PCD956, pcd_956, DMPCD 2014 110, PCDs 468 and 510.

    A year belongs to the older series only (DMPCD); in `PCD 1901 12 December` the number is 1901.
    """
    found = []
    for match in (_OURS if series == SERIES else _reference_pattern(series)).finditer(text):
        name, number, end = match["series"].upper(), int(match["number"]), match.end()
        year = int(match["year"]) if match["year"] else None
        if year and name != "DMPCD":
            number, year, end = year, None, match.end("year")
        if number:
            found.append(FoundReference(match.start(), end, text[match.start() : end], Reference(name, number, year)))
        if match["several"]:
            while more := _MORE.match(text, end):
                found.append(FoundReference(more.start(1), more.end(), more[1], Reference(name, int(more[1]))))
                end = more.end()
    return found
