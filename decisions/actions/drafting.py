"""Begin a draft from a paper that already exists: everything recognised is saved part by part, in one transaction."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from decisions.actions.importing import Original, store_original
from decisions.actions.writing import begin_paper, save_part
from decisions.drafting import draft_of, filled
from decisions.models import Decision
from decisions.parts import PARTS


def begin_from_paper(*, original: Original, by: Person, at: datetime, leave_out: Collection[str] = ()) -> Decision:
    """A draft with the parts that were recognised, but for those left out; the file is kept with it.

    Raises Refused when the person does not write papers.
    """
    draft = draft_of(original.read)
    with transaction.atomic():
        paper = begin_paper(title=draft.title, grants=(), by=by, at=at)
        for key, values in draft.parts.items():
            if key not in leave_out:
                save_part(decision=paper, part=key, seen=0, values=filled(paper, PARTS[key], values), by=by, at=at)
        paper.refresh_from_db()
        paper.imported_from = store_original(original, at)
        paper.save(update_fields=["imported_from"])
        record(
            verb="decision.begin_from_paper",
            at=at,
            actor_id=by.pk,
            actor_name=by.name,
            subject=paper.subject,
            sentence=f"{by.name} began {paper.reference_words} from the paper {original.name}.",
            details={"sha256": original.sha256, "reference": str(original.read.reference or "")},
        )
    return paper
