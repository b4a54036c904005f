"""The history as CSV, safe to open in a spreadsheet."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from audit.models import Event

HEADINGS = ("number", "at", "who", "who_id", "verb", "subject", "sentence", "from_address", "details", "hash")

#: How a spreadsheet recognises a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula: an apostrophe before what would be one."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """The lines of the file, heading first."""
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADINGS)
    for event in events:
        details = json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else ""
        row = (
            event.number, event.at.isoformat(), event.actor_name, event.actor_id, event.verb, event.subject,
            event.sentence, event.address, details, bytes(event.hash).hex(),
        )  # fmt: skip
        yield writer.writerow([harmless(value) for value in row])


class _Echo:
    """A file that gives back what is written, so that lines can be sent as they are made."""

    def write(self, line: str) -> Any:
        return line
