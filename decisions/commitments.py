"""What Part 1 says of the confidential Part 2 without showing it: a salted hash of each item."""

import json

from book import part1
from decisions.models import Decision, Exemption
from decisions.whole_paper import part_2_items_of
from documents.commitment import commit


def exemption_content(exemption: Exemption) -> bytes:
    """The bytes that the commitment to an exemption covers: its section, limb, reason and balance."""
    names = ("section", "limb", "reason", "balance")
    return json.dumps({n: getattr(exemption, n) for n in names}, ensure_ascii=False, sort_keys=True).encode()


def commitments(decision: Decision) -> tuple[part1.Commitment, ...]:
    """One commitment for each item of Part 2, in its order: texts and files first, then exemptions."""
    items = [
        part1.Commitment(
            item.number, "text" if item.kind == "text" else "file", commit(bytes(item.salt), item.content())
        )
        for item in part_2_items_of(decision)
    ]
    first = max((c.item for c in items), default=0) + 1
    return (
        *items,
        *(
            part1.Commitment(n, "exemption", commit(bytes(exemption.salt), exemption_content(exemption)))
            for n, exemption in enumerate(decision.exemptions.all(), first)
        ),
    )
