"""The leak gate: what will be public is compared with the confidential Part 2 before it can be signed or published."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

from django.contrib.postgres.search import SearchQuery

from book.models import PublishedDecision
from book.part1 import AnyPart1, v2
from book.part1.text import lines_of
from components.refusals import Incomplete
from decisions.models import Decision, Overrule, Part2Item, StandingText
from decisions.whole_paper import part_2_items_of, standing_texts_of
from documents.inside import NotReadable, texts_inside
from documents.text_reader import Unreadable, read_text, unread_of

#: So many words in a row are no coincidence. A shorter item of Part 2 is looked for whole, from three words on.
RUN = 8
SHORTEST = 3
#: So many runs are looked for in the published decisions with one question: a query has room for a megabyte.
_MOST_AT_ONCE = 2_000
_WORD = re.compile(r"[^\W_]+")
_UNREADABLE_IMAGES = ("image/",)


class Leaking(Incomplete):
    """Something that will be public stands in Part 2; `problems` says what stands where."""


@dataclass(frozen=True)
class Leak:
    """A run of words of Part 2 that stands in what will be public, and where it stands there."""

    words: str
    where: str

    @property
    def digest(self) -> str:
        """What names this run in an overruling, without repeating it."""
        return sha256(self.words.encode()).hexdigest()

    def __str__(self) -> str:
        return f"“{self.words}” stands in Part 2 and in what will be public ({self.where})."


def words_of(text: str) -> list[str]:
    """The words and figures of a text in one spelling: no case, no punctuation, no line breaks, plain letters.

    What is put into a word and not seen there (a soft hyphen, a joiner, a mark of direction) does not part it.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKC", text) if not _is_unseen(char)).casefold()
    plain = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", plain)
    return _WORD.findall(plain)


def _is_unseen(char: str) -> bool:
    """Whether a character is no letter or space of its own: control and format characters, marks over a letter."""
    return unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me") and not char.isspace()


def runs_of(text: str) -> Iterator[str]:
    """Every run of eight words of a text; the whole of a text that has fewer."""
    word_list = words_of(text)
    if SHORTEST <= len(word_list) < RUN:
        yield " ".join(word_list)
    for start in range(len(word_list) - RUN + 1):
        yield " ".join(word_list[start : start + RUN])


def confidential_texts(decision: Decision) -> list[str]:
    """The texts of Part 2: items, files, and what is said of the exemptions.

    Raises Leaking when a file cannot be read, because then it cannot be compared. Pictures have no text.
    """
    texts = []
    for item in part_2_items_of(decision):
        texts.append(item.title)
        texts.append(item.text if item.kind == Part2Item.Kind.TEXT else _text_of_file(item))
    for exemption in decision.exemptions.all():
        texts += [exemption.reason, exemption.balance]
    return [text for text in texts if text.strip()]


def _text_of_file(item: Part2Item) -> str:
    if item.file.media_type.startswith(_UNREADABLE_IMAGES):
        return item.file.name.rsplit(".", 1)[0]
    try:
        lines = read_text(item.file.name, bytes(item.file.data))
    except Unreadable as error:
        raise Leaking("The paper could not be compared with its Part 2.", [str(error)]) from error
    return "\n".join([item.file.name.rsplit(".", 1)[0], *lines])


def find_leaks(decision: Decision, *, part1: AnyPart1, pdf: bytes | None) -> list[Leak]:
    """Runs of Part 2 in the JSON, in the PDF or an attachment, that stand in no earlier public text or form’s wording.

    Raises Leaking when the paper, an attachment or a file of Part 2 cannot be read.
    """
    confidential_runs = dict.fromkeys(run for text in confidential_texts(decision) for run in runs_of(text))
    if not confidential_runs:
        return []
    places: dict[str, str] = {}
    texts = _public_texts(part1, pdf)
    # While writing, when no paper is drawn yet, no file is read either: submission reads every one.
    for place, text in texts if pdf is None else chain(texts, _texts_of_attachments(decision)):
        for run in _shared(confidential_runs.keys(), text):
            places.setdefault(run, place)
    known = known_runs(places.keys(), standing_texts_of(decision)) if places else set()
    return [Leak(run, places[run]) for run in confidential_runs if run in places and run not in known]


def _shared(runs: Set[str], text: str) -> Set[str]:
    """Which of the wanted runs stand in a text, in time that grows with the text alone."""
    words = words_of(text)
    lengths = {len(run.split()) for run in runs}
    return runs & {" ".join(words[at : at + size]) for size in lengths for at in range(len(words) - size + 1)}


