"""Part 1 of a decision, frozen at approval: the content type of the book.

The names here are those of the newest version, `part1/2`. A published format never changes: `v1` stands beside it, and
`read_part1` reads every version that was ever published. `newest` gives any of them in the newest version's types, for
pages and papers; digests and bytes are always those of the version that was published.
"""

import json
from typing import Any

from book.canonical import NotCanonical, schema
from book.part1 import v1, v1_trial, v2
from book.part1.text import Translation
from book.part1.upgrade import newest
from book.part1.v1 import Action, Document, Outcome
from book.part1.v2 import (
    Assertion,
    Attachment,
    Authority,
    Body,
    Commitment,
    Condition,
    Consultation,
    Declaration,
    Deferral,
    Explanation,
    Grant,
    ImpactAssessment,
    Label,
    Link,
    OnwardAward,
    Option,
    Organisation,
    Origin,
    Part1,
    Part2,
    Power,
    Recommendation,
    Report,
    Risk,
    Ruling,
    Section,
    Signature,
    Stakeholder,
    StandIn,
    Statement,
    Tranche,
    Urgency,
)

#: A Part 1 of any version.
AnyPart1 = v1.Part1 | v2.Part1
#: Every version with the types that it is made of, oldest first.
VERSIONS: dict[str, type[v1.Part1] | type[v2.Part1]] = {"part1/1": v1.Part1, "part1/2": v2.Part1}
#: The versions whose form is settled for good. Only trials publish in another one.
RELEASED = frozenset({"part1/1"})

__all__ = [
    "RELEASED", "VERSIONS", "Action", "AnyPart1", "Assertion", "Attachment", "Authority", "Body", "Commitment",
    "Condition", "Consultation", "Declaration", "Deferral", "Document", "Explanation", "Grant", "ImpactAssessment",
    "Label", "Link", "NotCanonical", "OnwardAward", "Option", "Organisation", "Origin", "Outcome", "Part1", "Part2",
    "Power", "Recommendation", "Report", "Risk", "Ruling", "Section", "Signature", "Stakeholder", "StandIn",
    "Statement", "Tranche", "Translation", "Urgency", "newest", "part1_schema", "read_part1",
]  # fmt: skip


def read_part1(data: bytes) -> AnyPart1:
    """A Part 1 of any version from its canonical JSON.

    Raises NotCanonical when the bytes are of no known version, or not exactly what that version's `to_json` writes.
    """
    try:
        content = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {error}") from None
    version = content.get("schema") if isinstance(content, dict) else None
    kind = VERSIONS.get(version) if isinstance(version, str) else None
    if kind is None:
        raise NotCanonical(f"no known version of Part 1: {version!r}")
    if kind is v1.Part1 and _is_of_the_first_trials(content):
        return v1_trial.Part1.from_json(data)
    return kind.from_json(data)


def _is_of_the_first_trials(content: dict[str, Any]) -> bool:
    """Whether the signatures of a `part1/1` lack `evidence`; a paper without signatures has one form only."""
    signatures = content.get("signatures")
    if not isinstance(signatures, list) or not signatures:
        return False
    return not any(isinstance(signature, dict) and "evidence" in signature for signature in signatures)


def part1_schema(version: str, *, address: str) -> dict[str, Any]:
    """The JSON Schema of one version of Part 1, to be published at `address`."""
    return schema(VERSIONS[version], identifier=address, title="Part 1 of a decision")
