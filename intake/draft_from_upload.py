"""From a paper that was read to the parts of a draft: what was recognised, part by part, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from decisions.models import Decision
from decisions.models.decision import UNTITLED
from decisions.parts import PARTS, Part, read_part
from intake.parsing.read_paper import ReadPaper
from intake.parsing.read_paper import Section as ReadSection


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it could begin: its title, and for each part that was recognised the values to save."""

    title: str
    parts: dict[str, dict[str, Any]]


def draft_of(paper: ReadPaper) -> Draft:
    """The parts of a draft that a read paper fills.

    Declarations and signatures are never taken over: whoever makes the new paper declares anew. Earlier decisions that
    the paper refers to become links that continue them, for the person to change.
    """
    parts: dict[str, dict[str, Any]] = {"summary": _summary(paper)}
    if paper.refers_to:
        rows = [{"kind": "continues", "earlier_reference": str(reference)} for reference in paper.refers_to]
        parts["earlier"] = {"rows": rows}
    if paper.recommendations:
        parts["recommendations"] = {
            "rows": [_recommendation(recommendation) for recommendation in paper.recommendations]
        }
    for part in PARTS.values():
        if part.section and (text := _text_of(paper, *part.section)):
            parts[part.key] = {"text": text}
            if "impact_state" in part.fields and (state := impact_state(text)):
                parts[part.key]["impact_state"] = state
    parts |= {key: values for key, values in _report(paper).items() if any(values.values())}
    if "board-report" in PARTS and not any(PARTS[key].group == "Board report" for key in parts):
        parts["board-report"] = {"is_left_out": True}
    parts |= {key: values for key, values in _publication(paper).items() if any(values.values())}
    return Draft(_title(paper), parts)


def _title(paper: ReadPaper) -> str:
    return (paper.title or UNTITLED)[:300]


def _summary(paper: ReadPaper) -> dict[str, Any]:
    return {"title": _title(paper), "executive_summary": paper.executive_summary or ""}


#: The paper prints before all recommendations to whom they are made; a text that says so again would say it twice.
_ADDRESSEE = re.compile(
    r"^(?:that )?(?:the )?(?:(?:deputy )?mayor|dmpc|mopac|(?:police (?:and|&|, fire and) crime )?commissioner|pcc)\b"
    r"[^.:;]{0,60}?\b(?:is|are) (?:recommended|asked|requested|invited)(?: to| that)?\s*:?\s*(?=\w)",
    re.IGNORECASE,
)


def without_addressee(text: str) -> str:
    """A recommendation without "The Deputy Mayor is recommended to" before it."""
    bare = _ADDRESSEE.sub("", text, count=1)
    return bare[:1].upper() + bare[1:] if bare != text else text


def _recommendation(recommendation: Any) -> dict[str, Any]:
    amount = recommendation.amounts[0] if len(recommendation.amounts) == 1 else None
    return {
        "text": without_addressee(recommendation.text),
        "action": recommendation.action,
        "amount": amount,
        "up_to": recommendation.up_to and amount is not None,
        "power": "",
        "grant": None,
    }


def _text_of(paper: ReadPaper, document: str, kind: str) -> str:
    """The paragraphs of the sections of one kind, a blank line between two."""
    sections = [section for section in paper.sections if section.document == document and kind_of(section) == kind]
    texts = [re.sub(r"\n+", "\n", p.text) for section in sections for p in section.paragraphs]
    return "\n\n".join(_with_tables(texts))


def _with_tables(texts: list[str]) -> Iterator[str]:
    """Rows of one table, which were read as paragraphs of cells, as the table that they were."""
    for cells, rows in groupby(texts, lambda text: 0 if "\n" in text else text.count(" | ")):
        lines = list(rows)
        if not cells or len(lines) < 2:
            yield from lines
            continue
        head, *body = (f"| {line} |" for line in lines)
        yield "\n".join([head, "|" + " --- |" * (cells + 1), *body])


