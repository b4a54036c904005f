"""Many files read at once: which there are, what each turned out to be, and the report on them."""

import os
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from components.tables import write_csv
from documents.text_reader import Unreadable
from intake.parsing import NotAPaper, ReadPaper
from intake.reading.client import Member, Reading, members_of
from intake.reading.client import read_file as read_apart
from intake.reading.papers import DEEPEST
from text_readers.lines import MOST_BYTES

#: States of a file in the report, in the order in which they are counted.
READ, PARTLY, REFUSED, SAME, THERE = "read", "partly read", "refused", "same file", "already there"
#: From so many files on, reading several at once is worth it.
_MANY = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `sentence` says why it was refused or passed over, or what reading left open."""

    path: Path
    state: str
    sha256: str = ""
    paper: ReadPaper | None = None
    sentence: str = ""
    reading: Reading | None = None

    @property
    def is_read(self) -> bool:
        """Whether there is a paper to store."""
        return self.state in (READ, PARTLY)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, folders opened (without what is hidden), each once, in order."""
    files: dict[Path, None] = {}
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in inside:
            if file == path or not any(part.startswith(".") for part in file.relative_to(path).parts):
                files.setdefault(file)
    return list(files)


def read_file(path: Path) -> Outcome:
    """Read one file; whatever it holds, the answer is an outcome and never an error."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return Outcome(path, REFUSED, "", None, f"{path.name} is larger than 20 MB. A paper is a few pages.")
        data = path.read_bytes()
    except OSError as error:
        return Outcome(path, REFUSED, "", None, f"{path.name} cannot be opened: {error.strerror or 'it is not there'}.")
    digest = sha256(data).hexdigest()
    try:
        if sentence := _holds_several(path.name, data):
            return Outcome(path, REFUSED, digest, None, sentence)
        reading = read_apart(path.name, data)
    except Unreadable as error:
        return Outcome(path, REFUSED, digest, None, str(error))
    except NotAPaper as error:
        return Outcome(path, REFUSED, digest, None, f"{path.name}: {error}")
    return Outcome(path, *_state(reading.paper, digest), reading)


#: How archives and letters begin: the other files need not be asked what they hold.
_MAY_HOLD_FILES = re.compile(rb"PK|\xd0\xcf\x11\xe0|\s*[A-Za-z][A-Za-z-]*:\s|From ")


def _holds_several(name: str, data: bytes) -> str:
    """Why a file is not read as one paper: it is an archive, or a letter with several papers; "" for one paper.

    Raises Unreadable.
    """
    members = _files_in(name, data)
    if not members:
        return ""
    if data.startswith(b"PK"):
        return f"{name} is an archive of {len(members)} files. Unpack it in the folder: each is a paper of its own."
    if sum(map(_papers_in, members)) > 1:
        return f"{name} is a letter with several papers. Save each of them in the folder as a file of its own."
    return ""


def _files_in(name: str, data: bytes) -> list[Member]:
    return members_of(name, data) if _MAY_HOLD_FILES.match(data) else []


def _papers_in(member: Member, depth: int = 1) -> int:
    """How many papers a file attached to a letter is or holds, counted as deep as an upload is opened."""
    try:
        members = _files_in(member.name, member.data) if depth <= DEEPEST else []
        found = sum(_papers_in(inner, depth + 1) for inner in members)
        if found or (members and member.data.startswith(b"PK")):
            return found
        read_apart(member.name, member.data)
    except (Unreadable, NotAPaper):
        return 0
    return 1


def _state(paper: ReadPaper, digest: str) -> tuple[str, str, ReadPaper, str]:
    """Read whole, or in part: something every decision has was not found, or lines found no place."""
    missing_facts = [warning.message for warning in paper.warnings if warning.code in _PARTLY]
    return (PARTLY if missing_facts else READ), digest, paper, " ".join(missing_facts)


_PARTLY = {
    *("reference-missing", "reference-unreadable", "title-missing", "recommendation-missing", "date-unreadable"),
    *("several-dates", "lines-unplaced"),
}


def read_all(paths: Sequence[Path]) -> Iterator[Outcome]:
    """Read files in order, many of them at once; the bytes of an earlier file are passed over."""
    seen: dict[str, Path] = {}
    for outcome in _outcomes_of(paths):
        earlier = seen.setdefault(outcome.sha256, outcome.path) if outcome.sha256 else outcome.path
        if earlier != outcome.path:
            sentence = f"{outcome.path.name} is the same file as {earlier.name}."
            outcome = replace(outcome, state=SAME, paper=None, sentence=sentence)
        yield outcome


def _outcomes_of(paths: Sequence[Path]) -> Iterable[Outcome]:
    """The outcome of each file, in order; many files are read in parallel."""
    if len(paths) < _MANY:
        return map(read_file, paths)
    return _read_in_parallel(paths)


def _read_in_parallel(paths: Sequence[Path]) -> Iterator[Outcome]:
    """Read as many files at once as there are processors; only a few outcomes are in memory at a time."""
    workers = max(2, os.cpu_count() or 2)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures: deque[Future[Outcome]] = deque()
        for path in paths:
            futures.append(pool.submit(read_file, path))
            if len(futures) > workers * 4:
                yield futures.popleft().result()
        while futures:
            yield futures.popleft().result()


def counts_sentence(outcomes: Iterable[Outcome]) -> str:
    """How many files came to what, in words: 12 read, 1 refused."""
    counts = Counter(outcome.state for outcome in outcomes)
    return ", ".join(f"{counts[state]} {state}" for state in (READ, PARTLY, REFUSED, SAME, THERE) if counts[state])


def write_report(path: Path, outcomes: Iterable[Outcome]) -> None:
    """The report as CSV: one line a file."""
    head = (
        "file", "state", "reference", "title", "date signed", "warnings", "lines without a place", "sentence", "sha256",
    )  # fmt: skip
    write_csv(path, head, map(_row, outcomes))


def _row(outcome: Outcome) -> list[str]:
    paper = outcome.paper
    if paper is None:
        return [str(outcome.path), outcome.state, "", "", "", "", "", outcome.sentence, outcome.sha256]
    return [
        str(outcome.path),
        outcome.state,
        str(paper.reference or ""),
        paper.title or "",
        paper.decided_on.isoformat() if paper.decided_on else "",
        " ".join(dict.fromkeys(warning.code for warning in paper.warnings)),
        str(len(paper.unplaced) or ""),
        outcome.sentence,
        outcome.sha256,
    ]


def marked_as_known(outcomes: Iterable[Outcome], sentence_for: Callable[[str], str]) -> Iterator[Outcome]:
    """The outcomes, with files whose bytes are known already marked so; `known` gives the sentence that says where."""
    for outcome in outcomes:
        sentence = sentence_for(outcome.sha256) if outcome.is_read else ""
        yield replace(outcome, state=THERE, paper=None, sentence=sentence) if sentence else outcome
