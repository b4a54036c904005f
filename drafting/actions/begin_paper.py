"""Begin a paper: from its title and grants alone, or from an earlier decision that it continues."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused
from decisions.actions.writers import check_can_write
from decisions.models import BoardReport, Decision, DecisionGrant
from decisions.models.content import Action, LinkKind
from decisions.parts import PARTS, Values, parts_on, read_part
from decisions.starting_texts import starting_texts, with_starting_text
from drafting.actions.save_part import save_part
from figures.dates import london_day
from grants.models import Grant

#: What a new recommendation takes from an earlier one: never the amount, which is decided anew.
_RECOMMENDATION = ("text", "action", "up_to", "power")
#: The kind of a grant's money that a recommendation is about.
_KIND_OF = {Action.APPROVE_BID: "bid", Action.ACCEPT_OFFER: "offered", Action.AWARD: "offered"}
#: What a new board report takes from an earlier one: not its date, nor who wrote it.
_REPORT = ("board", "author_unit", "on_behalf_of", "marking")


def begin_paper(
    *,
    title: str,
    grants: Sequence[Grant],
    is_short: bool = False,
    continues: Decision | None = None,
    with_texts: bool = False,
    kind: str = "",
    by: Person,
    at: datetime,
) -> Decision:
    """A new draft about zero or more grants; a short one has no board report.

    Args:
        continues: the earlier decision, to which the draft is linked.
        with_texts: whether the draft begins with the texts of the earlier decision. Its amounts, dates, declarations,
            deferral and Part 2 are never taken over: they are decided or declared anew. A recommendation about a
            grant that one of `grants` continues begins with that one and what it comes to.
        kind: the kind of draft of the body's profile, with whose texts its empty parts begin; "" for none.

    Raises:
        Refused: the person does not write papers, or the earlier paper has no reference yet.
    """
    check_can_write(by, london_day(at))
    if continues is not None and continues.reference is None:
        raise Refused(f"{continues.reference_words} has no reference yet, so nothing can continue it.")
    with transaction.atomic():
        paper = Decision.objects.create(title=title, created_by=by, created_at=at)
        BoardReport.objects.create(decision=paper, is_left_out=is_short)
        DecisionGrant.objects.bulk_create(
            DecisionGrant(decision=paper, grant=grant, position=n) for n, grant in enumerate(grants)
        )
        record(
            verb="decision.begin",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} began {paper.reference_words}.",
            words=title,
            details={"grants": [grant.code for grant in grants]},
        )
        values_by_part = _with_starting_texts(paper, _values_from_earlier(paper, continues, with_texts), kind)
        for part, values in values_by_part.items():
            save_part(decision=paper, part=part, seen=0, values=values, by=by, at=at)
    return paper


def _values_from_earlier(paper: Decision, earlier: Decision | None, with_texts: bool) -> dict[str, Values]:
    """The parts that a draft takes from the decision that it continues."""
    if earlier is None:
        return {}
    link = {"kind": LinkKind.CONTINUES, "earlier_reference": str(earlier.reference)}
    values: dict[str, Values] = {"earlier": {"rows": [link]}}
    if not with_texts:
        return values
    values["summary"] = read_part(paper, "summary") | {"executive_summary": earlier.executive_summary}
    values["recommendations"] = {"rows": _recommendations(paper, read_part(earlier, "recommendations")["rows"])}
    for key, part in parts_on(paper).items():
        unchanged = read_part(paper, key) if part.section or key == "report" else {}
        if part.section and (text := read_part(earlier, key)["text"]):
            values[key] = unchanged | {"text": text}
        if key == "report":
            values[key] = unchanged | {name: read_part(earlier, key)[name] for name in _REPORT}
    return {key: values[key] for key in PARTS if key in values}


def _with_starting_texts(paper: Decision, values_by_part: dict[str, Values], kind: str) -> dict[str, Values]:
    """The parts that a draft begins with, and those for which its kind has a text, where nothing is written."""
    texts = {key: text for key, text in starting_texts(kind).items() if key in parts_on(paper)}
    started_values = {
        key: with_starting_text(values_by_part.get(key) or read_part(paper, key), text) for key, text in texts.items()
    }
    return {
        key: (values_by_part | started_values)[key] for key in PARTS if key in values_by_part or key in started_values
    }


def _recommendations(paper: Decision, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of an earlier decision for a new draft, each with the grant that continues its own, where one does."""
    later = {grant.continues_id: grant for grant in paper.grants() if grant.continues_id}
    copied_rows = []
    for row in rows:
        grant, alike = later.get(row["grant"]), [(other["grant"], other["action"]) for other in rows]
        kind = _KIND_OF.get(row["action"], "")
        # Two rows of one kind share the money in a way that nobody can know yet.
        is_whole = alike.count((row["grant"], row["action"])) == 1
        amount = grant.totals().overall().get(kind) if grant and is_whole else None
        facts = {name: row[name] for name in _RECOMMENDATION}
        copied_rows.append(facts | {"amount": amount, "grant": grant.pk if grant else None})
    return copied_rows
