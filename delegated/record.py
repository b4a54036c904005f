"""The record of an officer's decision under delegation, as Part 1: short, and with the chain of its authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from book import part1
from figures.references import Reference
from figures.text import all_plain, one_line, plain_text
from profiles import current

#: The kind of decision that Part 1 states.
KIND = part1.Label("delegated", "Taken by an officer under delegation")


@dataclass(frozen=True, slots=True)
class DelegatedFacts:
    """What the short form asks. `delegation` is the power as the scheme words it; `given_by` the decision that gave it.

    `amount` is in pounds, None where the decision is about no money.
    """

    title: str
    decision: str
    reasons: str
    officer: str
    post: str
    decided_on: date
    delegation: str
    given_by: str = ""
    amount: Decimal | None = None

    def as_arguments(self) -> dict[str, str | None]:
        """The facts as a proposal keeps them; the title as Part 1 will have it, by which both are expunged."""
        texts = {name: getattr(self, name) for name in _TEXTS}
        amount = None if self.amount is None else str(self.amount)
        title = plain_text(one_line(self.title))
        return {**texts, "title": title, "decided_on": self.decided_on.isoformat(), "amount": amount}

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> "DelegatedFacts":
        """The facts of a proposal."""
        amount = arguments["amount"]
        return cls(
            **{name: arguments[name] for name in _TEXTS},
            decided_on=date.fromisoformat(arguments["decided_on"]),
            amount=None if amount is None else Decimal(amount),
        )


_TEXTS = ("title", "decision", "reasons", "officer", "post", "delegation", "given_by")


def record_of(facts: DelegatedFacts, reference: Reference, *, recorded_by: str) -> part1.Part1:
    """Part 1 of an officer's decision; the register did not witness the signature and says who recorded it."""
    record = part1.Part1(
        schema="part1/2",
        paper="paper/2",
        profile=current().digest,
        language="en-GB",
        reference=str(reference),
        title=one_line(facts.title),
        title_translations=(),
        body=settings.BODY_NAME,
        register_address=settings.REGISTER_ADDRESS,
        kind=KIND,
        significance=None,
        marking=current().markings[0] if current().markings else "",
        urgency=part1.Urgency(urgent=False, reason="", route=""),
        received_on=None,
        effective_from=None,
        executive_summary=facts.reasons.strip(),
        executive_summary_translations=(),
        recommendations=(_recommendation(facts),),
        conditions=(),
        grants=(),
        tranches=(),
        onward_awards=(),
        sections=(),
        options=(),
        reasons="",
        stakeholders=(),
        risks=(),
        attachments=(),
        report=None,
        declarations=(),
        impact_assessment=part1.ImpactAssessment(state="not_stated", reason="", on=None, when=""),
        deferral=part1.Deferral(deferred=False, reason="", until=None),
        part_2=part1.Part2(exists=False, marking="", statement="", reasons=(), review="", commitments=()),
        links=(),
        refers_to=_published_reference(facts.given_by),
        statements=(),
        explanations=(),
        consultations=(),
        outcome="approved",
        decided_on=facts.decided_on,
        decided_by=facts.officer.strip(),
        authority=_authority(facts),
        signatures=(_signature(facts, recorded_by),),
        origin=part1.Origin(imported=False, transcript=False, source_name="", source_sha256="", note=""),
    )
    return all_plain(record)


def _recommendation(facts: DelegatedFacts) -> part1.Recommendation:
    """What was decided, approved as it stands."""
    return part1.Recommendation(
        number=1,
        text=facts.decision.strip(),
        translations=(),
        action="other",
        grant=None,
        amount=facts.amount,
        up_to=False,
        power=facts.delegation.strip(),
        ruling=part1.Ruling("approved", "", facts.amount),
    )


def _signature(facts: DelegatedFacts, recorded_by: str) -> part1.Signature:
    """The officer's signature, which the register did not witness: it names who recorded it, and has no digest."""
    return part1.Signature(
        office=part1.Label("officer", facts.post.strip()),
        name=facts.officer.strip(),
        title=facts.post.strip(),
        step="approved",
        on=facts.decided_on,
        at=None,
        how="ink",
        statement="",
        interests="Not stated.",
        digest="",
        rulings_digest="",
        recorded_by=recorded_by,
        stand_in=None,
        note="",
        evidence=None,
    )


def _authority(facts: DelegatedFacts) -> part1.Authority:
    """The delegation and what gave it; a broken chain is said."""
    gap = "" if facts.given_by.strip() else "No decision is recorded that gave this delegation."
    power = part1.Power(facts.post.strip(), facts.delegation.strip(), facts.given_by.strip(), None)
    return part1.Authority((power,), gap)


def _published_reference(text: str) -> tuple[str, ...]:
    """The reference that the words name, so that the two decisions' pages lead to each other."""
    try:
        return (str(Reference.parse(text)),)
    except ValueError:
        return ()
