"""What a check sees of a paper, whether it was read from a file or stands at the desk; and what a check finds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from figures.references import Reference
from figures.years import FinancialYear

Severity = Literal["blocks", "warns", "informs"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person should mend or explain; `where` is the path of the value it is about."""

    code: str
    severity: Severity
    sentence: str
    where: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text with its place."""

    text: str
    where: str
    document: str = "form"
    kind: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """A section with its paragraphs."""

    document: str
    kind: str
    heading: str
    passages: tuple[Passage, ...]
    where: str


@dataclass(frozen=True, slots=True)
class CheckedRecommendation:
    """A recommendation; `covered` says whether its power covers its kind, None where no list of powers knows it."""

    text: str
    action: str
    amounts: tuple[Decimal, ...]
    where: str
    up_to: bool = False
    covered: bool | None = None


@dataclass(frozen=True, slots=True)
class CheckedTranche:
    """One year's money."""

    year: FinancialYear
    amount: Decimal
    kind: str
    fund: str
    where: str = "tranches"


@dataclass(frozen=True, slots=True)
class CheckedExemption:
    """A ground for keeping Part 2 back; balanced when a public-interest balance is given for it."""

    act: str
    section: str
    text: str = ""
    balanced: bool = False
    where: str = "part_2.sections"


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A paper as the checks see it.

    decided: whether it claims to be decided already; claims: what reference each place gives it (label, title,
    address ...); links: whether earlier decisions are linked at the desk; totals: stated totals with their parts;
    part_2: all that is said of Part 2.
    """

    title: str = ""
    claims: tuple[tuple[str, Reference], ...] = ()
    decided: bool = False
    decided_on: date | None = None
    required_by: date | None = None
    executive_summary: str = ""
    report_summary: str = ""
    recommendations: tuple[CheckedRecommendation, ...] = ()
    report_recommendations: tuple[CheckedRecommendation, ...] = ()
    sections: tuple[CheckedSection, ...] = ()
    tranches: tuple[CheckedTranche, ...] = ()
    totals: tuple[tuple[Decimal, tuple[Decimal, ...]], ...] = ()
    board_on: date | None = None
    refers_to: tuple[str, ...] = ()
    links: bool = False
    exemptions: tuple[CheckedExemption, ...] = ()
    part_2: str = ""

    def passages(self) -> Iterator[Passage]:
        """Every text of the paper, in order."""
        if self.executive_summary:
            yield Passage(self.executive_summary, "executive_summary", "form", "summary")
        for recommendation in self.recommendations:
            yield Passage(recommendation.text, recommendation.where, "form", "recommendation")
        if self.report_summary:
            yield Passage(self.report_summary, "report.executive_summary", "report", "summary")
        for recommendation in self.report_recommendations:
            yield Passage(recommendation.text, recommendation.where, "report", "recommendation")
        for section in self.sections:
            yield from section.passages


_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=[A-Z(£0-9])|\n+")


#: No sentence is longer; what is, is taken in lengths, so that no text keeps the checks busy for ever.
_LONGEST = 2000


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly: a semicolon and a new line end one as well."""
    whole = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    return [sentence[at : at + _LONGEST] for sentence in whole for at in range(0, len(sentence), _LONGEST)]
