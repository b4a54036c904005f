"""`part1/2`, the unreleased draft of the next Part 1: it may still change, and only trials publish it.

What it adds to `part1/1`: text that keeps its shape, a decision on each recommendation with its conditions, offices by
key and label, consulted officers with their comments, the chain of authority, who stood in for whom, kinds of decision,
class of significance, urgency, attachments, numbers of companies and charities, onward awards, the dates of receipt
and effect, texts in a further language, and the register's address. Everything here is public.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from book.canonical import NotCanonical, canonical, plain, restore
from book.part1 import v1
from book.part1.text import RichText, Translation

SCHEMA = "part1/2"

Assertion = v1.Assertion
Commitment = v1.Commitment
Deferral = v1.Deferral
Explanation = v1.Explanation
Link = v1.Link
Origin = v1.Origin
Part2 = v1.Part2
Statement = v1.Statement
Tranche = v1.Tranche
Body = v1.Body


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the body's profile: its key, which programs compare, and its label, which people read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: its identifier, its name as written, and its numbers at Companies House and with the regulator
    of charities, empty where they are not known.
    """

    id: str
    name: str
    company_number: str
    charity_number: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant the paper is about; `id` never changes and is never reused."""

    id: str
    title: str
    purpose: str
    funder: Organisation
    recipient: Organisation
    recipient_unit: str
    direction: v1.Direction
    route: v1.Route
    carry_over: v1.CarryOver


@dataclass(frozen=True, slots=True)
class OnwardAward:
    """Money of a grant that is passed on to somebody else; `grant` is the identifier of the grant it comes from.

    `award` is the identifier of the grant that is made with it. `subsidy` is whether it is one under the Subsidy
    Control Act 2022, with the reason.
    """

    grant: str
    award: str
    recipient: Organisation
    amount: Decimal | None
    financial_year: str
    purpose: str
    reason: str
    conditions: str
    subsidy: Literal["yes", "no", "not_assessed"]
    subsidy_reason: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided on one recommendation; `amount` is what was decided, and is the authority.

    `text` is the decision where it differs from the recommendation's own words, empty where it does not.
    """

    outcome: Literal["approved", "approved_with_changes", "refused"]
    text: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the decider is asked to decide: one numbered line, with the power relied on and the decision on it."""

    number: int
    text: str
    translations: tuple[Translation, ...]
    action: v1.Action
    grant: str | None
    amount: Decimal | None
    up_to: bool
    power: str
    ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the decision: what must be done, by when and by whom.

    `recommendation` is the number of the one it belongs to, empty for all. With `before` "acceptance" no money is
    accepted until the condition is met.
    """

    number: int
    recommendation: int | None
    text: str
    by_when: date | None
    whose: str
    before: Literal["acceptance", "nothing"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form or of the board report; an empty heading means that the original lost it."""

    document: v1.Document
    kind: str
    number: str
    heading: str
    content: RichText


@dataclass(frozen=True, slots=True)
class Declaration:
    """One of the originating officer's declarations, with who was consulted and when."""

    kind: Label
    statement: str
    answer: Literal["confirmed", "not_applicable", "not_stated"]
    comment: str
    consulted: str
    consulted_on: date | None
    made_by: str


@dataclass(frozen=True, slots=True)
class ImpactAssessment:
    """The state of the data protection impact assessment; `when` says it in words where no day is known."""

    state: Literal["not_needed", "needed", "started", "done", "not_stated"]
    reason: str
    on: date | None
    when: str


@dataclass(frozen=True, slots=True)
class Report:
    """The board report that the form rests on: who wrote it, for which board. Its sections stand among the sections."""

    title: str
    board: str
    board_on: date | None
    author: str
    author_rank: str
    author_unit: str
    on_behalf_of: str
    marking: str
    executive_summary: str
    recommendations: tuple[str, ...]
    needed_by: date | None
    needed_why: str
    delay_would: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Urgency:
    """Whether the paper went the shorter route of urgent papers, and why."""

    urgent: bool
    reason: str
    route: str


@dataclass(frozen=True, slots=True)
class Option:
    """A course that was weighed, and why it was chosen or not."""

    title: str
    text: str
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Who is affected or was asked, and what they said."""

    name: str
    view: str


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk of the proposal, and what is done about it."""

    text: str
    mitigation: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file named under "Background papers", published beside the paper: its SHA-256 (hex) and its size in bytes.

    `accessible` says whether the file can be read with assistive technology, has another form that can (`accessible_in`
    is the number of that attachment), or has none.
    """

    number: int
    title: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    accessible: Literal["yes", "other", "no"]
    accessible_in: int | None


@dataclass(frozen=True, slots=True)
class StandIn:
    """For whom somebody acted, between which days, and by what decision or rule."""

    name: str
    from_on: date | None
    until_on: date | None
    authority: str


@dataclass(frozen=True, slots=True)
class Power:
    """A link in the chain of authority: who holds which power, by which decision, since when."""

    holder: str
    power: str
    decision: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Authority:
    """By what authority the decision was taken, back to the appointment; `gap` says where the chain is broken."""

    powers: tuple[Power, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """What an officer who must be consulted said of the paper, signed like a Signature."""

    office: Label
    name: str
    title: str
    comment: str
    on: date | None
    at: datetime | None
    how: v1.How
    digest: str
    evidence: Assertion | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's consent: name and office as held that day, the moment, how they signed in, what they saw.

    `digest` is the digest of the unsigned Part 1. Who decides signs `rulings_digest` too: the digest of Part 1 with
    the rulings and conditions, before any signature. `evidence`, with a passkey, is what it signed under `digest`. A
    decision made in ink carries `how` "ink" and the name of who recorded it.
    """

    office: Label
    name: str
    title: str
    step: v1.SignatureStep
    on: date | None
    at: datetime | None
    how: v1.How
    statement: str
    interests: str
    digest: str
    rulings_digest: str
    recorded_by: str
    stand_in: StandIn | None
    note: str
    evidence: Assertion | None


@dataclass(frozen=True, slots=True)
class Part1:
    """The whole public part of one decision.

    `register_address` is where the register that publishes it is found, such as https://decisions.example; empty in
    papers that are older than the register. `language` is the language of the paper; `translations` pair a text with
    those in the body's other languages, one at most for each, none where nobody wrote one.
    """

    schema: Literal["part1/2"]
    paper: Literal["paper/2"]
    profile: str
    language: str
    reference: str
    title: str
    title_translations: tuple[Translation, ...]
    body: str
    register_address: str
    kind: Label
    significance: Label | None
    marking: str
    urgency: Urgency
    received_on: date | None
    effective_from: date | None
    executive_summary: str
    executive_summary_translations: tuple[Translation, ...]
    recommendations: tuple[Recommendation, ...]
    conditions: tuple[Condition, ...]
    grants: tuple[Grant, ...]
    tranches: tuple[Tranche, ...]
    onward_awards: tuple[OnwardAward, ...]
    sections: tuple[Section, ...]
    options: tuple[Option, ...]
    reasons: str
    stakeholders: tuple[Stakeholder, ...]
    risks: tuple[Risk, ...]
    attachments: tuple[Attachment, ...]
    report: Report | None
    declarations: tuple[Declaration, ...]
    impact_assessment: ImpactAssessment
    deferral: Deferral
    part_2: Part2
    links: tuple[Link, ...]
    refers_to: tuple[str, ...]
    statements: tuple[Statement, ...]
    explanations: tuple[Explanation, ...]
    consultations: tuple[Consultation, ...]
    outcome: v1.Outcome | None
    decided_on: date | None
    decided_by: str
    authority: Authority | None
    signatures: tuple[Signature, ...]
    origin: Origin

    def to_json(self) -> bytes:
        """The canonical JSON: these bytes are served, attached to the PDF and hashed into the book."""
        return canonical(self)

    @classmethod
    def from_json(cls, data: bytes) -> "Part1":
        """Read canonical JSON back; raises NotCanonical when the bytes are not exactly what `to_json` writes."""
        try:
            part1: Part1 = restore(cls, json.loads(data))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise NotCanonical(f"not JSON: {error}") from None
        if part1.to_json() != data:
            raise NotCanonical("the same content in another spelling")
        return part1

    def unsigned(self) -> "Part1":
        """The paper as it is before anybody is consulted or decides: what the endorser sees and signs."""
        undecided = tuple(replace(line, ruling=None) for line in self.recommendations)
        return replace(self.ruled(), recommendations=undecided, conditions=())

    def ruled(self) -> "Part1":
        """The paper with the decision on each recommendation, before any signature: what the decider signs."""
        return replace(
            self, signatures=(), consultations=(), outcome=None, decided_on=None, decided_by="", authority=None
        )

    def digest(self) -> str:
        """SHA-256 (hex) of the unsigned paper's canonical JSON; each Signature quotes it."""
        return sha256(self.unsigned().to_json()).hexdigest()

    def rulings_digest(self) -> str:
        """SHA-256 (hex) of the paper with its rulings and conditions, unsigned; the decider's Signature quotes it."""
        return sha256(self.ruled().to_json()).hexdigest()

    def as_plain(self) -> dict[str, Any]:
        """The content in plain lists and dicts, for templates and the API."""
        data: dict[str, Any] = plain(self)
        return data
