"""The papers in a file: one, those of an archive, or the one attached to a letter."""

from datetime import datetime

from book.seal import trusted_roots
from documents.text_reader import Unreadable
from intake.actions.import_published import Original
from intake.parsing import NotAPaper
from intake.reading.client import Reading, members_of, read_file, read_text
from intake.sealed_paper import paper_sealed_in


def read_all_in(name: str, data: bytes, *, at: datetime, ours_because: str = "") -> list[Original | str]:
    """Each paper in a file, or the sentence that says why there is none.

    Of a letter, the papers attached to it; where none is attached, its own text. Raises Unreadable for what cannot be
    opened at all.
    """
    members = members_of(name, data)
    outcomes = [_read_member(member.name, member.data, ours_because, at) for member in members]
    papers = [outcome for outcome in outcomes if isinstance(outcome, Original)]
    if members and (papers or data.startswith(b"PK")):
        return outcomes if data.startswith(b"PK") else list(papers)
    return [_read_member(name, data, ours_because, at)]


def _read_member(name: str, data: bytes, ours_because: str, at: datetime) -> Original | str:
    """Read one file of an upload; a file that cannot be read gives the sentence that says why."""
    shown = name.replace("\\", "/").rsplit("/", 1)[-1] or "paper"
    try:
        sealed = paper_sealed_in(data, trusted_roots(at=at))
        if sealed is not None:
            reading = Reading(read_text(shown, data), sealed)
        else:
            reading = read_file(shown, data, ours=bool(ours_because))
    except Unreadable as refusal:
        return str(refusal)
    except NotAPaper as refusal:
        return f"{shown}: {refusal}"
    return Original(reading.paper, shown, data, reading=reading.as_json(), ours_because=ours_because)
