"""Which files are one paper, and in which order papers are entered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from graphlib import CycleError, TopologicalSorter

from intake.bulk_import.files import Outcome
from intake.parsing.read_paper import ReadPaper


@dataclass(slots=True)
class Pair:
    """The files of one paper: the one that says most, and the others, each with its own reading."""

    main: Outcome
    others: list[Outcome] = field(default_factory=list)

    @property
    def read(self) -> ReadPaper:
        """What is entered: the reading of the file that says most."""
        if self.main.read is None:
            raise ValueError("A file that was not read makes no paper.")
        return self.main.read


def paired(outcomes: Iterable[Outcome]) -> list[Pair]:
    """Files that were read, those of one reference together; a file without a reference stands alone.

    Two pages of one reference with different titles are two papers: which is right, a person says.
    """
    pairs: dict[tuple[str, str], Pair] = {}
    for number, outcome in enumerate(outcomes):
        if outcome.read is None:
            continue
        reference = outcome.read.reference
        kind = "" if outcome.path.suffix.lower() == ".pdf" else " ".join((outcome.read.title or "").lower().split())
        key = (reference.key, kind) if reference else ("", str(number))
        match = pairs.get(key) or (_counterpart(pairs, reference.key, kind) if reference else None)
        if match is None:
            pairs[key] = Pair(outcome)
        elif _completeness(outcome.read) > _completeness(match.read):
            match.main, match.others = outcome, [*match.others, match.main]
        else:
            match.others.append(outcome)
    return list(pairs.values())


def _counterpart(pairs: dict[tuple[str, str], Pair], key: str, kind: str) -> Pair | None:
    """The page of a PDF, or the PDF of a page, of one reference; None for none, and where several could be."""
    same = [pair for (other, title), pair in pairs.items() if other == key and (not kind or not title)]
    return same[0] if len(same) == 1 else None


def _completeness(read: ReadPaper) -> tuple[int, int, int]:
    """How much of a decision a reading holds."""
    missing = sum(1 for warning in read.warnings if warning.severity in ("blocks", "asks"))
    known = sum(map(bool, (read.title, read.decided_on, read.recommendations, read.executive_summary, read.tranches)))
    return known, len(read.declarations) + len(read.signatures) + len(read.sections), -missing


def in_order(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs, each after those it refers to; else by date and number, as where references form a circle."""
    keys = {pair.read.reference.key: pair for pair in pairs if pair.read.reference}
    ordered = sorted(pairs, key=_order_key)
    graph = {id(pair): {id(keys[r.key]) for r in pair.read.refers_to if r.key in keys} - {id(pair)} for pair in ordered}
    places = {id(pair): pair for pair in ordered}
    try:
        sorter = TopologicalSorter(graph)
        yield from (places[name] for name in sorter.static_order())
    except CycleError:
        yield from ordered


def _order_key(pair: Pair) -> tuple[date, int]:
    """Papers are entered by the day of the decision, then by number; those without a day come last."""
    return pair.read.decided_on or date.max, pair.read.reference.number if pair.read.reference else 0
