"""The parts of a paper that are saved on their own: one row each, with how it is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import profiles
from decisions.further_parts import FURTHER, FURTHER_KEYS, read_considerations
from decisions.models import Consideration, Decision, DecisionGrant, Declaration, Link, Recommendation, Section
from decisions.models.content import BoardReport
from figures.money import canonical_money
from figures.references import Reference

FORM, REPORT = Section.Document.FORM, Section.Document.REPORT

Values = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One part of the paper: its label, its group on the task list, and whether submission needs it."""

    key: str
    label: str
    group: str
    required: bool = True
    fields: tuple[str, ...] = ()
    #: The section that holds the part's text, as document and kind.
    section: tuple[str, str] | None = None
    #: Whether the fields stand on the board report instead of the decision.
    on_report: bool = False
    rows: str = ""
    #: What belongs into the part, where the body's profile says.
    hint: str = ""
    #: The kinds of decision whose papers have it; every paper where none is named.
    kinds: tuple[str, ...] = ()

    @property
    def full_label(self) -> str:
        """The label where it stands alone: the form and the report have sections of the same name."""
        return f"{self.label} (board report)" if self.section and self.section[0] == REPORT else self.label


_IMPACT = ("impact_state", "impact_reason", "impact_on")

_SUMMARY = ("title", "executive_summary", "marking")
#: Of a body with two languages: which the paper is in, and the same texts in the other.
_LANGUAGES = ("language", "title_translation", "executive_summary_translation")
_DECISION = (
    Part("grants", "Grants", "The decision", rows="grants", required=False),
    Part("earlier", "Earlier decisions", "The decision", rows="earlier", required=False),
    Part("recommendations", "Recommendations", "The decision", rows="recommendations"),
)
#: Where the profile lists kinds of decision, or classes of significance.
_KIND = Part("kind", "Kind of decision", "The decision", fields=("kind", "significance"))
#: Where the profile has a shorter route.
_URGENCY = Part("urgency", "Urgency", "The decision", required=False, fields=("urgent", "urgent_reason"))
_REPORT = (
    Part(
        "board-report",
        "Is there a board report?",
        "Board report",
        fields=("is_left_out",),
        on_report=True,
        required=False,
    ),
    Part(
        "report",
        "Report, board and author",
        "Board report",
        fields=(
            "title",
            "board",
            "board_on",
            "author",
            "author_rank",
            "author_unit",
            "on_behalf_of",
            "marking",
            "executive_summary",
            "recommendations",
        ),
        on_report=True,
    ),
    Part("time", "Time sensitivity", "Board report", fields=("needed_by", "needed_why", "delay_would"), on_report=True),
)
_DECLARATIONS = Part("declarations", "Declarations", "Declarations and publication", rows="declarations")
_PUBLICATION = (
    Part(
        "deferral",
        "Deferral of Part 1",
        "Declarations and publication",
        fields=("deferral", "deferral_reason", "deferral_until"),
    ),
    Part(
        "part-2",
        "Part 2: what the public is told",
        "Declarations and publication",
        fields=("part_2", "part_2_marking", "part_2_statement", "part_2_reasons", "part_2_review"),
    ),
)
#: Keys of parts whose section has a longer name.
_SHORT_KEYS = {"police_and_crime_plan": "plan"}


def _section_part(section: profiles.Section, document: str) -> Part:
    """The part in which a section of the profile is written."""
    key = _SHORT_KEYS.get(section.kind, section.kind).replace("_", "-")
    in_form = document == FORM
    return Part(
        key if in_form else f"report-{key}",
        section.label or section.heading,
        "Advice" if in_form else "Board report",
        section.required,
        _IMPACT if in_form and section.kind == "privacy" else (),
        (document, section.kind),
        hint=section.hint,
        kinds=section.kinds,
    )


