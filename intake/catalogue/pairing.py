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
    def paper(self) -> ReadPaper:
        """What is entered: the reading of the file that says most."""
        if self.main.paper is None:
            raise ValueError("A file that was not read makes no paper.")
        return self.main.paper


def group_by_paper(outcomes: Iterable[Outcome]) -> list[Pair]:
    """Files that were read, those of one reference together; a file without a reference stands alone.

    Two pages of one reference with different titles are two papers: which is right, a person says.
    """
    pairs: dict[tuple[str, str], Pair] = {}
    for number, outcome in enumerate(outcomes):
        if outcome.paper is None:
            continue
        reference = outcome.paper.reference
        kind = "" if outcome.path.suffix.lower() == ".pdf" else " ".join((outcome.paper.title or "").lower().split())
        key = (reference.key, kind) if reference else ("", str(number))
        match = pairs.get(key) or (_counterpart(pairs, reference.key, kind) if reference else None)
        if match is None:
            pairs[key] = Pair(outcome)
        elif _completeness(outcome.paper) > _completeness(match.paper):
            match.main, match.others = outcome, [*match.others, match.main]
        else:
            match.others.append(outcome)
    return list(pairs.values())


def _counterpart(pairs: dict[tuple[str, str], Pair], key: str, kind: str) -> Pair | None:
    """The page of a PDF, or the PDF of a page, of one reference; None for none, and where several could be."""
    same = [pair for (other_key, title), pair in pairs.items() if other_key == key and (not kind or not title)]
    return same[0] if len(same) == 1 else None


def _completeness(paper: ReadPaper) -> tuple[int, int, int]:
    """How much of a decision a reading holds."""
    missing_count = sum(1 for warning in paper.warnings if warning.severity in ("blocks", "asks"))
    known_count = sum(
        map(bool, (paper.title, paper.decided_on, paper.recommendations, paper.executive_summary, paper.tranches))
    )
    return known_count, len(paper.declarations) + len(paper.signatures) + len(paper.sections), -missing_count


def sort_by_references(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs, each after those it refers to; else by date and number, as where references form a circle."""
    keys = {pair.paper.reference.key: pair for pair in pairs if pair.paper.reference}
    ordered = sorted(pairs, key=_order_key)
    graph = {
        id(pair): {id(keys[r.key]) for r in pair.paper.refers_to if r.key in keys} - {id(pair)} for pair in ordered
    }
    places = {id(pair): pair for pair in ordered}
    try:
        sorter = TopologicalSorter(graph)
        yield from (places[name] for name in sorter.static_order())
    except CycleError:
        yield from ordered


def _order_key(pair: Pair) -> tuple[date, int]:
    """Papers are entered by the day of the decision, then by number; those without a day come last."""
    return pair.paper.decided_on or date.max, pair.paper.reference.number if pair.paper.reference else 0
