"""Patterns of references as data: "PCD {number}", "PCC/D/{year}/{number:3}", "{number}/{financial_year}"."""

import re
from dataclasses import dataclass
from datetime import date

_TOKEN = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_DIGITS = re.compile(r"^[0-9]{1,2}$")
#: What people type between the pieces of a reference, whatever the pattern prints there.
_SEPARATOR = "[\\s\u00a0\\-\u2010\u2011\u2013_/.:]"
_PERIODS = {
    "year": r"(?P<year>(?:19|20)[0-9]{2})",
    "yy": r"(?P<yy>[0-9]{2})",
    "financial_year": rf"(?P<begins>(?:19|20)[0-9]{{2}}){_SEPARATOR}(?P<ends>(?:(?:19|20)(?=[0-9]{{2}}))?[0-9]{{2}})",
    "term": r"(?P<term>[0-9]{1,2})",
}


@dataclass(frozen=True)
class Term:
    """A term of office, from the day it begins."""

    number: int
    begins: date


class Pattern:
    """One series' way to write a reference. Raises ValueError, with a sentence, for a pattern that says too little."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [(m[1], m[2] or "") for m in _TOKEN.finditer(text)]
        self._refuse_impossible()
        self.period = next((name for name, _ in self.tokens if name != "number"), "")
        self.regex = self._compiled()

    def _refuse_impossible(self) -> None:
        names = [name for name, _ in self.tokens]
        if names.count("number") != 1:
            raise ValueError("a pattern has {number} once.")
        if odd := [name for name in names if name not in {"number", *_PERIODS}]:
            raise ValueError(f"{{{odd[0]}}} is not known: use {{number}}, {', '.join(f'{{{n}}}' for n in _PERIODS)}.")
        if len(names) > 2:
            raise ValueError("a pattern has one period at most.")
        number = dict(self.tokens)["number"]
        if number and not _DIGITS.match(number):
            raise ValueError(f"{{number:{number}}}: write how many digits it has at least, such as {{number:3}}.")
        if any(ch.isdigit() for ch in _TOKEN.sub("", self.text) if ch in "0123456789") and "{" not in self.text:
            raise ValueError("a pattern is more than digits.")
        if re.search(r"\}\{", self.text):
            raise ValueError("two parts of a pattern stand side by side: put a sign between them.")

    def _compiled(self) -> re.Pattern[str]:
        pieces: list[str] = []
        place = 0
        for match in _TOKEN.finditer(self.text):
            pieces += self._literal(self.text[place : match.start()], pieces)
            pieces.append(r"0*(?P<number>[0-9]{1,6})" if match[1] == "number" else _PERIODS[match[1]])
            place = match.end()
        pieces += self._literal(self.text[place:], pieces)
        return re.compile("".join(pieces), re.IGNORECASE)

    def _literal(self, text: str, before: list[str]) -> list[str]:
        """Regexes for fixed text: letters and digits as they are, every run of other signs as one to three separators.

        The separators may be missing behind letters, and at the beginning of a pattern.
        """
        patterns: list[str] = []
        for run in re.findall(r"[A-Za-z0-9]+|[^A-Za-z0-9]+", text):
            if run.isalnum():
                patterns.append(re.escape(run))
                continue
            after_letter = bool(patterns) and not patterns[-1][-1].isdigit()
            patterns.append(
                f"{_SEPARATOR}{{0,3}}" if after_letter or not (before or patterns) else f"{_SEPARATOR}{{1,3}}"
            )
        return patterns

    def read(self, text: str) -> tuple[int, int | None] | None:
        """Number and period of a reference in any spelling; None for anything else."""
        match = self.regex.fullmatch(text.strip())
        return self.values(match) if match else None

    def values(self, match: "re.Match[str]") -> tuple[int, int | None] | None:
        """Number and period of what the regex has matched; None for number nought and years that do not follow."""
        parts = match.groupdict()
        number = int(parts["number"])
        if number == 0:
            return None
        if parts.get("begins"):
            begins, ends = int(parts["begins"]), parts["ends"]
            follows = int(ends) == (begins + 1 if len(ends) == 4 else (begins + 1) % 100)
            return (number, begins) if follows else None
        if parts.get("yy"):
            short = int(parts["yy"])
            return number, short + (2000 if short < 70 else 1900)
        period = parts.get("year") or parts.get("term")
        return number, int(period) if period else None

    def write(self, number: int, period: int | None) -> str:
        """The reference as the body writes it."""

        def piece(match: "re.Match[str]") -> str:
            name, form = match[1], match[2] or ""
            if name == "number":
                return f"{number:0{form or 1}d}"
            if period is None:
                return ""
            if name == "yy":
                return f"{period % 100:02d}"
            if name == "financial_year":
                return f"{period}{form or '-'}{(period + 1) % 100:02d}"
            return str(period)

        return _TOKEN.sub(piece, self.text)
