"""What the entries of the book say, besides Part 1 of a decision: plain typed values with a canonical JSON form."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from book.canonical import NotCanonical, canonical, restore
from book.part1 import Body, read_part1, v1

Result = Literal["offered", "accepted", "declined", "unsuccessful", "lapsed"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the tree commits to for one entry; `book.leaf_of` writes the same bytes at publication.

    `published_at` is UTC with microseconds (2018-12-17T10:30:00.000000Z), `files` the SHA-256 of every file but the
    paper, sorted; `about` the number of the entry that an expunged notice is about. `leaf/2` is the same with
    the kinds "evidence", "closing" and "takeover"; the last two are about no decision: their reference is empty.
    """

    schema: Literal["leaf/1", "leaf/2"]
    number: int
    kind: Literal[
        "decision",
        "correction",
        "outcome",
        "release",
        "transcript",
        "withdrawal",
        "expunged",
        "closing",
        "takeover",
        "evidence",
    ]
    reference: str
    version: int
    published_at: str
    payload_sha256: str
    pdf_sha256: str | None
    files: tuple[str, ...]
    about: int | None

    def hash(self) -> bytes:
        """The leaf's hash in the tree (RFC 9162, section 2.1.1)."""
        return sha256(b"\x00" + canonical(self)).digest()


@dataclass(frozen=True, slots=True)
class Correction:
    """A note beside a decision, saying what was wrong; `new_version` is the version that puts it right, if one does.

    `part1_sha256` is the SHA-256 of that version's canonical JSON, which is an entry of its own just before.
    """

    schema: Literal["correction/1"]
    reference: str
    corrects_version: int
    new_version: int | None
    part1_sha256: str | None
    note: str


@dataclass(frozen=True, slots=True)
class OutcomeAmount:
    """What was offered and accepted in one financial year from one fund, in pounds."""

    financial_year: str
    fund: Body
    offered: Decimal | None
    accepted: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a bid or offer that a decision approved; empty `grant` means all of the decision's grants."""

    schema: Literal["outcome/1"]
    reference: str
    grant: str
    result: Result
    happened_on: date | None
    statement: str
    amounts: tuple[OutcomeAmount, ...]


@dataclass(frozen=True, slots=True)
class YearAmounts:
    """What came of one fund's money in a financial year, in pounds."""

    fund: Body
    received: Decimal
    spent: Decimal
    returned: Decimal
    carried_in: Decimal
    carried_out: Decimal


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What came of a grant's money in a financial year that was closed on `closed_on`; each one says the year anew."""

    schema: Literal["year_end/1"]
    reference: str
    grant: str
    financial_year: str
    closed_on: date
    statement: str
    amounts: tuple[YearAmounts, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One item of Part 2, released. Salt (hex) and content open the commitment `digest` that Part 1 carries.

    The content is `text`, or the file whose SHA-256 is `file_sha256`.
    """

    schema: Literal["release/1"]
    reference: str
    item: int
    kind: Literal["text", "file", "exemption"]
    digest: str
    salt: str
    text: str | None
    file_sha256: str | None
    file_name: str
    statement: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The paper of an imported decision, drawn and sealed after its publication; it says that it is a transcript."""

    schema: Literal["transcript/1"]
    reference: str
    of_version: int
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evidence record (RFC 4998) over the sealed paper of a version, made or renewed before what it rests on ages.

    The record is the entry's file `record_sha256`; the paper's own bytes never change. `stamps` is how many time stamps
    it holds; the newest was made at `stamped_at` (ISO 8601, UTC) by `stamped_by` under the hash `algorithm`, and its
    certificate ends on `valid_until`.
    """

    schema: Literal["evidence/1"]
    reference: str
    of_version: int
    pdf_sha256: str
    record_sha256: str
    stamps: int
    stamped_at: str
    stamped_by: str
    algorithm: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A decision is withdrawn from the register; its address stays and says why."""

    schema: Literal["withdrawal/1"]
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """An entry's content was removed because the law orders it; two people agreed. The entry's leaf stays."""

    schema: Literal["expunged/1"]
    reference: str
    entry: int
    reason: str
    agreed_by: tuple[str, ...]
    payload_sha256: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """The last entry of a register: who takes over, where, and why; two people agreed.

    `formats` are the formats of everything in the book, by name and version. Only notices of what the law ordered
    removed come after it.
    """

    schema: Literal["closing/1"]
    reason: str
    successor_name: str
    successor_address: str
    formats: tuple[str, ...]
    agreed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Takeover:
    """The first entry of a successor's register: it goes on from the book of the predecessor, whose entries precede it.

    `checkpoint` is the predecessor's last signed note, over the `entries` in front of this one; `predecessor_key` is
    the key that signed it (name+id+key), which signs nothing behind it. `closing` is the number of the entry that
    closed the predecessor's register, None where nobody closed it.
    """

    schema: Literal["takeover/1"]
    predecessor_name: str
    predecessor_address: str
    predecessor_key: str
    checkpoint: str
    entries: int
    closing: int | None
    reason: str


def evidence_sentence(evidence: Evidence) -> str:
    """The line that stands for a record in lists."""
    what = "made" if evidence.stamps == 1 else "renewed"
    return f"The evidence record over the paper of {evidence.reference} was {what}: {evidence.stamped_by} stamped it."


#: What the payload of each kind of entry may be; of a decision the first version, beside which later ones stand.
CONTENT: dict[str, tuple[type[Any], ...]] = {
    "decision": (v1.Part1,),
    "correction": (Correction,),
    "outcome": (Outcome, YearEnd),
    "release": (Release,),
    "transcript": (Transcript,),
    "withdrawal": (Withdrawal,),
    "expunged": (Notice,),
    "closing": (Closing,),
    "takeover": (Takeover,),
    "evidence": (Evidence,),
}

T = TypeVar("T")


def read(kind: type[T], data: bytes) -> T:
    """A value back from its canonical JSON; raises NotCanonical when the bytes are not exactly what is written."""
    try:
        value: T = restore(kind, json.loads(data))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {error}") from None
    if canonical(value) != data:
        raise NotCanonical("the same content in another spelling")
    return value


def read_payload(kind: str, data: bytes) -> Any:
    """The content of an entry of a kind: of a decision a Part 1 of any version, otherwise one of its types in CONTENT.

    Raises NotCanonical when the bytes are not exactly what is written for any of them.
    """
    if kind == "decision":
        return read_part1(data)
    first, *others = CONTENT[kind]
    # Quotation marks inside texts are escaped, so only the field itself is found.
    named = next((content for content in others if f'"schema":"{format_of(content)}"'.encode() in data), first)
    return read(named, data)


def format_of(content: type[Any]) -> str:
    """The name of the published format that a type of content has, such as “outcome/1”."""
    name: str = get_args(get_type_hints(content)["schema"])[0]
    return name
