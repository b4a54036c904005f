"""What each part of a paper still needs before the paper can be submitted."""

from collections.abc import Callable
from typing import Literal

import profiles
from decisions.models import Consideration, Decision
from decisions.parts import DECLARATIONS, PARTS, Values, parts_on, read_part
from decisions.starting_texts import open_blanks


def missing(decision: Decision, key: str) -> list[str]:
    """What a part still needs before the paper can be submitted: sentences, none when the part is done."""
    if key not in parts_on(decision):
        return []
    part, values = PARTS[key], read_part(decision, key)
    if blanks := open_blanks(values):
        further = f" and {len(blanks) - 1} more" if len(blanks) > 1 else ""
        are = "are" if further else "is"
        return [f"{part.full_label}: “{blanks[0]}”{further} of the text it began with {are} still to be filled in."]
    if special := _MISSING.get(key):
        return special(values)
    is_empty = not (str(values["text"]).strip() if part.section else values.get("rows"))
    if (part.section or part.rows in Consideration.Kind) and part.required and is_empty:
        return [f"{part.full_label}: nothing is written yet."]
    return []


def _summary_missing(values: Values) -> list[str]:
    return [] if values["executive_summary"].strip() else ["Write the executive summary."]


def _kind_missing(values: Values) -> list[str]:
    return ["Say what kind of decision this is."] if profiles.current().kinds and not values["kind"] else []


def _dates_missing(values: Values) -> list[str]:
    if not PARTS["dates"].required:
        return []
    words = {
        "received_on": "Say when the request was received.",
        "effective_from": "Say from when the decision counts.",
    }
    return [sentence for name, sentence in words.items() if not values[name]]


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
    "kind": _kind_missing,
    "dates": _dates_missing,
    "urgency": _urgency_missing,
    "recommendations": _recommendations_missing,
    "privacy": _privacy_missing,
    "report": _report_missing,
    "time": _time_missing,
    "declarations": _declarations_missing,
    "deferral": _deferral_missing,
    "part-2": _part_2_missing,
}
