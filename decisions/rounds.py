"""What was changed in a paper since it was last before those who check and sign it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from decisions.models import Decision, PartSave, Status, Submission
from decisions.parts import PARTS


@dataclass(frozen=True)
class ChangedPart:
    """A part whose text is not what it was: both contents, and who saved it last."""

    key: str
    label: str
    before: dict[str, Any]
    after: dict[str, Any]
    by: str
    at: datetime


def earlier_round(paper: Decision) -> Submission | None:
    """The submission that a paper is compared with: the last of a draft, the one before of a paper submitted again."""
    number = paper.round if paper.status == Status.DRAFT else paper.round - 1
    return paper.submission_of(number) if number > 0 else None


def changed_parts(paper: Decision, since: datetime) -> list[ChangedPart]:
    """The parts that say something else than at a moment, in the order of the form."""
    before: dict[str, PartSave] = {}
    after: dict[str, PartSave] = {}
    for save in paper.part_saves.select_related("saved_by").order_by("pk"):
        after[save.part] = save
        if save.saved_at <= since:
            before[save.part] = save
    changes = []
    for key in (key for key in PARTS if key in after):
        old = before[key].content if key in before else {}
        if after[key].content != old:
            last = after[key]
            changes.append(
                ChangedPart(key, PARTS[key].full_label, old, last.content, last.saved_by.name, last.saved_at)
            )
    return changes