def _public_texts(part1: AnyPart1, pdf: bytes | None) -> Iterator[tuple[str, str]]:
    if isinstance(part1, v2.Part1):
        # First, so that a place is named as the paper names it. Its texts come in runs of one style: words that are
        # bold in the middle of a sentence must not hide it.
        for section in part1.sections:
            of_report = " of the board report" if section.document == "report" else ""
            yield f"Part 1, section “{section.heading}”{of_report}", "\n".join(lines_of(section.content))
    yield from _strings(part1.as_plain(), "Part 1")
    if pdf is not None:
        try:
            yield from texts_inside(pdf)
        except NotReadable as error:
            raise Leaking("The paper could not be compared with its Part 2.", [str(error)]) from error


def _texts_of_attachments(decision: Decision) -> Iterator[tuple[str, str]]:
    """The text of each file that is published with the paper; raises Leaking for one that cannot be compared."""
    for row in decision.attachments.all():
        name = f"Attachment {row.number}, {row.file_name}"
        try:
            lines = read_text(row.file_name, bytes(row.data))
        except Unreadable as error:
            raise Leaking("The attachments could not be compared with Part 2.", [f"{name}: {error}"]) from error
        if pictures := unread_of(lines):
            raise Leaking("The attachments could not be compared with Part 2.", [f"{name}: {pictures[0]}"])
        yield f"attachment {row.number}, {row.file_name}", "\n".join([row.file_name.rpartition(".")[0], *lines])


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, f"{place}, {key.replace('_', ' ')}")
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _strings(item, f"{place} {number}")


def known_runs(runs: Set[str], standing_texts: Iterable[StandingText]) -> set[str]:
    """Which of the runs are public already: in the form's own wording, or in a decision that was published before."""
    known = _standing_in(runs, (text.text for text in standing_texts))
    for some in _in_portions(sorted(runs - known)):
        published = PublishedDecision.objects.using("default").filter(search=_any_of(some))
        known |= _standing_in(set(some), published.values_list("words", flat=True))
    return known


def _any_of(runs: Iterable[str]) -> SearchQuery:
    """A search for texts in which any of the runs stands, word after word; words are letters and figures alone."""
    phrases = (" <-> ".join(f"'{word}'" for word in run.split()) for run in runs)
    return SearchQuery(" | ".join(f"({phrase})" for phrase in phrases), config="english", search_type="raw")


def _in_portions(runs: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(runs), _MOST_AT_ONCE):
        yield runs[start : start + _MOST_AT_ONCE]


def _standing_in(runs: Set[str], texts: Iterable[str]) -> set[str]:
    """Which of the runs stand in one of the texts."""
    return {run for text in texts for run in _shared(runs, text)}


def is_leaking(decision: Decision, *, part1: AnyPart1) -> bool:
    """Whether Part 1 as it stands would be stopped by the gate; the drawn paper is looked at when it is submitted.

    A Part 2 that cannot be read counts as leaking, because then it cannot be compared.
    """
    if decision.part_2 != "yes":
        return False
    overruled = {row.run_digest for row in decision.overrules.all()}
    try:
        return any(leak.digest not in overruled for leak in find_leaks(decision, part1=part1, pdf=None))
    except Leaking:
        return True


def check_leaks(decision: Decision, *, part1: AnyPart1, pdf: bytes | None) -> None:
    """Stop a step when Part 2 would leak. A run that somebody other than an author overruled with a reason may pass."""
    if decision.part_2 != "yes":
        return
    overruled = set(Overrule.objects.filter(decision=decision).values_list("run_digest", flat=True))
    leaks = [leak for leak in find_leaks(decision, part1=part1, pdf=pdf) if leak.digest not in overruled]
    if leaks:
        problems = [str(leak) for leak in merge_neighbouring_runs(leaks)]
        raise Leaking("Confidential text of Part 2 stands in what will be public.", problems)


def merge_neighbouring_runs(leaks: list[Leak]) -> list[Leak]:
    """Neighbouring runs as one, so that a copied paragraph is one line and not a hundred."""
    merged_leaks: list[Leak] = []
    for leak in leaks:
        last = merged_leaks[-1] if merged_leaks else None
        if last and last.where == leak.where and last.words.endswith(" ".join(leak.words.split()[:-1])):
            merged_leaks[-1] = Leak(f"{last.words} {leak.words.split()[-1]}", last.where)
        else:
            merged_leaks.append(leak)
    return merged_leaks
