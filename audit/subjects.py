"""The names of one thing in the history: a paper is "decision:12" at the desk and "entry:pcd510" in the book.

This app imports no other, so an app whose things have several names registers a function for them at start-up.
"""

from collections.abc import Callable, Iterable

from figures.references import Reference

_OTHER_NAMES: list[Callable[[str], Iterable[str]]] = []


def register_other_names(names_of: Callable[[str], Iterable[str]]) -> None:
    """Register a function that gives the other names of a subject."""
    if names_of not in _OTHER_NAMES:
        _OTHER_NAMES.append(names_of)


def every_name_of(*subjects: str) -> set[str]:
    """These subjects, and every other name of the same things."""
    return set(subjects).union(*(names_of(subject) for names_of in _OTHER_NAMES for subject in subjects))


def read_subject(typed: str) -> set[str]:
    """The subjects that may be meant by what was typed: "decision 12", "decision:12", or a reference as PCD 510."""
    kind, _, number = typed.replace(":", " ").strip().rpartition(" ")
    subject = f"{kind.strip()}:{number}" if kind else typed.strip()
    meant = {subject, subject.lower()}
    try:
        meant.add(f"entry:{Reference.parse(typed).key}")
    except ValueError:  # it need not be a reference
        return meant
    return meant
