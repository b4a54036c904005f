"""PCD 510 as the real paper has it: its text in the pieces that are pasted, and the facts that it states, as data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

TITLE = (
    "Request to accept Home Office funding to develop capability to address Serious and Organised Online Crime Activity"
)
#: The seed names a body of section 23 in public, which the register lets no paper do: the kind of reason is given.
DISGUISED = "Contains information directly from another agency"


@dataclass(frozen=True)
class Seed:
    """The paper's text, and the pieces of it that are pasted."""

    whole: str

    @property
    def advice(self) -> str:
        """The seven sections of the form."""
        return self._between("1. Introduction and background", "Public access to information")

    @property
    def report(self) -> str:
        """The board report behind the form."""
        return self.whole[self.whole.index("**Request to accept", self.whole.index("OFFICER APPROVAL")) :]

    @property
    def summary(self) -> str:
        """The executive summary of the form."""
        return self._between("Executive Summary:", "Recommendation:").removeprefix("Executive Summary:").strip()

    @property
    def recommendations(self) -> list[str]:
        """What the Deputy Mayor is recommended to do."""
        recommendations = self._between("is recommended to:", "Deputy Mayor for Policing and Crime\n\nI confirm")
        return [line[2:] for line in recommendations.splitlines() if line.startswith("- ")]

    @property
    def reasons(self) -> list[str]:
        """Why Part 2 is withheld, as the report says in public."""
        reasons = self._between("is exempt from publication for the following reasons:", "The relevant sections under")
        return [line[2:] for line in reasons.splitlines() if line.startswith("- ")]

    def _between(self, first: str, after: str) -> str:
        return self.whole[self.whole.index(first) : self.whole.index(after)]


def facts(sealed: Any) -> Iterator[tuple[str, Any, Any]]:
    """What the seed states, with what the sealed Part 1 says of it: name, found, stated."""
    report, part_2 = sealed.report, sealed.part_2
    yield "title", sealed.title, TITLE
    yield (
        "recommendations",
        [(line.action, line.amount, line.up_to, line.grant) for line in sealed.recommendations],
        [
            ("accept_offer", Decimal(500_000), True, sealed.grants[0].id),
            ("approve_bid", Decimal(120_000), False, sealed.grants[1].id),
        ],
    )
    yield (
        "money by year",
        [(row.financial_year, row.fund.name, row.fund_as_written, row.offered, row.bid) for row in sealed.tranches],
        [
            ("2018/19", "Additional ROCU funding", "Additional ROCU funding", Decimal(250_000), None),
            ("2019/20", "Additional ROCU funding", "Additional ROCU funding", Decimal(250_000), None),
            ("2018/19", "Police Transformation Fund", "Home Office Innovation Fund", None, Decimal(120_000)),
        ],
    )
    for grant in sealed.grants:
        yield (
            f"who gives and takes {grant.id}",
            (
                grant.funder.name,
                grant.recipient.name,
                grant.recipient_unit,
                grant.carry_over,
            ),
            ("Home Office", "Metropolitan Police Service", "Cyber Crime Unit", "none"),
        )
    yield (
        "numbers of the form’s paragraphs",
        [
            [block.number for block in section.content.blocks if hasattr(block, "number")]
            for section in sealed.sections
            if section.document == "form"
        ],
        [
            ["1.1.", "1.2.", "1.3."],
            ["2.1."],
            ["3.1.", "3.2."],
            ["4.1.", "4.2.", "4.3."],
            ["5.1.", "5.2.", "5.3.", "5.4."],
            ["6.1."],
            ["7.1."],
        ],
    )
    yield (
        "headings of the report",
        [s.heading for s in sealed.sections if s.document == "report"],
        [
            "Non-confidential facts and advice to the Deputy Mayor for Policing and Crime",
            "Issues for consideration",
            "Contributes to the MOPAC Police & Crime Plan 2017-2021",
            "Financial, Commercial and Procurement Comments",
            "Breakdown",
            "Legal Comments",
            "Equality Comments",
            "Privacy Comments",
            "Real Estate Implications",
            "Environmental Implications",
            "Background/supporting papers",
        ],
    )
    yield (
        "numbers of the report’s advice",
        [block.number for block in _section(sealed, "report", "facts").content.blocks if hasattr(block, "number")],
        [f"{number}." for number in range(1, 8)],
    )
    for document in ("form", "report"):
        yield (
            f"table of costs in the {document}",
            [
                len(block.rows)
                for block in _section(sealed, document, "financial").content.blocks
                if hasattr(block, "rows")
            ],
            [3],
        )
    yield (
        "head of the report",
        (
            report.title,
            report.board,
            report.board_on,
            report.author_rank,
            report.author,
            report.author_unit,
            report.on_behalf_of,
            report.marking,
        ),
        (
            TITLE,
            "Portfolio and Investment Board",
            date(2018, 11, 13),
            "DCS",
            "Michael Gallagher",
            "Central Specialist Crime",
            "Deputy Commissioner",
            "OFFICIAL – PUBLIC",
        ),
    )
    yield "what the board was asked", len(report.recommendations), 2
    yield "time", (report.needed_by, len(report.delay_would)), (date(2018, 12, 13), 4)
    yield "impact assessment", (sealed.impact_assessment.state, sealed.impact_assessment.on), ("started", None)
    yield (
        "declarations",
        [row.answer for row in sealed.declarations],
        [
            *["confirmed"] * 3,
            "not_applicable",
            *["confirmed"] * 2,
        ],
    )
    yield "reasons of Part 2, but for the body that may not be named", part_2.reasons[2], DISGUISED
    yield "deferral", sealed.deferral.deferred, False
    yield (
        "Part 2",
        (part_2.exists, part_2.marking, len(part_2.reasons), part_2.review),
        (
            True,
            "OFFICIAL-SENSITIVE [ORGANISATIONAL]",
            3,
            "2028",
        ),
    )
    yield "decided on", sealed.decided_on, date(2018, 12, 17)


def _section(sealed: Any, document: str, kind: str) -> Any:
    return next(s for s in sealed.sections if (s.document, s.kind) == (document, kind))


#: Lines of the report that state a fact which the table above compares, or that tell of Part 2, where they went.
TAKEN_APART = re.compile(
    r"Portfolio and Investment Board,|Report by|Deputy Commissioner$|Part [12] –|classified as|EXECUTIVE SUMMARY|"
    r"Recommendations$|Time sensitivity|The MPS Portfolio|Report author|The Government Security|OFFICIAL-SENSITIVE|"
    r"- Contains information directly from the National|Part 2 of MPCCU|The relevant sections|"
    r"- Data Protection Act Section|The paper will cease|[¹²] |"
    r"Request to accept|Serious and Organised Online Crime Activity|\d\. [A-Z][A-Za-z /]+$"
)


def stated_lines(seed: Seed) -> list[str]:
    """Every line of the form's advice and of the report that stands in the paper word by word."""
    lines = [*seed.summary.splitlines(), *seed.recommendations, *seed.advice.splitlines(), *seed.report.splitlines()]
    return [line for line in lines if line.strip() and not TAKEN_APART.match(line.replace("*", "").strip())]


def texts(value: Any) -> Iterator[str]:
    """Every text of a value, in order."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)


def words(text: str) -> str:
    """A text as its words alone, with neither marks, numbers of paragraphs nor notes."""
    bare = re.sub(r"^\W*\d{1,2}(?:\.\d{1,2})*\.\s", "", text.strip())
    return " ".join(re.findall(r"[\w£]+", bare.replace("¹", "").replace("²", "")))
