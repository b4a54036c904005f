"""Begin a paper and save its parts, while it is a draft."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from accounts.models import Person
from accounts.offices import labels, offices_that_may
from audit.actions import record
from decisions.errors import NotOpen, Refused, StalePart
from decisions.models import BoardReport, Decision, DecisionGrant, Explanation, PartSave, Status
from decisions.parts import PARTS, as_stored, write_part
from figures.dates import london_day
from grants.models import Grant


def may_write(person: Person, day: date) -> str:
    """Why a person may not write papers today: a sentence, or nothing when they may."""
    if person.may("write", day):
        return ""
    return f"To write a paper you need the office {labels(offices_that_may('write'))}."


def begin_paper(*, title: str, grants: Sequence[Grant], by: Person, at: datetime) -> Decision:
    """A new draft about zero or more grants. Raises Refused when the person does not write papers."""
    if sentence := may_write(by, london_day(at)):
        raise Refused(sentence)
    with transaction.atomic():
        paper = Decision.objects.create(title=title, created_by=by, created_at=at)
        BoardReport.objects.create(decision=paper)
        DecisionGrant.objects.bulk_create(
            DecisionGrant(decision=paper, grant=grant, position=n) for n, grant in enumerate(grants)
        )
        record(
            verb="decision.begin",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} began the paper “{title}”.",
            details={"title": title, "grants": [grant.code for grant in grants]},
        )
    return paper


def part_version(decision: Decision, part: str) -> int:
    """The version of a part as it is now: 0 when nobody has saved it."""
    latest = decision.part_saves.filter(part=part).order_by("-version").first()
    return latest.version if latest else 0


def lock_draft(decision: Decision, by: Person, at: datetime) -> Decision:
    """The locked row of a paper that this person may write now; raises Refused or NotOpen with a sentence."""
    paper = Decision.objects.select_for_update().get(pk=decision.pk)
    if paper.status != Status.DRAFT:
        where = Status(paper.status).label.lower()
        raise NotOpen(f"{paper.reference_words} is {where}. Only a draft can be edited.")
    if sentence := may_write(by, london_day(at)):
        raise Refused(sentence)
    return paper


def save_part(*, decision: Decision, part: str, seen: int, values: dict[str, Any], by: Person, at: datetime) -> int:
    """Save one part and give its new version. `seen` is the version of the part that the person started from.

    Raises StalePart, holding what was written, when somebody (or this person, elsewhere) saved in between; NotOpen when
    the paper is no draft; Refused when the person does not write papers.
    """
    if part not in PARTS:
        raise Refused(f"There is no part “{part}” in a paper.")
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        latest = paper.part_saves.filter(part=part).order_by("-version").select_related("saved_by").first()
        if latest and latest.version != seen:
            own = latest.saved_by_id == by.pk
            raise StalePart(part, latest.content, latest.saved_by.name, latest.saved_at, latest.version, own=own)
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
            sentence=f"{by.name} saved “{PARTS[part].label}” of {paper.reference_words}.",
            # The texts stand in the history of saves, where the law can have them removed; here are their digests.
            details={"part": part, "version": version, "before": digest_of(latest), "after": digest_of(saved)},
        )
    return version


def digest_of(save: PartSave | None) -> str:
    """The SHA-256 of what a save says; empty for none."""
    if save is None:
        return ""
    return sha256(json.dumps(save.content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def explain(
    *, decision: Decision, code: str, where: str, problem: str, reason: str, by: Person, at: datetime
) -> Explanation:
    """Let a paper go on although a check stops it: the reason is printed in the paper with the person's name."""
    if not reason.strip():
        raise Refused("Write why the paper should go forward although the check stops it.")
    with transaction.atomic():
        paper = lock_draft(decision, by, at)
        explanation, _ = Explanation.objects.update_or_create(
            decision=paper,
            code=code,
            where=where,
            defaults={"problem": problem, "reason": reason.strip(), "by": by, "by_name": by.name, "at": at},
        )
        paper.version += 1
        paper.save(update_fields=["version"])
        record(
            verb="decision.explain",
            at=at,
            by=by,
            subject=paper.subject,
            sentence=f"{by.name} explained the check “{code}” in {paper.reference_words}: {reason.strip()}",
            details={"code": code, "where": where, "problem": problem},
        )
    return explanation