def kind_of(section: ReadSection) -> str:
    """The kind by which the desk knows a section: the breakdown stands apart there."""
    return "breakdown" if section.kind == "other" and section.heading.lower() == "breakdown" else section.kind


def _report(paper: ReadPaper) -> dict[str, dict[str, Any]]:
    """The draft's parts on the board report, cut to the lengths of their fields."""
    report, time = paper.report, paper.report.time_sensitivity
    return {
        "report": {
            "title": (report.title or "")[:300],
            "board": (report.board or "")[:200],
            "board_on": report.board_on,
            **_author(report.author or ""),
            "on_behalf_of": (report.on_behalf_of or "")[:200],
            **({"marking": report.marking[:80]} if report.marking else {}),
            "executive_summary": report.executive_summary or "",
            "recommendations": "\n".join(
                " ".join(recommendation.text.split()) for recommendation in report.recommendations
            ),
        },
        "time": {
            "needed_by": paper.required_by,
            "needed_why": time.reason or "",
            "delay_would": "\n".join(time.delay_would_cost),
        },
    }


#: Ranks of the police as reports write them before a name, with what may stand before a rank itself.
_RANK = re.compile(
    r"^(?P<rank>(?:(?:A|T|Temp|Acting|Temporary|Det|Detective|Deputy|Assistant|Chief|Ch)[./]?\s*)*"
    r"(?:PC|DC|PS|DS|DI|DCI|Insp|Inspector|Supt|Superintendent|DSU|CSU|DCS|Cdr|Cmdr|Commander|DAC|AC|ACC|DCC|CC|"
    r"Sergeant|Sgt|Constable|Commissioner)\.?)\s+(?=[A-Z])"
)


def _author(text: str) -> dict[str, str]:
    """A report's author as its head names them: "DCS Michael Gallagher, Central Specialist Crime"."""
    name, _, unit = text.partition(",")
    rank = match["rank"].strip() if (match := _RANK.match(name)) else ""
    return {
        "author": name[len(match[0]) if match else 0 :].strip()[:200],
        "author_rank": rank[:80],
        "author_unit": unit.strip()[:200],
    }


#: How papers say where their data protection impact assessment stands; the first that fits counts.
_ASSESSMENT = r"\b(?:DPIA|data protection impact assessment)s?\b"
_STATES = (
    ("not_needed", rf"\b(?:no {_ASSESSMENT} is|{_ASSESSMENT} (?:is|was) not) (?:needed|required|necessary)\b"),
    ("done", rf"{_ASSESSMENT} (?:has been|have been|was|is) (?:completed|carried out|undertaken|conducted|done)\b"),
    ("started", rf"{_ASSESSMENT} (?:has been|have been|was|is being) (?:commenced|started|begun|drafted|prepared)\b"),
)


def impact_state(text: str) -> str:
    """The state of the data protection impact assessment as a section states it; empty where it does not."""
    return next((state for state, pattern in _STATES if re.search(pattern, text, re.IGNORECASE)), "")


def _publication(paper: ReadPaper) -> dict[str, dict[str, Any]]:
    """The draft's parts on Part 2 and on deferral, as far as the paper states them."""
    deferral, part = paper.deferral, paper.part_2
    return {
        "deferral": {
            "deferral": _yes_no(deferral.deferred),
            "deferral_reason": deferral.reason or "",
            "deferral_until": deferral.until,
        },
        "part-2": {
            "part_2": _yes_no(part.exists),
            "part_2_marking": (part.marking or "")[:80],
            "part_2_reasons": "\n".join(part.reasons),
            "part_2_review": _review(part.review),
        },
    }


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _review(text: str | None) -> str:
    """The review as far as it fits its field: the year, where a whole sentence says it."""
    years = re.findall(r"\b20[0-9]{2}\b", text or "")
    return (text or "") if len(text or "") <= 80 else years[0] if len(set(years)) == 1 else ""


def filled(decision: Decision, part: Part, values: dict[str, Any]) -> dict[str, Any]:
    """All values of a part: those recognised, the others as the draft has them."""
    return {**read_part(decision, part.key), **values}
