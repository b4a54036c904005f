"""A Part 1 of any version in the types of the newest one: what pages and papers are drawn from.

Nothing is added that the older paper does not say. The result is for showing only: bytes and digests are those of the
version that was published.
"""

import re
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from book.part1 import v1, v2
from book.part1.offices import DECIDER, ENDORSER, office_label
from book.part1.text import NOTHING, Block, Paragraph, Point, Points, RichText, run

#: What `part1/1` knew by key alone, as the body calls it.
OFFICES = {
    ENDORSER: v2.Label("endorser", office_label(ENDORSER)),
    DECIDER: v2.Label("decider", office_label(DECIDER)),
}
DECLARATIONS = {
    "financial": "Financial advice",
    "legal": "Legal advice",
    "equalities": "Equalities advice",
    "commercial": "Commercial issues",
    "privacy": "GDPR and data privacy",
    "head_of_service": "Director or head of service",
}
GRANT_DECISION = v2.Label("grant", "Grant")
_POINT = re.compile(r"^\s*[-•*–▪◦●○]\s+(?=\S)")


def newest(part1: "v1.Part1 | v2.Part1") -> v2.Part1:
    """A paper of any version in the types of `part1/2`; what an older version cannot say is empty."""
    return part1 if isinstance(part1, v2.Part1) else _from_v1(part1)


def _from_v1(old: v1.Part1) -> v2.Part1:
    unchanged = {name: getattr(old, name) for name in _SAME}
    return v2.Part1(
        schema="part1/2",
        paper="paper/2",
        profile="",
        language="en-GB",
        title_translations=(),
        executive_summary_translations=(),
        register_address="",
        kind=GRANT_DECISION,
        significance=None,
        urgency=v2.Urgency(False, "", ""),
        received_on=None,
        effective_from=None,
        recommendations=tuple(
            v2.Recommendation(**_values(line), translations=(), ruling=None) for line in old.recommendations
        ),
        conditions=(),
        grants=tuple(_grant(grant) for grant in old.grants),
        onward_awards=(),
        sections=tuple(
            v2.Section(s.document, s.kind, s.number, s.heading, _content(s.paragraphs)) for s in old.sections
        ),
        options=(),
        reasons="",
        stakeholders=(),
        risks=(),
        attachments=(),
        report=v2.Report(**_values(old.report)) if old.report else None,
        declarations=tuple(_declaration(declaration) for declaration in old.declarations),
        impact_assessment=v2.ImpactAssessment(**_values(old.impact_assessment), when=""),
        consultations=(),
        authority=None,
        signatures=tuple(_signature(signature) for signature in old.signatures),
        **unchanged,
    )


#: Fields that mean the same in both versions, with the same types.
_SAME = (
    "reference", "title", "body", "marking", "executive_summary", "tranches", "deferral", "part_2", "links",
    "refers_to", "statements", "explanations", "outcome", "decided_on", "decided_by", "origin",
)  # fmt: skip


def _values(old: Any) -> dict[str, Any]:
    return {field.name: getattr(old, field.name) for field in fields(old)}


def _organisation(body: v1.Body) -> v2.Organisation:
    return v2.Organisation(**asdict(body), company_number="", charity_number="")


def _grant(old: v1.Grant) -> v2.Grant:
    ends = {"funder": _organisation(old.funder), "recipient": _organisation(old.recipient)}
    return v2.Grant(**(_values(old) | ends))


def _declaration(old: v1.Declaration) -> v2.Declaration:
    return v2.Declaration(**(_values(old) | {"kind": v2.Label(old.kind, DECLARATIONS[old.kind])}))


def _signature(old: v1.Signature) -> v2.Signature:
    values = {field.name: getattr(old, field.name) for field in fields(v1.Signature)}
    acting_for = values.pop("on_behalf_of")
    stand_in = v2.StandIn(acting_for, None, None, "") if acting_for else None
    return v2.Signature(**(values | {"office": OFFICES[old.office], "stand_in": stand_in, "rulings_digest": ""}))


def plain_content(text: str) -> RichText:
    """Plain text in its blocks: blank lines part paragraphs, lines that begin with a dash are points."""
    return RichText(tuple(_blocks(v1.Paragraph("", text))), ()) if text.strip() else NOTHING


def _content(paragraphs: tuple[v1.Paragraph, ...]) -> RichText:
    return RichText(tuple(block for paragraph in paragraphs for block in _blocks(paragraph)), ())


def _blocks(paragraph: v1.Paragraph) -> list[Block]:
    """Blank lines part paragraphs, of which the first carries the number; lines that begin with a dash are points."""
    blocks: list[Block] = []
    number = paragraph.number
    for part in re.split(r"\n[ \t]*\n", paragraph.text.strip("\n")):
        for is_list, lines in groupby((line for line in part.split("\n") if line.strip()), key=_is_point):
            if is_list:
                if number:
                    blocks.append(Paragraph("paragraph", number, ()))
                blocks.append(_points(list(lines)))
            else:
                blocks.append(Paragraph("paragraph", number, (run("\n".join(lines)),)))
            number = ""
    return blocks or [Paragraph("paragraph", number, ())]


def _points(lines: list[str]) -> Points:
    return Points("points", tuple(Point("", (run(_POINT.sub("", line).strip()),), ()) for line in lines))


def _is_point(line: str) -> bool:
    return bool(_POINT.match(line))
