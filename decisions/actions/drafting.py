"""Begin a draft from a paper that exists: what was recognised is saved part by part, the rest placed by hand."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from decisions.actions.importing import Original, store_original
from decisions.actions.writing import begin_paper, part_version, save_part
from decisions.drafting import draft_of, filled
from decisions.models import Decision
from decisions.parts import PARTS, read_part


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


def place_lines(*, decision: Decision, placements: Sequence[tuple[str, str]], by: Person, at: datetime) -> None:
    """Add lines of the paper that found no place to the parts a person chose, each as a paragraph at the end.

    Raises NotOpen when the paper is no draft any more, Refused when the person does not write papers.
    """
    with transaction.atomic():
        for key in dict.fromkeys(key for key, _ in placements):
            paper = Decision.objects.get(pk=decision.pk)
            values = read_part(paper, key)
            name = "executive_summary" if key == "summary" else "text"
            added = [text for chosen, text in placements if chosen == key]
            values[name] = "\n\n".join([*([values[name].rstrip()] if values[name].strip() else []), *added])
            save_part(decision=paper, part=key, seen=part_version(paper, key), values=values, by=by, at=at)