def _further_part(part: profiles.FurtherPart) -> Part:
    """A further part of the profile: fields of the paper, or rows of what was weighed."""
    label, fields, rows = FURTHER[part.name]
    group = "The decision" if fields else "Advice"
    return Part(
        FURTHER_KEYS[part.name], part.label or label, group, part.required, fields, None, False, rows, part.hint,
        part.kinds,
    )  # fmt: skip


def parts_of(body: profiles.Profile) -> dict[str, Part]:
    """The parts of a body's papers, in the order of its form; a body without a board report has none of its parts."""
    kind = [_KIND] if body.kinds or body.classes else []
    further = [_further_part(part) for part in body.parts]
    languages = _LANGUAGES if len(body.body.languages) > 1 else ()
    summary = Part("summary", "Title and executive summary", "The decision", fields=(*_SUMMARY, *languages))
    rows = [summary, *_DECISION, *kind, *([_URGENCY] if body.urgent.skips else [])]
    rows += [part for part in further if part.fields]
    rows += [_section_part(section, FORM) for section in body.form]
    rows += [part for part in further if part.rows]
    if body.report:
        rows += [*_REPORT, *(_section_part(section, REPORT) for section in body.report)]
    rows += [*([_DECLARATIONS] if body.declarations else []), *_PUBLICATION]
    return {part.key: part for part in rows}


#: The parts of the profile in use.
PARTS: dict[str, Part] = parts_of(profiles.current())
#: The declarations that its form asks for, with their labels.
DECLARATIONS: dict[str, str] = {row.kind: row.label for row in profiles.current().declarations}


def parts_on(decision: Decision) -> dict[str, Part]:
    """The parts that a paper has: those of its kind, and of a short paper those outside the board report."""
    is_short = report_of(decision).is_left_out
    return {
        key: part
        for key, part in PARTS.items()
        if (not part.kinds or decision.kind in part.kinds)
        and not (is_short and part.group == "Board report" and key != "board-report")
    }


def read_part(decision: Decision, key: str) -> Values:
    """What a part says now: a dict of values, or `rows` with one dict a row (plain ids in the part "grants")."""
    part = PARTS[key]
    values: Values = {}
    if part.rows:
        values["rows"] = _READ_ROWS[part.rows](decision)
    if part.fields:
        holder = report_of(decision) if part.on_report else decision
        values |= {name: getattr(holder, name) for name in part.fields}
    if part.section:
        section = _section(decision, *part.section)
        values["text"] = section.text if section else ""
        if section and section.heading:
            values["heading"] = section.heading
    return values


def report_of(decision: Decision) -> BoardReport:
    """The board report of a paper; an unsaved empty one when nobody has begun it."""
    report: BoardReport | None = getattr(decision, "report", None)
    return report or BoardReport(decision=decision)


def _section(decision: Decision, document: str, kind: str) -> Section | None:
    """A section as it is stored; nothing when nobody has begun it."""
    return next((s for s in decision.sections.all() if (s.document, s.kind) == (document, kind)), None)


def section_text(decision: Decision, document: str, kind: str) -> str:
    """The text of a section; empty when nobody has begun it."""
    section = _section(decision, document, kind)
    return section.text if section else ""


def _read_grants(decision: Decision) -> list[int]:
    return [row.grant_id for row in decision.decision_grants.all()]


def _read_earlier(decision: Decision) -> list[Values]:
    return [{"kind": link.kind, "earlier_reference": link.earlier_reference} for link in decision.links.all()]


_TRANSLATION = ("translation",) if len(profiles.current().body.languages) > 1 else ()
_RECOMMENDATION = ("text", *_TRANSLATION, "action", "amount", "up_to", "power")


def _read_recommendations(decision: Decision) -> list[Values]:
    return [
        {name: getattr(row, name) for name in _RECOMMENDATION} | {"grant": row.grant_id}
        for row in decision.recommendations.all()
    ]


_DECLARATION = ("kind", "answer", "comment", "consulted", "consulted_on")


