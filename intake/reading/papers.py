"""The papers in a file: one, those of an archive, or the one attached to a letter."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from book.seal import trusted_roots
from documents.text_reader import Unreadable
from intake.actions.import_published import Original
from intake.parsing import NotAPaper
from intake.parsing.read_paper import ReadingWarning
from intake.reading.client import Reading, contents_of, read_file, read_text
from intake.sealed_paper import paper_sealed_in
from text_readers.lines import FileText, Remark, hidden_remark


def read_all_in(name: str, data: bytes, *, at: datetime, ours_because: str = "") -> list[Original | str]:
    """Each paper in a file, or the sentence that says why there is none.

    Of a letter, the papers attached to it, each with a remark on what else the letter holds; where none is attached,
    its own text. Raises Unreadable for what cannot be opened at all.
    """
    members, around = contents_of(name, data)
    outcomes = [_read_member(member.name, member.data, ours_because, at) for member in members]
    if data.startswith(b"PK") and members:
        return outcomes
    if papers := [outcome for outcome in outcomes if isinstance(outcome, Original)]:
        sentences = (outcome for outcome in outcomes if isinstance(outcome, str))
        return list(_with_remarks(papers, [*_of_letter(around), *map(_not_read, sentences)]))
    return [_read_member(name, data, ours_because, at)]


def _of_letter(body: FileText) -> Iterable[Remark]:
    """What to say of the letter that a paper came with: its own words, and the remarks on reading it."""
    words = hidden_remark((line for line in body if line.strip()), "of the letter that the paper came with", "letter")
    return [*([words] if words else []), *body.remarks]


def _not_read(sentence: str) -> Remark:
    return Remark("file-not-read", "warns", f"Not read, of the letter that the paper came with: {sentence}")


def _with_remarks(papers: Iterable[Original], remarks: list[Remark]) -> Iterable[Original]:
    """The papers, with remarks on what they came with after those on themselves."""
    for paper in papers:
        reading = Reading.from_json(paper.reading or {})
        reading.lines.remarks += remarks
        reading.paper.warnings += [ReadingWarning(remark.code, remark.severity, remark.message) for remark in remarks]
        yield replace(paper, read=reading.paper, reading=reading.as_json())


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
