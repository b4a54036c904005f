"""The register's seal on a decision paper: it takes a decided Part 1, never bytes that somebody brings."""

from datetime import datetime
from hashlib import sha256
from profile import current

from book.paper.drawing import DecisionPaper
from book.part1 import AnyPart1, v1, v2
from book.seal import seal_keys, timestamper
from documents.sealing import seal_pdf
from documents.self_test import require_working_seal
from figures.dates import format_date


class NotSealable(ValueError):
    """The paper is a draft, is not decided, or is not this decision's; the message is a sentence."""


def seal_paper(part1: AnyPart1, drawn: DecisionPaper, *, at: datetime) -> bytes:
    """Seal a decision's paper at the real time `at`; its reason names the consents, or says it is a transcript.

    Raises NotSealable for a draft, an undecided paper, or a drawing of another Part 1; KeyTrouble when nobody would
    accept a seal made now.
    """
    if not isinstance(drawn, DecisionPaper):
        raise NotSealable("Only Part 1 of a decision is ever sealed.")
    if drawn.draft:
        raise NotSealable("A draft is never sealed.")
    if part1.outcome is None and not part1.origin.imported:
        raise NotSealable("The paper has not been decided.")
    if drawn.content != sha256(part1.to_json()).hexdigest():
        raise NotSealable("The drawn paper is not this decision's.")
    keys = seal_keys(at=at)
    require_working_seal(keys, at=at)
    place = current().body.place
    return seal_pdf(drawn.pdf, reason=reason(part1), keys=keys, at=at, timestamper=timestamper(), place=place)


def reason(part1: AnyPart1) -> str:
    """What the seal rests on, in words that every PDF reader shows."""
    if part1.origin.imported:
        return (
            f"{part1.reference}: transcript of a paper older than the register. "
            "The register did not witness the signatures."
        )
    return f"{part1.reference}: rests on {' and '.join(_consent(s) for s in _in_order(part1))}."


def _in_order(part1: AnyPart1) -> list[v1.Signature | v2.Signature]:
    return sorted(part1.signatures, key=lambda s: s.step != "endorsed")


def _consent(s: v1.Signature | v2.Signature) -> str:
    step = {"endorsed": "endorsement", "approved": "approval", "refused": "refusal"}[s.step]
    day = f" on {format_date(s.on)}" if s.on else ""
    ink = f", in ink, recorded by {s.recorded_by}" if s.how == "ink" else ""
    return f"the {step} by {s.name}, {s.title}{day}{ink}"
