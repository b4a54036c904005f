"""The history as CSV, safe to open in a spreadsheet."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from audit.models import Event
from components.tables import text_cell

HEADINGS = ("number", "at", "who", "who_id", "verb", "subject", "sentence", "from_address", "details", "hash")


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
        yield writer.writerow([text_cell(value) for value in row])


class _Echo:
    """A file that gives back what is written, so that lines can be sent as they are made."""

    def write(self, line: str) -> Any:
        return line
