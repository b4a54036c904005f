"""The parts of a paper that are saved on their own: one row each, with how it is read and when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import profiles
from decisions.models import Decision, DecisionGrant, Declaration, Link, Recommendation, Section
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
    #: What belongs into the section, where the body's profile says.
    hint: str = ""


_IMPACT = ("impact_state", "impact_reason", "impact_on")

_DECISION = (
    Part("summary", "Title and executive summary", "The decision", fields=("title", "executive_summary", "marking")),
    Part("grants", "Grants", "The decision", rows="grants", required=False),
    Part("earlier", "Earlier decisions", "The decision", rows="earlier", required=False),
    Part("recommendations", "Recommendations", "The decision", rows="recommendations"),
)
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
    )


def parts_of(body: profiles.Profile) -> dict[str, Part]:
    """The parts of a body's papers, in the order of its form; a body without a board report has none of its parts."""
    rows = [*_DECISION, *([_URGENCY] if body.urgent.skips else [])]
    rows += [_section_part(section, FORM) for section in body.form]
    if body.report:
        rows += [*_REPORT, *(_section_part(section, REPORT) for section in body.report)]
    rows += [*([_DECLARATIONS] if body.declarations else []), *_PUBLICATION]
    return {part.key: part for part in rows}


#: The parts of the profile in use.
PARTS: dict[str, Part] = parts_of(profiles.current())
#: The declarations that its form asks for, with their labels.
DECLARATIONS: dict[str, str] = {row.kind: row.label for row in profiles.current().declarations}


def parts_on(decision: Decision) -> dict[str, Part]:
    """The parts that a paper has: all of them, or for a short paper those outside the board report."""
    if not report_of(decision).is_left_out:
        return PARTS
    return {key: part for key, part in PARTS.items() if part.group != "Board report" or key == "board-report"}


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


_RECOMMENDATION = ("text", "action", "amount", "up_to", "power")


def _read_recommendations(decision: Decision) -> list[Values]:
    return [
        {name: getattr(row, name) for name in _RECOMMENDATION} | {"grant": row.grant_id}
        for row in decision.recommendations.all()
    ]


_DECLARATION = ("kind", "answer", "comment", "consulted", "consulted_on")


def _read_declarations(decision: Decision) -> list[Values]:
    known = {row.kind: row for row in decision.declarations.all()}
    rows = [known.get(kind) or Declaration(kind=kind) for kind in DECLARATIONS]
    return [{name: getattr(row, name) for name in _DECLARATION} for row in rows]


_READ_ROWS: dict[str, Callable[[Decision], list[Any]]] = {
    "grants": _read_grants,
    "earlier": _read_earlier,
    "recommendations": _read_recommendations,
    "declarations": _read_declarations,
}


def write_part(decision: Decision, key: str, values: Values, *, by_name: str) -> None:
    """Store a part's values; the caller holds the lock and has checked everything. Called by actions alone."""
    part = PARTS[key]
    if part.rows:
        _WRITE_ROWS[part.rows](decision, values["rows"], by_name)
    if part.fields:
        holder = report_of(decision) if part.on_report else decision
        for name in part.fields:
            setattr(holder, name, values[name])
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
            **{name: row[name] for name in _RECOMMENDATION},
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


