"""References of decisions in running text."""

import re
from collections.abc import Iterable

from figures.prose.found import FoundReference
from figures.references import Reference

#: The series of decisions of this office, the longer name first.
SERIES = ("DMPCD", "PCD")

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


def _reference_pattern(series: Iterable[str]) -> re.Pattern[str]:
    names = "|".join(series)
    return re.compile(
        rf"(?<![A-Za-z0-9])(?P<series>{names})(?P<several>s)?{_JOIN}{{0,3}}(?:(?:No|Number|Ref|"
        rf"Reference)\b\.?:?|:|#)?{_JOIN}{{0,3}}"
        rf"(?:(?<=[^0-9])(?P<year>20[0-9]{{2}})[ \t\u00a0\-\u2013_/]{{1,3}}(?=[0-9]))?(?P<number>[0-9]{{1,5"
        rf"}})(?![0-9]|[A-Za-z]{{1,2}}(?![a-z]))",
        re.IGNORECASE,
    )


_OURS = _reference_pattern(SERIES)


def find_references(text: str, series: tuple[str, ...] = SERIES) -> list[FoundReference]:
    """References of decisions, in order: PCD 510, PCD-956, PCD956, pcd_956, DMPCD 2014 110, PCDs 468 and 510.

    A year belongs to the older series only (DMPCD); in `PCD 1901 12 December` the number is 1901. A letter among the
    digits (PCD 19O7, PCD 1263A) is not guessed away: there is no reference.
    """
    found = []
    for match in (_OURS if series == SERIES else _reference_pattern(series)).finditer(text):
        name, number, end = match["series"].upper(), int(match["number"]), match.end()
        year = int(match["year"]) if match["year"] else None
        if year and name != "DMPCD":
            number, year, end = year, None, match.end("year")
        if year is None and (suffix := _YEAR_AFTER.match(text, end)):
            end = suffix.end()
        if number:
            found.append(FoundReference(match.start(), end, text[match.start() : end], Reference(name, number, year)))
        if match["several"]:
            while more := _MORE.match(text, end):
                found.append(FoundReference(more.start(1), more.end(), more[1], Reference(name, int(more[1]))))
                end = more.end()
        while not match["several"] and (more := _MORE_AFTER_ONE.match(text, end)):
            group = "listed" if more["listed"] else "joined"
            found.append(FoundReference(more.start(group), more.end(), more[group], Reference(name, int(more[group]))))
            end = more.end()
    return found
