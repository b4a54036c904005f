"""The papers in a file: one, those of an archive, or the one attached to a letter."""

from documents.text_reader import Unreadable
from intake.actions.import_published import Original
from intake.parsing import NotAPaper
from intake.reading.client import members_of, read_file


def read_all_in(name: str, data: bytes, *, ours_because: str = "") -> list[Original | str]:
    """Each paper in a file, or the sentence that says why there is none.

    Of a letter, the papers attached to it; where none is attached, its own text. Raises Unreadable for what cannot be
    opened at all.
    """
    members = members_of(name, data)
    outcomes = [_read(member.name, member.data, ours_because) for member in members]
    papers = [outcome for outcome in outcomes if isinstance(outcome, Original)]
    if members and (papers or data.startswith(b"PK")):
        return outcomes if data.startswith(b"PK") else list(papers)
    return [_read(name, data, ours_because)]


def _read(name: str, data: bytes, ours_because: str) -> Original | str:
    shown = name.replace("\\", "/").rsplit("/", 1)[-1] or "paper"
    try:
        reading = read_file(shown, data, ours=bool(ours_because))
    except Unreadable as refusal:
        return str(refusal)
    except NotAPaper as refusal:
        return f"{shown}: {refusal}"
    return Original(reading.paper, shown, data, reading=reading.as_json(), ours_because=ours_because)