def _read_declarations(decision: Decision) -> list[Values]:
    declarations = {row.kind: row for row in decision.declarations.all()}
    rows = [declarations.get(kind) or Declaration(kind=kind) for kind in DECLARATIONS]
    return [{name: getattr(row, name) for name in _DECLARATION} for row in rows]


_READ_ROWS: dict[str, Callable[[Decision], list[Any]]] = {
    "grants": _read_grants,
    "earlier": _read_earlier,
    "recommendations": _read_recommendations,
    "declarations": _read_declarations,
    **{kind: partial(read_considerations, kind) for kind in Consideration.Kind.values},
}


def write_part(decision: Decision, key: str, values: Values, *, by_name: str) -> None:
    """Store a part's values; the caller holds the lock and has checked everything. Called by actions alone."""
    part = PARTS[key]
    if part.rows:
        _WRITE_ROWS[part.rows](decision, values["rows"], by_name)
    if part.fields:
        holder = report_of(decision) if part.on_report else decision
        for name in part.fields:
            # What comes from elsewhere than the form has one language; the other keeps what it had.
            setattr(holder, name, values.get(name, getattr(holder, name)) if name in _LANGUAGES else values[name])
        holder.save()
    if part.section:
        document, kind = part.section
        Section.objects.update_or_create(
            decision=decision,
            document=document,
            kind=kind,
            defaults={"text": values["text"], "heading": values.get("heading", "")},
        )


def _write_grants(decision: Decision, rows: list[int], by_name: str) -> None:
    decision.decision_grants.all().delete()
    DecisionGrant.objects.bulk_create(
        DecisionGrant(decision=decision, grant_id=grant, position=n) for n, grant in enumerate(dict.fromkeys(rows))
    )


def _write_earlier(decision: Decision, rows: list[Values], by_name: str) -> None:
    decision.links.all().delete()
    for row in rows:
        reference = Reference.parse(row["earlier_reference"])
        Link.objects.create(
            decision=decision, kind=row["kind"], earlier_reference=str(reference), earlier_key=reference.key
        )


def _write_recommendations(decision: Decision, rows: list[Values], by_name: str) -> None:
    decision.recommendations.all().delete()
    Recommendation.objects.bulk_create(
        Recommendation(
            decision=decision,
            number=n,
            grant_id=row.get("grant"),
            **{name: row[name] if name not in _TRANSLATION else row.get(name, "") for name in _RECOMMENDATION},
        )
        for n, row in enumerate(rows, 1)
    )


def _write_declarations(decision: Decision, rows: list[Values], by_name: str) -> None:
    decision.declarations.all().delete()
    Declaration.objects.bulk_create(
        Declaration(
            decision=decision,
            made_by_name=by_name if row["answer"] else "",
            **{name: row[name] for name in _DECLARATION},
        )
        for row in rows
    )


def _write_considerations(kind: str, decision: Decision, rows: list[Values], by_name: str) -> None:
    decision.considerations.filter(kind=kind).delete()
    Consideration.objects.bulk_create(
        Consideration(decision=decision, kind=kind, number=n, **row) for n, row in enumerate(rows, 1)
    )


_WRITE_ROWS: dict[str, Callable[[Decision, list[Any], str], None]] = {
    "grants": _write_grants,
    "earlier": _write_earlier,
    "recommendations": _write_recommendations,
    "declarations": _write_declarations,
    **{kind: partial(_write_considerations, kind) for kind in Consideration.Kind.values},
}


def as_stored(values: Values) -> Values:
    """A part's values in what JSON can hold, for the history of saves and the comparison of two texts."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_stored(item) for item in value]
    if isinstance(value, dict):
        return as_stored(value)
    if isinstance(value, Decimal):
        return canonical_money(value)
    return value.isoformat() if isinstance(value, date) else value


def has_content(values: Values) -> bool:
    """Whether anything was written, beyond what every paper begins with."""
    if "rows" in values:
        return any(not isinstance(row, dict) or row.get("answer", True) or row.get("title") for row in values["rows"])
    return any(value for name, value in values.items() if name not in ("marking", "title", "language"))
