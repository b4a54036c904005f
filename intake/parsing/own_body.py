"""Whose papers are ours: the names, series and offices of the body whose register this is, as one value.

Readers never import settings: whoever calls them passes this in; `intake/own_body.py` builds it.
"""

import re
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class OwnBody:
    """A body, by the words that only its own papers use of it, and by the office that decides there.

    names: its name and short names; deciders: titles and short names of who decides; series: of its decisions.
    """

    names: tuple[str, ...]
    deciders: tuple[str, ...]
    series: tuple[str, ...]
    place: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Where a text names the body or its decider; a title that another place follows is another's."""
        words = sorted((*self.names, *self.deciders), key=len, reverse=True)
        short = "|".join(re.escape(w) for w in words if w.isupper())
        long = "|".join(
            re.escape(w.lower()).replace("for\\ ", "(?:for\\ )?").replace(",", ",?") for w in words if not w.isupper()
        )
        place = re.escape(self.place)
        elsewhere = (
            rf"(?! ?(?:,|of|for) (?!{place}\b)(?:the )?[A-Z][a-z]+)"
            rf"(?! ?[-\u2013|(,] ?(?:the )?(?!{place}\b)[A-Z][A-Za-z ]{{2,40}}\b(?:Combined Authority|Council)\b)"
            if self.place
            else ""
        )
        return re.compile(rf"\b(?:{short})\b|\b(?i:{long})\b{elsewhere}")

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the body or who decides there."""
        return bool(self.pattern.search(text.replace("’", "'").replace("&", "and")))

    def as_dict(self) -> dict[str, Any]:
        """The value as JSON carries it into the process that reads files."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "OwnBody":
        """The value back from JSON."""
        lists = {name: tuple(values[name]) for name in ("names", "deciders", "series")}
        return cls(**lists, place=values.get("place", ""))


#: The body of the two real papers, for callers that name none (trials of the readers alone).
MOPAC = OwnBody(
    names=("Mayor's Office for Policing and Crime", "MOPAC"),
    deciders=("Deputy Mayor for Policing and Crime", "Deputy Mayor, Policing and Crime", "DMPC"),
    series=("PCD", "DMPCD"),
    place="London",
)
