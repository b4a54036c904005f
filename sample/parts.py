"""What a sample paper says, part by part, as its sketch has it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Person
from decisions.models import Decision
from decisions.parts import DECLARATIONS, PARTS
from figures.dates import london_day
from figures.money import format_money
from grants.models import Grant
from profiles import current
from sample.papers import FOLDER, SamplePaper

People = dict[str, Person]
IN_TWO_LANGUAGES = "cy" in current().body.languages
#: The board of MOPAC's own papers, and an invented one.
_BOARD = "Portfolio and Investment Board" if FOLDER.name == "mopac" else "Commissioning Board"


def parts_of_sample(
    sample: SamplePaper, grant: Grant, earlier: dict[str, Decision], at: datetime
) -> dict[str, dict[str, Any]]:
    """The parts of a paper with what is typed in each; of a draft only what its sketch has words for."""
    begun = london_day(at - timedelta(days=sample.days_ago))
    state, reason = sample.assessment
    texts = {"introduction": sample.introduction, "issues": sample.issues, "financial": sample.financial}
    if sample.until == "draft":
        return {key: {"text": text} for key, text in texts.items() if text and key in PARTS}
    values = {
        **_form_parts(sample, grant, earlier),
        **{key: {"text": text} for key, text in texts.items()},
        "privacy": {
            "text": "Personal data is handled under the Data Protection Act 2018 and the body’s own data protection "
            "policy. The information governance team has read this paper.",
            "impact_state": state,
            "impact_reason": reason,
            "impact_on": begun if state != "not_needed" else None,
        },
        **_report_parts(sample, begun),
        "declarations": {"rows": _declarations(begun)},
        **_publication_parts(sample, at),
        "urgency": {"urgent": bool(sample.urgent), "urgent_reason": sample.urgent},
    }
    values["dates"] = {"received_on": begun, "effective_from": None}
    values["list-of-stakeholders"] = {
        "rows": [{"title": current().body.force, "answer": "Asked in writing, and content with the proposal."}]
    }
    kinds, classes = ([row.key for row in choices] for choices in (current().kinds, current().classes))
    values["kind"] = {"kind": "".join(kinds[:1]), "significance": "".join(classes[:1])}
    for part in PARTS.values():
        if part.section and part.required:
            values.setdefault(part.key, {"text": "The authors have weighed this; nothing speaks against it."})
    return {key: values[key] for key in PARTS if key in values}


def _form_parts(sample: SamplePaper, grant: Grant, earlier: dict[str, Decision]) -> dict[str, dict[str, Any]]:
    """The form's own parts, but for the texts that a sketch brings."""
    summary = {"title": sample.title, "executive_summary": sample.summary, "marking": "OFFICIAL"}
    if IN_TWO_LANGUAGES:
        written = {"title_translation": sample.welsh_title, "executive_summary_translation": sample.welsh_summary}
        summary |= {"language": "en", **written}
    recommendations = [
        {
            "text": ask.text,
            **({"translation": ask.welsh} if IN_TWO_LANGUAGES else {}),
            "action": ask.action,
            "grant": grant.pk,
            "amount": Decimal(ask.amount),
            "up_to": ask.up_to,
            "power": power_cited(ask.action),
        }
        for ask in sample.asks
    ]
    return {
        "summary": summary,
        "earlier": {"rows": _links(sample, earlier)},
        "recommendations": {"rows": recommendations},
        "legal": {"text": _legal(sample)},
        "equality": {
            "text": "The effect on people who share protected characteristics was considered; none is harmful."
        },
        "background": {"text": "The board report."},
    }


def _report_parts(sample: SamplePaper, begun: date) -> dict[str, dict[str, Any]]:
    """The board report, of a board a fortnight before the paper was begun."""
    return {
        "report": {
            "title": sample.title,
            "board": _BOARD,
            "board_on": begun - timedelta(days=14),
            "author": sample.author[0],
            "author_rank": "",
            "author_unit": sample.author[1],
            "on_behalf_of": "the chief officers",
            "marking": "OFFICIAL",
            "executive_summary": sample.summary.split("\n\n")[0],
            "recommendations": "\n".join(ask.text for ask in sample.asks),
        },
        "time": {
            "needed_by": begun + timedelta(days=sample.needed_in),
            "needed_why": "The funder closes its books for the quarter then.",
            "delay_would": "A later start, and with it a shorter first year.\nPrices that hold only until then.",
        },
        "report-facts": {"text": sample.report},
        "report-plan": {
            "text": "The work serves the Police and Crime Plan’s aim of making "
            f"{current().body.area.name} safer for all."
        },
    }


def _publication_parts(sample: SamplePaper, at: datetime) -> dict[str, dict[str, Any]]:
    """When the paper is published, and what of it never is."""
    confidential = bool(sample.confidential)
    return {
        "deferral": {
            "deferral": "yes" if sample.deferral else "no",
            "deferral_reason": sample.deferral,
            "deferral_until": london_day(at) + timedelta(days=sample.deferred_for) if sample.deferral else None,
        },
        "part-2": {
            "part_2": "yes" if confidential else "no",
            "part_2_marking": "OFFICIAL-SENSITIVE" if confidential else "",
            "part_2_statement": "",
            "part_2_reasons": "Law enforcement" if confidential else "",
            "part_2_review": str(at.year + 3) if confidential else "",
        },
    }


def power_cited(action: str) -> str:
    """The power that the body's profile names for an action of a recommendation."""
    return next(power.citation for power in current().powers if power.action == action)


def _legal(sample: SamplePaper) -> str:
    total = format_money(sum((Decimal(ask.amount) for ask in sample.asks), Decimal(0)))
    request = "make a bid for" if sample.route == "bid" else "accept an offer of"
    decider, power = current().offices["decider"].label, power_cited(sample.asks[0].action)
    return f"The paper asks for approval to {request} {total}.\n\nThe power of the {decider} is that of: {power}."


def _links(sample: SamplePaper, earlier: dict[str, Decision]) -> list[dict[str, str]]:
    if not sample.continues:
        return []
    return [{"kind": "continues", "earlier_reference": earlier[sample.continues].reference_words}]


def _declarations(day: Any) -> list[dict[str, Any]]:
    consulted = {
        "financial": "Strategic Finance",
        "legal": "Directorate of Legal Services",
        "equalities": "Equality, Diversity and Inclusion team",
        "privacy": "Information Governance",
        "head_of_service": "Chief Finance Officer",
    }
    return [
        {
            "kind": kind,
            "answer": "confirmed" if kind in consulted else "not_applicable",
            "comment": "",
            "consulted": consulted.get(kind, ""),
            "consulted_on": day if kind in consulted else None,
        }
        for kind in DECLARATIONS
    ]