_WRITE_ROWS: dict[str, Callable[[Decision, list[Any], str], None]] = {
    "grants": _write_grants,
    "earlier": _write_earlier,
    "recommendations": _write_recommendations,
    "declarations": _write_declarations,
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


def missing(decision: Decision, key: str) -> list[str]:
    """What a part still needs before the paper can be submitted: sentences, none when the part is done."""
    if key not in parts_on(decision):
        return []
    part, values = PARTS[key], read_part(decision, key)
    if special := _MISSING.get(key):
        return special(values)
    if part.section and part.required and not str(values["text"]).strip():
        return [f"{part.label}: nothing is written yet."]
    return []


def _summary_missing(values: Values) -> list[str]:
    return [] if values["executive_summary"].strip() else ["Write the executive summary."]


def _urgency_missing(values: Values) -> list[str]:
    return ["Say why the paper is urgent."] if values["urgent"] and not values["urgent_reason"].strip() else []


def _recommendations_missing(values: Values) -> list[str]:
    if not values["rows"]:
        return ["Write at least one recommendation."]
    sentences = []
    for n, row in enumerate(values["rows"], 1):
        if row["action"] != "other" and row["amount"] is None:
            sentences.append(f"Recommendation {n} needs an amount.")
        if row["action"] != "other" and not row["grant"]:
            sentences.append(f"Recommendation {n} needs the grant that it is about.")
        if not row["power"].strip():
            sentences.append(f"Recommendation {n} needs the power that it relies on.")
    return sentences


def _privacy_missing(values: Values) -> list[str]:
    sentences = [] if values["text"].strip() else ["GDPR and data privacy: nothing is written yet."]
    if not values["impact_state"]:
        sentences.append("Say whether a data protection impact assessment is needed, started or done.")
    elif values["impact_state"] == "not_needed" and not values["impact_reason"].strip():
        sentences.append("Say why no data protection impact assessment is needed.")
    elif values["impact_state"] == "done" and not (values["impact_on"] or values["impact_reason"].strip()):
        sentences.append("Say when the data protection impact assessment was done: the day, or in words.")
    return sentences


_REPORT_WORDS = {
    "board": "name its board",
    "board_on": "give the date of its board",
    "author": "name its author",
    "on_behalf_of": "say on whose behalf it is written",
}


def _report_missing(values: Values) -> list[str]:
    return [f"The board report must {words}." for name, words in _REPORT_WORDS.items() if not values[name]]


def _time_missing(values: Values) -> list[str]:
    if values["needed_by"] and not values["needed_why"].strip():
        return ["Say why the decision is needed by that date."]
    return [] if values["needed_by"] else ["Say by when the decision is needed."]


def _declarations_missing(values: Values) -> list[str]:
    return declarations_missing(values, by=profiles.current().declarations_by)


def declarations_missing(values: Values, *, by: Literal["names", "ticks"]) -> list[str]:
    """What the declarations still need: an answer each and, by names, who was consulted and when."""
    sentences = []
    for row in values["rows"]:
        label = DECLARATIONS.get(row["kind"], row["kind"])
        if not row["answer"]:
            sentences.append(f"The declaration “{label}” has not been made.")
        elif by == "ticks":
            continue
        elif row["answer"] == "confirmed" and not row["consulted"].strip():
            sentences.append(f"The declaration “{label}” needs the name of who was consulted.")
        elif row["answer"] == "confirmed" and not row["consulted_on"]:
            sentences.append(f"The declaration “{label}” needs the date when they were consulted.")
    return sentences


def _deferral_missing(values: Values) -> list[str]:
    if not values["deferral"]:
        return ["Say whether the publication of Part 1 is to be deferred."]
    if values["deferral"] == "no":
        return []
    sentences = [] if values["deferral_reason"].strip() else ["Give the reason for the deferral."]
    return sentences + ([] if values["deferral_until"] else ["Give the date until which publication is deferred."])


def _part_2_missing(values: Values) -> list[str]:
    if not values["part_2"]:
        return ["Say whether there is a Part 2."]
    if values["part_2"] == "no":
        return []
    needed = {"part_2_marking": "marking", "part_2_reasons": "kinds of reason", "part_2_review": "date of review"}
    return [f"Part 2 needs its {words}." for name, words in needed.items() if not values[name].strip()]


_MISSING: dict[str, Callable[[Values], list[str]]] = {
    "summary": _summary_missing,
    "urgency": _urgency_missing,
    "recommendations": _recommendations_missing,
    "privacy": _privacy_missing,
    "report": _report_missing,
    "time": _time_missing,
    "declarations": _declarations_missing,
    "deferral": _deferral_missing,
    "part-2": _part_2_missing,
}


def done(decision: Decision, key: str) -> bool:
    """Whether a part has all that submission asks of it."""
    return not missing(decision, key)
