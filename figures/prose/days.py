"""Financial years, days and periods in running text."""

import re
from calendar import monthrange
from datetime import date
from itertools import pairwise

from figures.dates import MONTHS, parse_date
from figures.prose.matches import DateMatch, PeriodMatch, YearMatch, in_order
from figures.prose.references import in_a_reference
from figures.years import FinancialYear

_DASH = "[/\\-\u2010\u2011\u2013\u2014]"
_YEAR = re.compile(
    rf"(?<![0-9/.£,])(?P<start>(?:19|20|21)[0-9]{{2}}) ?{_DASH} ?(?P<end>[0-9]{{4}}|[0-9]{{2}})(?![0-9]|"
    rf"{_DASH}[0-9]{{1,2}}(?![0-9])|[,.][0-9])"
)
_SHORT_YEAR = re.compile(
    rf"\b(?P<lead>FY|financial year|fiscal year)s?[ -]?(?P<start>[0-9]{{2}}) ?{_DASH} "
    rf"?(?P<end>[0-9]{{2}})(?![0-9]|{_DASH}[0-9])",
    re.IGNORECASE,
)
#: "in 23/24." and "for 24/25 and 25/26": two years one after the other, where nothing counted follows.
_BARE_YEAR = re.compile(r"(?<=[a-z] )(?P<start>[1-4][0-9])/(?P<end>[0-9]{2})(?=\s*(?:$|[.,;:)]|and\b))")
_BEFORE_BARE = re.compile(r"(?:\b(?:in|for|during)|[0-9]{2}/[0-9]{2} and) $")


def find_years(text: str) -> list[YearMatch]:
    """Financial years, in order: 2018/19, 2018 /19, 2018-2019, FY18/19, in 18/19. 2017-2021 and 2018/20 are none,
    nor is what stands in a reference.
    """
    years = []
    for match in _YEAR.finditer(text):
        start, end = int(match["start"]), match["end"]
        follows = (start + 1) % (100 if len(end) == 2 else 10000) == int(end)
        if follows and not in_a_reference(text, match.start()):
            years.append(YearMatch(match.start(), match.end(), match[0], FinancialYear(start)))
    for match in (*_SHORT_YEAR.finditer(text), *_bare_years(text)):
        start = int(match["start"])
        if (start + 1) % 100 == int(match["end"]):
            years.append(
                YearMatch(
                    match.start("start"),
                    match.end(),
                    text[match.start("start") : match.end()],
                    FinancialYear(2000 + start),
                )
            )
    return in_order(years)


def _bare_years(text: str) -> list[re.Match[str]]:
    """Two digits for each half of a year, after a word that leads to one."""
    matches = _BARE_YEAR.finditer(text) if "/" in text else ()
    return [match for match in matches if _BEFORE_BARE.search(text, max(0, match.start() - 12), match.start())]


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?![0-9])(?: ?(?:st|nd|rd|th)\b)?"
_DATE = re.compile(
    rf"(?<![0-9/.\-])(?:"
    rf"(?P<words>{_DAY}(?: of)?[ -]?{_MONTH},?[ -]?(?:(?:19|20|21)[0-9]{{2}}|[’'‘][0-9]{{2}}))(?![0-9])"
    rf"|(?P<us>{_MONTH} {_DAY},? (?:19|20|21)[0-9]{{2}})(?![0-9])"
    rf"|(?P<iso>(?:19|20|21)[0-9]{{2}}(?P<join>[-./])[0-9]{{2}}(?P=join)[0-9]{{2}})(?![0-9\-])"
    rf"|(?P<numeric>[0-9]{{1,2}} ?(?P<sep>[/.\-]) ?[0-9]{{1,2}} ?(?P=sep) ?(?:(?:19|20|21)[0-9]{{2}}|"
    rf"[0-9]{{2}}))(?![0-9]|[/.\-][0-9])"
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
        day, month, year = re.search(r"([0-9]+)[^0-9]*?([A-Za-z]{3,9})[^A-Za-z0-9]*([0-9]{4}|[0-9]{2})$", text).groups()  # type: ignore[union-attr]
        text = f"{day} {MONTHS[_month(month) - 1]} {year}"
    elif match["iso"]:
        text = re.sub("[./]", "-", text)
    try:
        return parse_date(text)
    except ValueError:
        return None


def find_dates(text: str) -> list[DateMatch]:
    """Days, in order: 17/12/2018, 17.12.18, 2018-12-17, 17 Dec 2018, 3rd of September 2018, December 17, 2018."""
    return [DateMatch(m.start(), m.end(), m[0], day) for m in _DATE.finditer(text) if (day := _day(m))]


def _ends(text: str) -> list[tuple[int, int, date, date]]:
    """Everything that may begin or end a period: start and end in the text, first and last day."""
    ends = [(match.start, match.end, match.value, match.value) for match in find_dates(text)]
    ends += [(match.start, match.end, match.value.starts_on, match.value.ends_on) for match in find_years(text)]
    taken = {position for start, end, *_ in ends for position in range(start, end)}
    for match in _MONTH_YEAR.finditer(text):
        if match.start() not in taken:
            month, year = _month(match["month"]), int(match["year"])
            ends.append(
                (match.start(), match.end(), date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            )
    return sorted(ends)


def find_periods(text: str) -> list[PeriodMatch]:
    """Periods, in order: 01 April 2018 to 31 March 2020; 1 April to 31 March 2019; April 2018 to March 2020; 2018/19
    to 2020/21."""
    periods: list[PeriodMatch] = []
    ends = _ends(text)
    for (start, end, first, _), (after, finish, _, last) in pairwise(ends):
        joined_up = after - end <= 12 and _TO.fullmatch(text, end, after) and first < last
        if joined_up and (not periods or periods[-1].end <= start):
            periods.append(PeriodMatch(start, finish, text[start:finish], first, last))
    for start, finish, last, _ in ends:
        joined = _TO.search(text, max(0, start - 12), start)
        begun = _SHORT_DAY.search(text, max(0, joined.start() - 24), joined.start()) if joined else None
        if begun and (period := _same_year(text, begun, last, finish)):
            periods.append(period)
    return in_order(periods)


def _same_year(text: str, begun: re.Match[str], last: date, finish: int) -> PeriodMatch | None:
    """A period whose first day goes without a year: the last one's, or the year before when that would be later."""
    day, month = int(begun["day"]), _month(begun["month"])
    try:
        first = date(last.year, month, day)
        first = first if first < last else date(last.year - 1, month, day)
    except ValueError:
        return None
    return PeriodMatch(begun.start(), finish, text[begun.start() : finish], first, last)
