"""Entries as one line of JSON each, as the log's bulk files give them."""

from book.models import Entry


def entry_line(entry: Entry) -> dict[str, object]:
    """One entry as the bulk files give it; `payload` is None when it was expunged."""
    return {
        "number": entry.number,
        "leaf": bytes(entry.leaf).decode(),
        "payload": None if entry.payload is None else bytes(entry.payload).decode(),
        "files": [{"role": use.role, "sha256": use.file_id, "name": use.name} for use in entry.files.all()],
    }
