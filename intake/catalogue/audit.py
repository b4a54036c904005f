"""The faults of a catalogue: what its papers say wrongly, alone and taken together, where, and what would mend it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from components.tables import write_csv
from figures.prose import find_references
from intake.bulk_import.files import Outcome

#: What would put right the faults that the checks of single papers name.
_MENDS = {
    "sum-differs": "Correct the total or the part that is wrong",
    "amounts-disagree": "Say which of the two figures was decided",
    "reference-differs": "Correct the reference that is not the paper’s",
    "reference-missing": "Add the paper’s reference",
    "reference-unreadable": "Write the reference as it was allotted",
    "retrospective": "Say why the money was spent before the decision",
    "date-missing": "Add the day of the signature",
    "date-unreadable": "Write the day of the signature in full",
    "title-missing": "Add the title",
    "recommendation-missing": "Add what was recommended",
    "hidden-text": "Publish a file without the hidden text",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: the check that names it, the paper, the file, where it stands, and what would put it right."""

    check: str
    reference: str
    file: str
    sentence: str
    mend: str


def audit(outcomes: Sequence[Outcome], entered_keys: Iterable[str] = ()) -> list[Fault]:
    """Every fault of the papers that were read; `entered` are the keys of references that the register has already."""
    papers = [outcome for outcome in outcomes if outcome.paper is not None]
    return [
        *_warning_faults(papers),
        *_year_faults(papers),
        *_file_name_faults(papers),
        *_amount_faults(papers),
        *_duplicate_faults(papers),
        *_missing_reference_faults(papers, set(entered_keys)),
    ]


def _fault(check: str, outcome: Outcome, sentence: str, mend: str) -> Fault:
    reference = outcome.paper.reference if outcome.paper else None
    return Fault(check, str(reference or ""), str(outcome.path), sentence, mend)


def _warning_faults(outcomes: Iterable[Outcome]) -> Iterator[Fault]:
    """What the checks of each paper by itself report; what cannot be read is not missing as well."""
    for outcome in outcomes:
        warnings = outcome.paper.warnings if outcome.paper else []
        unreadable = {
            warning.code.replace("-unreadable", "-missing") for warning in warnings if "-unread" in warning.code
        }
        for warning in warnings:
            if warning.code in unreadable:
                continue
            if warning.severity != "informs" or warning.code in _MENDS:
                yield _fault(
                    warning.code, outcome, warning.message, _MENDS.get(warning.code, "Compare it with the paper")
                )


def _year_faults(outcomes: Iterable[Outcome]) -> Iterator[Fault]:
    """The year in a reference of the older series against the day of the signature."""
    for outcome in outcomes:
        paper = outcome.paper
        if not (paper and paper.reference and paper.reference.year and paper.decided_on):
            continue
        if abs(paper.decided_on.year - paper.reference.year) > 1:
            sentence = f"{paper.reference} is of {paper.reference.year}, but was signed in {paper.decided_on.year}."
            yield _fault("year-differs", outcome, sentence, "Correct the reference or the date")


def _file_name_faults(outcomes: Iterable[Outcome]) -> Iterator[Fault]:
    """The reference in a file's name against the paper's own."""
    for outcome in outcomes:
        named_references = find_references(outcome.path.stem.replace("_", " "))
        paper = outcome.paper
        if named_references and paper and paper.reference and named_references[0].value.key != paper.reference.key:
            sentence = f"The file’s name says {named_references[0].value}, the paper says {paper.reference}."
            yield _fault("name-differs", outcome, sentence, "Correct the name or the reference")


def _amount_faults(outcomes: Iterable[Outcome]) -> Iterator[Fault]:
    """A sum equal to the number of the paper itself or of one it refers to: probably a typing error."""
    for outcome in outcomes:
        paper = outcome.paper
        numbers = (
            {r.number for r in ([paper.reference] if paper.reference else []) + paper.refers_to} if paper else set()
        )
        amounts = {int(a) for r in (paper.recommendations if paper else ()) for a in r.amounts if a == int(a)}
        for number in sorted(numbers & amounts):
            sentence = f"£{number:,} is the number of a decision. Is it a sum?"
            yield _fault("amount-is-reference", outcome, sentence, "Correct the sum")


def _duplicate_faults(outcomes: Iterable[Outcome]) -> Iterator[Fault]:
    """Different pages with the same reference."""
    pages: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.paper and outcome.paper.reference and outcome.path.suffix.lower() != ".pdf":
            pages[outcome.paper.reference.key].append(outcome)
    for same in pages.values():
        for other_page in same[1:]:
            sentence = f"{same[0].path.name} has the same reference."
            yield _fault("reference-twice", other_page, sentence, "Give one of the two its own reference")


def _missing_reference_faults(outcomes: Sequence[Outcome], entered_keys: set[str]) -> Iterator[Fault]:
    """References to decisions of which there is no page and no entry."""
    known_keys = {
        outcome.paper.reference.key for outcome in outcomes if outcome.paper and outcome.paper.reference
    } | entered_keys
    for outcome in outcomes:
        for reference in outcome.paper.refers_to if outcome.paper else ():
            if reference.key not in known_keys:
                yield _fault("reference-nowhere", outcome, f"{reference} is in no page.", f"Publish {reference}")


def count_by_check(faults: Iterable[Fault]) -> list[tuple[str, int]]:
    """Each check with the number of its faults, the most first."""
    return Counter(fault.check for fault in faults).most_common()


def write_audit(path: Path, faults: Iterable[Fault]) -> None:
    """The faults as CSV, a row each."""
    write_csv(path, [field.name for field in fields(Fault)], map(astuple, faults))
