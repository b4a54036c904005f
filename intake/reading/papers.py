"""The papers in a file: one, those of an archive, those attached to a letter, and so on inside these."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from book.seal import trusted_roots
from documents.text_reader import Unreadable
from intake.actions.import_published import Original
from intake.parsing import NotAPaper
from intake.parsing.read_paper import ReadingWarning
from intake.reading.client import Member, Reading, contents_of, read_file, read_text
from intake.sealed_paper import paper_sealed_in
from text_readers.lines import MOST_MEMBERS, FileText, Remark, hidden_remark

#: A paper in an archive in a letter that was sent on in an archive: no paper lies deeper.
DEEPEST = 4


@dataclass(slots=True)
class _Opening:
    """One upload that is opened: for whom and when, and how many more files may come out of it."""

    ours_because: str
    at: datetime
    files_left: int = MOST_MEMBERS


def read_all_in(name: str, data: bytes, *, at: datetime, ours_because: str = "") -> list[Original | str]:
    """Each paper in a file, or the sentence that says why there is none.

    Of a letter, the papers attached to it, also those in an archive or in a letter attached to it, each with a remark
    on what else the letter holds; where none is attached, its own text. Raises Unreadable for what cannot be opened
    at all.
    """
    return _papers_in(name, data, _Opening(ours_because, at), depth=0)


def _papers_in(name: str, data: bytes, opening: _Opening, depth: int) -> list[Original | str]:
    """The papers in a file that lies so many files deep. Raises Unreadable where it, or all together, hold too much."""
    members, around = contents_of(name, data)
    if members and depth > DEEPEST:
        raise Unreadable(f"{_base_name(name)} is packed inside more files than any paper. It is not opened.")
    opening.files_left -= len(members)
    if opening.files_left < 0:
        raise Unreadable(f"{_base_name(name)} holds more than {MOST_MEMBERS} files with those before it. Upload fewer.")
    outcomes = [outcome for member in members for outcome in _in_member(member, opening, depth + 1)]
    if data.startswith(b"PK") and members:
        return outcomes
    if papers := [outcome for outcome in outcomes if isinstance(outcome, Original)]:
        sentences = (outcome for outcome in outcomes if isinstance(outcome, str))
        return list(_with_remarks(papers, [*_of_letter(around), *map(_not_read, sentences)]))
    return [_read_member(name, data, opening.ours_because, opening.at)]


def _in_member(member: Member, opening: _Opening, depth: int) -> list[Original | str]:
    """The papers in a file that another one holds, or the sentence that says why it cannot be opened."""
    try:
        return _papers_in(member.name, member.data, opening, depth)
    except Unreadable as refusal:
        return [str(refusal)]


def _of_letter(body: FileText) -> Iterable[Remark]:
    """What to say of the letter that a paper came with: its own words, and the remarks on reading it."""
    remark = hidden_remark((line for line in body if line.strip()), "of the letter that the paper came with", "letter")
    return [*([remark] if remark else []), *body.remarks]


def _not_read(sentence: str) -> Remark:
    return Remark("file-not-read", "warns", f"Not read, of the letter that the paper came with: {sentence}")


def _with_remarks(papers: Iterable[Original], remarks: list[Remark]) -> Iterable[Original]:
    """The papers, with remarks on what they came with after those on themselves."""
    for paper in papers:
        reading = Reading.from_json(paper.reading or {})
        reading.lines.remarks += remarks
        reading.paper.warnings += [ReadingWarning(remark.code, remark.severity, remark.message) for remark in remarks]
        yield replace(paper, paper=reading.paper, reading=reading.as_json())


def _read_member(name: str, data: bytes, ours_because: str, at: datetime) -> Original | str:
    """Read one file of an upload; a file that cannot be read gives the sentence that says why."""
    shown_name = _base_name(name)
    try:
        sealed = paper_sealed_in(data, trusted_roots(at=at))
        if sealed is not None:
            reading = Reading(read_text(shown_name, data), sealed)
        else:
            reading = read_file(shown_name, data, ours=bool(ours_because))
    except Unreadable as refusal:
        return str(refusal)
    except NotAPaper as refusal:
        return f"{shown_name}: {refusal}"
    return Original(reading.paper, shown_name, data, reading=reading.as_json(), ours_because=ours_because)


def _base_name(name: str) -> str:
    """The name of a file without the folders, archives and letters that it lies in."""
    return name.replace("\\", "/").rsplit("/", 1)[-1] or "paper"
