"""A paper with all its parts in one question to the database, however many tables they stand in.

Left out are the bytes of files and papers, and the texts of earlier saves: each is asked for where a page needs it. The
money of its grants comes with one question more (`grants_of`).
"""

from functools import cache

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from database import whole_rows
from database.whole_rows import Rows
from decisions.models import Attachment, Decision, Part2Item, StandingText
from grants.models import Grant

_NAME = ("id", "name")
#: The parts of a paper by the name of the relation.
_PARTS = {
    "sections": Rows(),
    "recommendations": Rows(),
    "declarations": Rows(),
    "links": Rows(),
    "decision_grants": Rows(),
    "explanations": Rows(),
    "considerations": Rows(),
    "attachments": Rows(left_out=frozenset({"data"})),
    "exemptions": Rows(),
    "overrules": Rows(),
    "part_2_readers": Rows(joined={"person": _NAME}),
    "part_saves": Rows(left_out=frozenset({"content"})),
    "moves": Rows(),
    "submissions": Rows(left_out=frozenset({"part1"})),
    "signatures": Rows(),
    "rulings": Rows(),
    "conditions": Rows(),
    "notes": Rows(joined={"asked": _NAME, "settled_by": _NAME}),
    "sealed_paper": Rows(left_out=frozenset({"pdf"}), extra={"size": "length(pdf)"}),
}
#: The money by year of a grant.
_MONEY = {"tranches": Rows(joined={"fund": ()})}


def with_parts(papers: "QuerySet[Decision]") -> "QuerySet[Decision]":
    """The papers, each with the rows of its parts; `filled` makes objects of them."""
    papers = papers.select_related("report", "created_by", "given_to", "authorised_by")
    return papers.annotate(rows_of_relations=_rows())


@cache
def _rows() -> RawSQL:
    return whole_rows.rows_of(Decision, _PARTS)


@cache
def _money() -> RawSQL:
    return whole_rows.rows_of(Grant, _MONEY)


def filled(paper: Decision, *, for_page: bool = False) -> Decision:
    """A paper of `with_parts`, with its parts as objects, each note with its replies.

    Args:
        for_page: it is shown and not changed, so that facts about it are asked once (`Decision.once`).
    """
    whole_rows.filled(paper, _PARTS)
    notes = list(paper.notes.all())
    for note in notes:
        whole_rows.keep(note, "replies", [reply for reply in notes if reply.reply_to_id == note.pk])
    paper.known = {} if for_page else None
    return paper


def grants_of(paper: Decision) -> list[Grant]:
    """The grants that a paper is about in its order, with their money by year, their bodies and what they pass on."""
    return paper.once("grants", lambda: _grants_of(paper))


def _grants_of(paper: Decision) -> list[Grant]:
    numbers = [row.grant_id for row in paper.decision_grants.all()]
    if not numbers:
        return []
    rows = Grant.objects.filter(pk__in=numbers).select_related("funder", "recipient", "onward")
    grants = {grant.pk: whole_rows.filled(grant, _MONEY) for grant in rows.annotate(rows_of_relations=_money())}
    return [grants[number] for number in numbers]


def grant_choices(paper: Decision) -> list[tuple[int, str]]:
    """The grants that a paper is about as a form offers them: number and words, the newest first."""
    return sorted(((grant.pk, str(grant)) for grant in grants_of(paper)), reverse=True)


def attachments_of(paper: Decision) -> "QuerySet[Attachment]":
    """The paper's attachments without their bytes."""
    is_asked = "attachments" in getattr(paper, "_prefetched_objects_cache", {})
    return paper.attachments.all() if is_asked else paper.attachments.defer("data")


def standing_texts_of(paper: Decision) -> list[StandingText]:
    """Every standing text of the form, those of other days among them."""
    return paper.once("standing texts", lambda: list(StandingText.objects.all()))


def part_2_items_of(paper: Decision) -> list[Part2Item]:
    """The items of a paper's Part 2, with their files."""
    return paper.once("part 2 items", lambda: list(paper.part_2_items.select_related("file")))
