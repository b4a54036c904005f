"""Everything as JSON lines, one decision a line, with the very bytes of its Part 1 inside."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from book.models import Entry, PublishedDecision
from register.opendata.records import BATCH, is_gone, record, tombstone


def json_list(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A list as one JSON document, written record by record."""
    yield '{"decisions":['
    for place, row in enumerate(records):
        yield ("," if place else "") + json.dumps(row, ensure_ascii=False)
    yield "]}\n"


def everything() -> Iterator[bytes]:
    """Every decision, in the order in which they last changed, tombstones among them."""
    decisions: QuerySet[PublishedDecision] = PublishedDecision.objects.order_by("changed_number", "key")
    keys = list(decisions.values_list("key", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = list(decisions.filter(key__in=keys[start : start + BATCH]))
        prefetch_related_objects(batch, "recommendations", "money")
        payloads = Entry.objects.in_bulk([decision.entry_id for decision in batch])
        for decision in batch:
            yield _line(decision, payloads[decision.entry_id].payload)


def _line(decision: PublishedDecision, payload: memoryview | bytes | None) -> bytes:
    if is_gone(decision) or payload is None:
        return json.dumps(tombstone(decision), ensure_ascii=False).encode() + b"\n"
    head = json.dumps(record(decision), ensure_ascii=False).encode()
    # The payload is put in as it is: canonical JSON, so that its digest can be checked.
    return head[:-1] + b',"content":' + bytes(payload) + b"}\n"
