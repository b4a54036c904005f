"""Enters the papers of a catalogue: what is whole at once, what is not as an upload that waits for a person."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accounts.models import Person
from components.refusals import Refused
from decisions.models import Decision
from intake.actions.import_published import Original, import_published, obstacle, store_original
from intake.actions.uploads import keep_upload, must_be_put_right
from intake.bulk_import.files import Outcome
from intake.catalogue.pairing import Pair, in_order, paired
from intake.models import Upload

ENTERED, WAITS, THERE, REFUSED = "entered", "waits", "already there", "refused"
#: What no paper of the catalogue is entered without.
_NEEDED = {"recommendation-missing": "No recommendation was read.", "date-missing": "No day of signature was read."}


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one file of the catalogue, and why."""

    path: Path
    state: str
    reference: str
    sentence: str


def enter_all(outcomes: Iterable[Outcome], *, by: Person, moment: Callable[[], datetime]) -> Iterator[Entry]:
    """Enter every paper, those that others refer to first; run again, it goes on where it ended and doubles nothing."""
    outcomes = list(outcomes)
    for outcome in outcomes:
        if outcome.read is None:
            yield Entry(outcome.path, REFUSED, "", outcome.sentence)
    for pair in in_order(paired(outcomes)):
        yield _enter(pair, by, moment())


def _enter(pair: Pair, by: Person, at: datetime) -> Entry:
    read, path = pair.read, pair.main.path
    reference = str(read.reference or "")
    if sentence := _known(pair):
        return Entry(path, THERE, reference, sentence)
    original = _original(pair.main)
    try:
        if sentence := why_waits(pair):
            keep_upload(original=original, by=by, at=at)
            return Entry(path, WAITS, reference, sentence)
        import_published(originals=[original], by=by, at=at)
        for other in pair.others:
            store_original(_original(other), at)
    except (Refused, ValueError) as refusal:
        return Entry(path, REFUSED, reference, str(refusal))
    return Entry(path, ENTERED, reference, "")


def why_waits(pair: Pair) -> str:
    """Why a person must look at a paper before it is entered; nothing when nobody must."""
    read = pair.read
    if sentence := obstacle(read) or must_be_put_right(read):
        return sentence
    questions = [warning.message for warning in read.warnings if warning.severity == "asks"]
    missing = [_NEEDED[warning.code] for warning in read.warnings if warning.code in _NEEDED]
    lost = [f"{len(read.unplaced)} lines found no place."] if read.unplaced else []
    return " ".join([*questions, *missing, *lost])


def _known(pair: Pair) -> str:
    """A sentence when a file of the pair was entered before, or waits already."""
    digests = [outcome.sha256 for outcome in (pair.main, *pair.others)]
    entered = Decision.objects.filter(imported_from__sha256__in=digests, imported=True).first()
    if entered is not None:
        return f"This file is in the register already, as {entered.reference_words}."
    waits = Upload.objects.filter(sha256__in=digests).exists()
    return "This file waits for a person already." if waits else ""


def _original(outcome: Outcome) -> Original:
    if outcome.read is None:
        raise ValueError("There is no paper to enter.")
    reading = outcome.reading.as_json() if outcome.reading else None
    return Original(outcome.read, outcome.path.name, outcome.path.read_bytes(), reading=reading)
