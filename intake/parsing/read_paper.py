"""What a reader understood of a paper: plain values, and their one JSON shape."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from figures.money import canonical_money
from figures.references import Reference
from figures.years import FinancialYear


class NotAPaper(ValueError):
    """The text is no decision paper; the message is one sentence that says what it seems to be."""


class AnotherBody(NotAPaper):
    """The text seems to be another body's paper: a person who knows better may say so."""


@dataclass(slots=True)
class Paragraph:
    """One paragraph, with the number it carries in the paper ("" for none)."""

    number: str
    text: str


@dataclass(slots=True)
class Section:
    """A section of the form or the report; heading is "" when only its numbers show that it is there."""

    document: str
    kind: str
    heading: str
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Recommendation:
    """What the decision maker is asked to do."""

    text: str
    action: str
    amounts: list[Decimal] = field(default_factory=list)
    up_to: bool = False


@dataclass(slots=True)
class Tranche:
    """One year's money."""

    financial_year: FinancialYear
    amount: Decimal
    kind: str
    fund: str | None


@dataclass(slots=True)
class Declaration:
    """A statement of the originating officer."""

    kind: str
    confirmed: bool
    text: str


@dataclass(slots=True)
class Signature:
    """Who signed and when, as far as the paper says."""

    office: str
    name: str | None
    on: date | None


@dataclass(slots=True)
class TimeSensitivity:
    """Until when a decision is needed, why, and what delay would cost."""

    needed_by: date | None = None
    reason: str | None = None
    delay_would_cost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class BoardReport:
    """The board report behind the form."""

    board: str | None = None
    board_on: date | None = None
    author: str | None = None
    on_behalf_of: str | None = None
    title: str | None = None
    marking: str | None = None
    executive_summary: str | None = None
    recommendations: list[Recommendation] = field(default_factory=list)
    time_sensitivity: TimeSensitivity = field(default_factory=TimeSensitivity)


@dataclass(slots=True)
class Deferral:
    """Whether publication of Part 1 is deferred; None where the paper does not say."""

    deferred: bool | None = None
    reason: str | None = None
    until: date | None = None


@dataclass(slots=True)
class Exemption:
    """A ground for keeping Part 2 back, with the Act as the paper names it."""

    act: str
    section: str
    text: str


@dataclass(slots=True)
class Part2:
    """Whether there is a confidential part, and what is said of it in public."""

    exists: bool | None = None
    marking: str | None = None
    reasons: list[str] = field(default_factory=list)
    sections: list[Exemption] = field(default_factory=list)
    review: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something a person should look at; severity is blocks, warns or informs."""

    code: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A line of the file that found no place."""

    line: int
    text: str


@dataclass(slots=True)
class ReadPaper:
    """A paper as it was understood.

    sources: path of a value to the line it came from; placed: line to the path it went to, or to why it was set aside;
    claims: where the paper names its own reference, and which; totals: each total stated in a table, with its parts.
    """

    reference: Reference | None = None
    title: str | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    required_by: date | None = None
    executive_summary: str | None = None
    recommendations: list[Recommendation] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tranches: list[Tranche] = field(default_factory=list)
    refers_to: list[Reference] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    report: BoardReport = field(default_factory=BoardReport)
    deferral: Deferral = field(default_factory=Deferral)
    part_2: Part2 = field(default_factory=Part2)
    warnings: list[ReadingWarning] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    placed: dict[int, str] = field(default_factory=dict)
    claims: list[tuple[str, Reference]] = field(default_factory=list)
    totals: list[tuple[Decimal, tuple[Decimal, ...]]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The paper as JSON values: PCD 510, 2018-12-17, amounts as "250000.00"; every key is always there."""
        return {
            "reference": _plain(self.reference),
            "title": self.title,
            "decided_on": _plain(self.decided_on),
            "decided_by": self.decided_by,
            "required_by": _plain(self.required_by),
            "executive_summary": self.executive_summary,
            "recommendations": [_recommendation(recommendation) for recommendation in self.recommendations],
            "sections": [_fields(section) for section in self.sections],
            "tranches": [_fields(tranche) for tranche in self.tranches],
            "refers_to": _plain(self.refers_to),
            "declarations": [_fields(declaration) for declaration in self.declarations],
            "signatures": [_fields(signature) for signature in self.signatures],
            "report": {
                **_fields(self.report),
                "recommendations": [_recommendation(recommendation) for recommendation in self.report.recommendations],
            },
            "deferral": _fields(self.deferral),
            "part_2": _fields(self.part_2),
            "warnings": [_fields(warning) for warning in self.warnings],
            "unplaced": [_fields(line) for line in self.unplaced],
            "sources": dict(self.sources),
        }


def _recommendation(recommendation: Recommendation) -> dict[str, Any]:
    return {"text": recommendation.text, "action": recommendation.action, "amounts": _plain(recommendation.amounts)}


def _fields(record: Any) -> dict[str, Any]:
    return {name: _plain(getattr(record, name)) for name in record.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return canonical_money(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Reference | FinancialYear):
        return str(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return _fields(value) if hasattr(value, "__dataclass_fields__") else value
