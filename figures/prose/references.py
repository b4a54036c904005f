"""References of decisions in running text."""

import re
from collections.abc import Iterable
from functools import cache

from figures.prose.matches import ReferenceMatch
from figures.references import Reference
from profiles import Profile, current

_JOIN = "[ \t\u00a0\\-\u2013\u2010\u2011_]"
_MORE = re.compile(r"(?:,| and| &|, and|/) ?([0-9]{1,5})(?![0-9,.]*[0-9])")
#: The same after one reference: "PCD 890 and 1561 refer", "PCD 956/1218"; "PCD 890 and 120 officers" names one.
_MORE_AFTER_ONE = re.compile(
    r"(?:(?:,|,? and| &) (?P<listed>[0-9]{3,5})(?![0-9,.]*[0-9])"
    r"(?=\s*(?:$|[.,;:)\]]|(?:and|refers?|relates?|are|were)\b))"
    r"|/ ?(?P<joined>[0-9]{3,5})(?![0-9/]))"
)
#: The year after a number: PCD 1907/24.
_YEAR_AFTER = re.compile(r"/[0-9]{2}(?![0-9])")
#: Patterns of letters, perhaps a year, and a number: people write these in many ways.
_PLAIN = re.compile(r"^([A-Z]+) (?:\{year\} )?\{number\}$")


def own_series() -> tuple[str, ...]:
    """The codes of the body's series of letters and numbers, the longer first, so that none is read as another."""
    plain = [series.code for series in current().references.series if _PLAIN.match(series.pattern)]
    return tuple(sorted(plain, key=len, reverse=True))


def dated_series() -> frozenset[str]:
    """The codes whose references hold a year."""
    return frozenset(s.code for s in current().references.series if _PLAIN.match(s.pattern) and s.compiled.period)


@cache
def _reference_pattern(series: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(series)
    return re.compile(
        rf"(?<![A-Za-z0-9])(?P<series>{names})(?P<several>s)?{_JOIN}{{0,3}}(?:(?:No|Number|Ref|"
        rf"Reference)\b\.?:?|:|#)?{_JOIN}{{0,3}}"
        rf"(?:(?<=[^0-9])(?P<year>20[0-9]{{2}})[ \t\u00a0\-\u2013_/]{{1,3}}(?=[0-9]))?(?P<number>[0-9]{{1,5"
        rf"}})(?![0-9]|[A-Za-z]{{1,2}}(?![a-z]))",
        re.IGNORECASE,
    )


def find_references(text: str, series: tuple[str, ...] | None = None) -> list[ReferenceMatch]:
    """References of decisions, in order: PCD 510, PCD-956, PCD956, pcd_956, DMPCD 2014 110, PCDs 468 and 510.

    `series` are the codes to look for, the body's own where none are given; series of other patterns (PCC/D/2026/017)
    are found as the profile writes them. A year belongs to a series whose pattern has one; in `PCD 1901 12 December`
    the number is 1901. A letter among the digits (PCD 19O7, PCD 1263A) is not guessed away: there is no reference.
    """
    codes = own_series() if series is None else series
    references = _plain_references(text, codes) if codes else []
    if series is None:
        references += _patterned_references(text, current())
    return sorted(references, key=lambda reference: reference.start)


def _plain_references(text: str, codes: Iterable[str]) -> list[ReferenceMatch]:
    references, dated = [], dated_series()
    for match in _reference_pattern(tuple(codes)).finditer(text):
        name, number, end = match["series"].upper(), int(match["number"]), match.end()
        year = int(match["year"]) if match["year"] else None
        if year and name not in dated:
            number, year, end = year, None, match.end("year")
        if year is None and (suffix := _YEAR_AFTER.match(text, end)):
            end = suffix.end()
        if number:
            reference = Reference(name, number, year)
            references.append(ReferenceMatch(match.start(), end, text[match.start() : end], reference))
        if match["several"]:
            while more := _MORE.match(text, end):
                reference = Reference(name, int(more[1]))
                references.append(ReferenceMatch(more.start(1), more.end(), more[1], reference))
                end = more.end()
        while not match["several"] and (more := _MORE_AFTER_ONE.match(text, end)):
            group = "listed" if more["listed"] else "joined"
            reference = Reference(name, int(more[group]))
            references.append(ReferenceMatch(more.start(group), more.end(), more[group], reference))
            end = more.end()
    return references


def _patterned_references(text: str, profile: Profile) -> list[ReferenceMatch]:
    """References that stand in the text as the profile's other patterns have them, whole words only."""
    references = []
    for series in profile.references.series:
        if _PLAIN.match(series.pattern):
            continue
        whole = _whole_reference(series.compiled.regex.pattern)
        for match in whole.finditer(text):
            if values := series.compiled.values(match):
                reference = Reference(series.code, *values)
                references.append(ReferenceMatch(match.start(), match.end(), match[0], reference))
    return references


@cache
def _whole_reference(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9/.\-]){pattern}(?![0-9A-Za-z]|[/.\-][0-9])", re.IGNORECASE)


def in_a_reference(text: str, place: int) -> bool:
    """Whether what stands at a place of a text, such as 2014/15, belongs to a reference and is no year of its own."""
    if dated := dated_series():
        before = text[max(0, place - 12) : place]
        if re.search(rf"\b(?:{'|'.join(dated)})[ \-\u2013_]*$", before, re.IGNORECASE):
            return True
    around = _patterned_references(text[max(0, place - 24) : place + 24], current())
    return any(reference.start <= min(place, 24) < reference.end for reference in around)
