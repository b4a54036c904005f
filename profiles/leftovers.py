"""What to look at in a profile that can be used: another body's names, and what its papers will say is missing."""

import re
from collections.abc import Iterable, Iterator

from profiles.model import Profile

#: Names that any body may have in its texts.
_TIME_ZONE = re.compile(r"\bEurope/\w+")


def leftovers(profile: Profile, shipped: Iterable[Profile]) -> Iterator[tuple[int, str, str]]:
    """Line, name and whose it is, for each name of a shipped profile's body that stands in a profile of another body;
    of each line the longest.

    Comments are left out: nothing prints them. A name that the body itself has is its own.
    """
    lines_named: set[int] = set()
    own = " ".join(_names(profile)).casefold()
    for other in shipped:
        if _names(other) == _names(profile):
            continue
        foreign = {name for name in _names(other) if name.casefold() not in own}
        for name in sorted(foreign, key=len, reverse=True):
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            for number, line in enumerate(profile.source.splitlines(), 1):
                if number in lines_named or line.lstrip().startswith("#"):
                    continue
                if pattern.search(_TIME_ZONE.sub("", line)):
                    lines_named.add(number)
                    yield number, name, other.body.name_on().name


def _names(profile: Profile) -> set[str]:
    body = profile.body
    names = {text for row in body.names for text in (row.name, row.short_name)}
    return names | {body.force, body.force_short_name, body.place, body.area.name, body.area.code}


def remarks(profile: Profile, shipped: Iterable[Profile]) -> Iterator[str]:
    """Sentences about what is no mistake of the file and yet seldom meant."""
    for line, name, body in leftovers(profile, shipped):
        yield f"line {line}: “{name}” is of the profile of {body}."
    for number, power in enumerate(profile.powers, 1):
        if not power.rests_on:
            yield f"powers[{number}]: without rests_on each paper says that nothing is recorded on which it rests."
    if not any(row.office == "decider" for row in profile.appointments):
        yield "appointments: without one for the decider each paper says that no appointment is recorded."
    if profile.body.giving_prefix == "360G-prefix":
        yield "body.giving_prefix: 360Giving gives each publisher one; without it the grants are not in its standard."
