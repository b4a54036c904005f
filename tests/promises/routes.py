"""Every address of the program, from its own URL patterns, with a real value for each part that varies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

#: What stands for a part that is not named in `samples`.
_ANY = {"digest": "0" * 64, "year": "2018", "month": "12", "index": "000"}


@dataclass(frozen=True)
class Route:
    """One route as it is written, and an address that it answers."""

    written: str
    path: str


def routes(samples: Mapping[str, object] | None = None) -> list[Route]:
    """All of them, in order.

    `samples` gives values by the part's name, or by the route up to and with the part: "desk/grants/<int:pk>".
    """
    return list(_walk(get_resolver().url_patterns, "", "", samples or {}))


def _walk(
    patterns: list[URLPattern | URLResolver], written: str, regex: str, samples: Mapping[str, object]
) -> Iterator[Route]:
    for pattern in patterns:
        here = written + str(pattern.pattern)
        below = regex + pattern.pattern.regex.pattern.removeprefix("^").removeprefix("\\A")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, below, samples)
        else:
            yield Route(here, f"/{_filled(here, below, samples)}")


def _filled(written: str, regex: str, samples: Mapping[str, object]) -> str:
    template, names = normalize(regex)[0]
    values = {name: samples.get(name, _ANY.get(name, "1")) for name in names}
    for match in re.finditer(r"<\w+:(\w+)>", written):
        values[match[1]] = samples.get(written[: match.end()], values[match[1]])
    return str(template % values)
