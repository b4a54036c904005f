"""Keeps the papers of a catalogue for people at the desk: two publish what is whole, one looks at what is not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accounts.models import Person
from components.refusals import Refused
from decisions.models import Decision
from intake.actions.import_published import Original, obstacle
from intake.actions.uploads import keep_upload, must_be_put_right
from intake.bulk_import.files import Outcome
from intake.catalogue.pairing import Pair, group_by_paper, sort_by_references
from intake.models import Upload

WAITS, THERE, REFUSED = "waits", "already there", "refused"
#: Why a paper waits that was read whole.
SECOND_PERSON = "read-whole"
_NEEDS_TWO = "It was read whole, and is published when two people agree."
#: What no paper of the catalogue is entered without.
_NEEDED = {"recommendation-missing": "No recommendation was read.", "date-missing": "No day of signature was read."}


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one file of the catalogue, and why: `reason` is the code of the check that makes it wait."""

    path: Path
    state: str
    reference: str
    sentence: str
    reason: str = ""
    #: The row of the upload that waits.
    upload: int | None = None


def enter_all(outcomes: Iterable[Outcome], *, by: Person, moment: Callable[[], datetime]) -> Iterator[Entry]:
    """Keep every paper, those that others refer to first; run again, it goes on where it ended and doubles nothing."""
    outcomes = list(outcomes)
    for outcome in outcomes:
        if outcome.paper is None:
            yield Entry(outcome.path, REFUSED, "", outcome.sentence)
    for pair in sort_by_references(group_by_paper(outcomes)):
        yield _enter(pair, by, moment())


def _enter(pair: Pair, by: Person, at: datetime) -> Entry:
    """Keep the paper of a pair for people to look at; says for what it waits, or why it was refused."""
    paper, path = pair.paper, pair.main.path
    reference = str(paper.reference or "")
    if sentence := _known(pair):
        return Entry(path, THERE, reference, sentence)
    if upload := waiting_upload(pair):
        reasons = why_waits(pair) or {SECOND_PERSON: _NEEDS_TWO}
        sentence = " ".join(["This file waits for a person already.", *reasons.values()]).strip()
        return Entry(path, WAITS, reference, sentence, next(iter(reasons)), upload.pk)
    reasons = why_waits(pair) or {SECOND_PERSON: _NEEDS_TWO}
    try:
        upload = keep_upload(original=_original(pair.main), by=by, at=at, in_catalogue=True)
    except (Refused, ValueError) as refusal:
        return Entry(path, REFUSED, reference, str(refusal))
    return Entry(path, WAITS, reference, " ".join(reasons.values()), next(iter(reasons)), upload.pk)


def why_waits(pair: Pair) -> dict[str, str]:
    """Why a person must look at a paper before it is entered, as sentences by code; nothing when nobody must."""
    paper = pair.paper
    if sentence := obstacle(paper):
        return {"cannot-be-entered": sentence}
    if sentence := must_be_put_right(paper):
        return {next(warning.code for warning in paper.warnings if warning.severity == "blocks"): sentence}
    questions = {warning.code: warning.message for warning in paper.warnings if warning.severity == "asks"}
    missing_facts = {warning.code: _NEEDED[warning.code] for warning in paper.warnings if warning.code in _NEEDED}
    lost_lines = {"lines-unplaced": f"{len(paper.unplaced)} lines found no place."} if paper.unplaced else {}
    return questions | missing_facts | lost_lines


def waiting_upload(pair: Pair) -> Upload | None:
    """The upload of one of these files that waits for a person already."""
    digests = [outcome.sha256 for outcome in (pair.main, *pair.others)]
    return Upload.objects.waiting().filter(sha256__in=digests).first()


def _known(pair: Pair) -> str:
    """A sentence when a file of the pair was entered before."""
    digests = [outcome.sha256 for outcome in (pair.main, *pair.others)]
    entered_decision = Decision.objects.filter(imported_from__sha256__in=digests, imported=True).first()
    if entered_decision is not None:
        return f"This file is in the register already, as {entered_decision.reference_words}."
    return ""


def _original(outcome: Outcome) -> Original:
    if outcome.paper is None:
        raise ValueError("There is no paper to enter.")
    reading = outcome.reading.as_json() if outcome.reading else None
    return Original(outcome.paper, outcome.path.name, outcome.path.read_bytes(), reading=reading)
