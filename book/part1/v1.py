"""Part 1 of a decision, frozen at approval: the content type of the book.

The desk fills it in; page, PDF and data are renderings of it. Everything here is public.
The shape follows the decision form and the board report behind it, as PCD 510 has them.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from book.canonical import NotCanonical, canonical, plain, restore

Action = Literal["accept_offer", "approve_bid", "award", "other"]
Document = Literal["form", "report"]
Outcome = Literal["approved", "refused"]
LinkKind = Literal["continues", "amends", "replaces", "revokes"]
Direction = Literal["received", "made"]
Route = Literal["bid", "offer", "continuation", "not_stated"]
CarryOver = Literal["none", "with_consent", "automatic", "not_stated"]
SectionKind = Literal[
    "introduction", "issues", "financial", "legal", "privacy", "equality", "background", "police_and_crime_plan",
    "commercial", "real_estate", "environment", "time_sensitivity", "facts", "breakdown", "other",
]  # fmt: skip
DeclarationKind = Literal["financial", "legal", "equalities", "commercial", "privacy", "head_of_service"]
Office = Literal["chief_executive", "deputy_mayor"]
SignatureStep = Literal["endorsed", "approved", "refused"]
How = Literal["password", "totp", "passkey", "sso", "ink", "not_stated"]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation: its identifier in the register (or a published scheme), and its name as written in the paper."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant the paper is about; `id` never changes and is never reused."""

    id: str
    title: str
    purpose: str
    funder: Body
    recipient: Body
    recipient_unit: str
    direction: Direction
    route: Route
    carry_over: CarryOver


@dataclass(frozen=True, slots=True)
class Tranche:
    """One grant's money for one financial year and fund. Blank (null) is "not at that stage"; 0.00 is nil.

    `fund` is the canonical fund with its usual name; `fund_as_written` what this paper calls it.
    `as_stated` holds an amount of an imported paper that does not say whether it was bid, offered or accepted.
    """

    grant: str
    financial_year: str
    fund: Body
    fund_as_written: str
    bid: Decimal | None
    offered: Decimal | None
    accepted: Decimal | None
    as_stated: Decimal | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the Deputy Mayor is asked to decide: one numbered line, with the power relied on."""

    number: int
    text: str
    action: Action
    grant: str | None
    amount: Decimal | None
    up_to: bool
    power: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph; the number is empty where the original has none."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form or of the board report; an empty heading means that the original lost it."""

    document: Document
    kind: SectionKind
    number: str
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One of the originating officer's six declarations, with who was consulted and when."""

    kind: DeclarationKind
    statement: str
    answer: Literal["confirmed", "not_applicable", "not_stated"]
    comment: str
    consulted: str
    consulted_on: date | None
    made_by: str


@dataclass(frozen=True, slots=True)
class ImpactAssessment:
    """The state of the data protection impact assessment."""

    state: Literal["not_needed", "needed", "started", "done", "not_stated"]
    reason: str
    on: date | None


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
class Deferral:
    """Whether the publication of Part 1 was deferred, why, and until what date."""

    deferred: bool
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A salted SHA-256 of one item of Part 2: the approval covers it, nobody can read it from here."""

    item: int
    kind: Literal["text", "file", "exemption"]
    digest: str


@dataclass(frozen=True, slots=True)
class Part2:
    """The public statement about the confidential part: that there is one, its marking, kinds of reason, review."""

    exists: bool
    marking: str
    statement: str
    reasons: tuple[str, ...]
    review: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an earlier decision: this one continues, amends, replaces or revokes it."""

    kind: LinkKind
    reference: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A standing statement of the form, in the words in force on the day it was frozen."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the paper went ahead although a check had found something: the reason travels with the paper."""

    code: str
    problem: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a passkey signed: the digest of the paper is its challenge (W3C Web Authentication Level 2, section 7.2).

    Bytes are base64url without padding; `public_key` is a COSE key (RFC 9052). `signature` fits the key over
    `authenticator_data` followed by the SHA-256 of `client_data_json`.
    """

    public_key: str
    rp_id: str
    origin: str
    client_data_json: str
    authenticator_data: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's consent: name and office as held that day, the moment, how they signed in, what they saw.

    `digest` is the digest of the Part 1 that was before them; `evidence`, with a passkey, is what it signed under that
    digest. A decision made in ink carries `how` "ink" and the name of who recorded it; then the moment may be unknown
    and only the day given.
    """

    office: Office
    name: str
    title: str
    step: SignatureStep
    on: date | None
    at: datetime | None
    how: How
    statement: str
    interests: str
    digest: str
    recorded_by: str
    on_behalf_of: str
    note: str
    evidence: Assertion | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the paper comes from: made in the register, or imported from one that existed before."""

    imported: bool
    transcript: bool
    source_name: str
    source_sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class Part1:
    """The whole public part of one decision."""

    schema: Literal["part1/1"]
    reference: str
    title: str
    body: str
    marking: str
    executive_summary: str
    recommendations: tuple[Recommendation, ...]
    grants: tuple[Grant, ...]
    tranches: tuple[Tranche, ...]
    sections: tuple[Section, ...]
    report: Report | None
    declarations: tuple[Declaration, ...]
    impact_assessment: ImpactAssessment
    deferral: Deferral
    part_2: Part2
    links: tuple[Link, ...]
    refers_to: tuple[str, ...]
    statements: tuple[Statement, ...]
    explanations: tuple[Explanation, ...]
    outcome: Outcome | None
    decided_on: date | None
    decided_by: str
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
        """The paper as it is before anybody decides: what a signatory sees and signs."""
        return replace(self, signatures=(), outcome=None, decided_on=None, decided_by="")

    def digest(self) -> str:
        """SHA-256 (hex) of the unsigned paper's canonical JSON; each Signature quotes it."""
        return sha256(self.unsigned().to_json()).hexdigest()

    def as_plain(self) -> dict[str, Any]:
        """The content in plain lists and dicts, for templates and the API."""
        data: dict[str, Any] = plain(self)
        return data
