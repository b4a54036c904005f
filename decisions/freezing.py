"""The moment of approval: Part 1 becomes final, the paper is drawn once, sealed and stored, in the same transaction."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, cast

from accounts.offices import Office
from book import part1 as book
from book.paper import draw, seal_paper
from book.part1 import v1, v2
from book.part1.offices import DECIDER, ENDORSER
from components.refusals import Refused
from decisions.chain_of_authority import authority_of
from decisions.leaks import check_leaks
from decisions.models import Decision, SealedPaper, Signature, Status
from decisions.rulings import conditions_of, rulings_of, with_rulings
from documents.drawing import DrawingRefused
from documents.keys import KeyTrouble
from figures.text import all_plain

_TRY_AGAIN = "try again, and tell the administrators if it happens twice"


def freeze(decision: Decision, outcome: str, *, on: date, by_name: str, at: datetime) -> None:
    """Set the decision's final Part 1 from what was submitted and signed, and store the sealed paper."""
    step = "approve" if outcome == Status.APPROVED else "refuse"
    decided_part1 = with_rulings(with_signatures(decision), rulings_of(decision, step), conditions_of(decision))
    final = replace(decided_part1, outcome=cast(Any, outcome), decided_on=on, decided_by=by_name)
    if isinstance(final, v2.Part1) and outcome == Status.APPROVED:
        final = replace(final, authority=all_plain(authority_of(decision, rulings_of(decision, step), on)))
    decision.part1, decision.decided_on = final.to_json(), on
    decision.decided_by_name, decision.decided_at = by_name, at
    try:
        drawing = draw(final)
        check_leaks(decision, part1=final, pdf=drawing.pdf)
        sealed = seal_paper(final, drawing, at=at)
    except (DrawingRefused, KeyTrouble, OSError, MemoryError) as error:
        cause = str(error) if isinstance(error, DrawingRefused | KeyTrouble) else "the machine is short of room"
        advice = "tell the administrators" if isinstance(error, KeyTrouble) else _TRY_AGAIN
        raise Refused(
            f"The final paper could not be made: {cause.rstrip('.')}. Nothing has been decided; {advice}."
        ) from error
    SealedPaper.objects.create(
        decision=decision,
        pdf=sealed,
        sha256=sha256(sealed).hexdigest(),
        pages=drawing.pages,
        build=drawing.build,
        sealed_at=at,
    )


def with_signatures(decision: Decision) -> book.AnyPart1:
    """What was submitted in this round, with the signatures given to it so far."""
    submitted = book.read_part1(bytes(decision.submissions.get(round=decision.round).part1))
    return part1_with_signatures(submitted, decision.signatures.filter(round=decision.round))


def part1_with_signatures(part1: book.AnyPart1, signatures: Iterable[Signature]) -> book.AnyPart1:
    """A submitted paper with signatures in the types of its own version."""
    blocks = [signature_block(signature) for signature in signatures]
    if isinstance(part1, v1.Part1):
        return replace(part1, signatures=tuple(_as_v1(block) for block in blocks))
    return replace(part1, signatures=tuple(blocks))


def _as_v1(block: book.Signature) -> v1.Signature:
    """A signature on a paper that was submitted as `part1/1`."""
    office = DECIDER if block.office.key == Office.DECIDER else ENDORSER
    unchanged = {
        f.name: getattr(block, f.name) for f in fields(v1.Signature) if f.name not in ("office", "on_behalf_of")
    }
    acting_for = block.stand_in.name if block.stand_in else ""
    return v1.Signature(office=cast(Any, office), on_behalf_of=acting_for, **unchanged)


def signature_block(signature: Signature) -> book.Signature:
    """A Signature as Part 1 prints it."""
    block = book.Signature(
        office=book.Label(signature.office, Office(signature.office).label),
        name=signature.name,
        title=signature.job_title,
        step=cast(Any, signature.step),
        on=signature.on,
        at=signature.at,
        how=cast(Any, signature.how),
        statement=signature.statement,
        interests=signature.interests,
        digest=signature.digest,
        rulings_digest=signature.rulings_digest,
        recorded_by=signature.recorded_by_name,
        stand_in=book.StandIn(signature.delegated_from, None, None, "") if signature.delegated_from else None,
        note=signature.note,
        evidence=_assertion(signature),
    )
    return all_plain(block)


def _assertion(signature: Signature) -> book.Assertion | None:
    """What a passkey signed, without the name that the passkey has at its owner's."""
    evidence = signature.evidence
    return book.Assertion(**{f.name: evidence[f.name] for f in fields(book.Assertion)}) if evidence else None
