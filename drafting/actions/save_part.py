"""Save a part of a paper while it is a draft."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from components.refusals import Refused
from decisions.actions.writers import lock_draft
from decisions.models import Decision, PartSave
from decisions.parts import PARTS, as_stored, write_part
from drafting.stale_part import StalePart


def part_version(decision: Decision, part: str) -> int:
    """The version of a part as it is now: 0 when nobody has saved it."""
    return max((save.version for save in decision.part_saves.all() if save.part == part), default=0)


def save_part(*, decision: Decision, part: str, seen: int, values: dict[str, Any], by: Person, at: datetime) -> int:
    """Save one part and return its new version. `seen` is the version of the part that the person started from.

    Raises StalePart, holding what was written, when somebody (or this person, elsewhere) saved in between; NotOpen when
    the paper is no draft; Refused when the person does not write papers.
    """
    if part not in PARTS:
        raise Refused(f"There is no part “{part}” in a paper.")
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        latest = paper.part_saves.filter(part=part).order_by("-version").select_related("saved_by").first()
        if latest and latest.version != seen:
            is_own = latest.saved_by_id == by.pk
            raise StalePart(part, latest.content, latest.saved_by.name, latest.saved_at, latest.version, own=is_own)
        write_part(paper, part, values, by_name=by.name)
        content, version = as_stored(values), (latest.version if latest else 0) + 1
        saved = PartSave.objects.create(
            decision=paper, part=part, version=version, content=content, saved_by=by, saved_at=at
        )
        paper.version += 1
        paper.save(update_fields=["version"])
        record(
            verb="decision.save_part",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} saved “{PARTS[part].full_label}” of {paper.reference_words}.",
            # The texts stand in the history of saves, where the law can have them removed; here are their digests.
            details={"part": part, "version": version, "before": digest_of(latest), "after": digest_of(saved)},
        )
    return version


def digest_of(save: PartSave | None) -> str:
    """The SHA-256 of what a save says; empty for none."""
    if save is None:
        return ""
    return sha256(json.dumps(save.content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
