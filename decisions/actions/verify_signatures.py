"""What waits to be published is verified by the worker, under a role of its own, before the database lets it go."""

import json
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.actions.known_passkeys import WORKER, is_known_passkey, notice_passkeys
from accounts.passkeys import verify_evidence
from book.integrity.consents import signed_digest
from book.models import Verification, Waiting
from book.part1 import AnyPart1, read_part1, v1, v2
from book.projection import project
from decisions.models import Decision, PasskeyRule, Signature


def verify_signatures(*, at: datetime) -> int:
    """Verify what waits and what passkeys signed; returns how many verdicts are new. Unsound papers are verified again.

    Raises:
        ImproperlyConfigured: something waits for it, and the worker has no role of its own.
    """
    if WORKER not in settings.DATABASES:
        if Waiting.objects.filter(to_verify=True).exists():
            raise ImproperlyConfigured(
                "WORKER_DATABASE_URL is not set, so what passkeys signed cannot be verified and is not published."
            )
        return 0
    notice_passkeys(at=at)
    sound = set(Verification.objects.using(WORKER).filter(problem="").values_list("payload_sha256", flat=True))
    problems_by_digest = dict(
        Verification.objects.using(WORKER).exclude(problem="").values_list("payload_sha256", "problem")
    )
    new = 0
    for publication in Waiting.objects.using(WORKER).filter(to_verify=True).exclude(payload_sha256__in=sound):
        problem = _problem_of(publication, at)
        if problems_by_digest.get(publication.payload_sha256) != problem:
            Verification.objects.using(WORKER).update_or_create(
                payload_sha256=publication.payload_sha256, defaults={"problem": problem, "looked_at": at}
            )
            new += 1
    return new


def _problem_of(waiting: Waiting, at: datetime) -> str:
    """What is wrong with the signatures of a paper, in a sentence; empty if all is sound."""
    part1 = read_part1(bytes(waiting.payload))
    paper = Decision.objects.using(WORKER).filter(reference_key=waiting.key, imported=False).first()
    if paper is None:
        return f"{waiting.reference} is no decision of the desk."
    if waiting.projection != json.loads(json.dumps(project(part1))):
        return f"What lists and totals would show of {waiting.reference} is not what its Part 1 says."
    rows = list(Signature.objects.using(WORKER).filter(decision=paper, round=paper.round).order_by("pk"))
    kept_signatures = [(row.step, row.name, row.how) for row in rows]
    if kept_signatures != [(block.step, block.name, block.how) for block in part1.signatures]:
        return f"The signatures of {waiting.reference} are not those that were given at the desk."
    blocks: list[v1.Signature | v2.Signature] = [*part1.signatures]
    compulsory = PasskeyRule.objects.using(WORKER).exists()
    for row, block in zip(rows, blocks, strict=True):
        if row.how == "passkey":
            if problem := _problem_with_passkey(part1, row, block, at):
                return f"{problem} It was given for {row.name} on {waiting.reference}."
        elif row.how != "ink" and compulsory:
            return f"{row.name} signed {waiting.reference} without a passkey, which is compulsory."
    return ""


def _problem_with_passkey(part1: AnyPart1, row: Signature, block: v1.Signature | v2.Signature, at: datetime) -> str:
    """What is wrong with one signature by passkey: its text, its answer, or whose key it is."""
    rulings = block.rulings_digest if isinstance(block, v2.Signature) else ""
    if block.digest != part1.digest() or (isinstance(part1, v2.Part1) and rulings not in ("", part1.rulings_digest())):
        return "A signature is for another text than the one that would be published."
    if block.evidence is None or not verify_evidence(asdict(block.evidence), signed_digest(block), block.step):
        return "A passkey’s answer does not prove that it signed this paper."
    if not is_known_passkey(row.person_id, block.evidence.public_key, at):
        return "A passkey is not known to be that person’s, or not for long enough."
    return ""
