"""The names under which the history keeps a paper, registered with the audit app when the program starts."""

from decisions.models import Decision

#: Longer numbers than any column holds are nobody's.
_DIGITS = 18


def names_of(subject: str) -> tuple[str, ...]:
    """Every name of the paper that a subject names, "decision:12" or "entry:pcd510"; none for other things."""
    kind, _, name = subject.partition(":")
    papers = Decision.objects.none()
    if kind == "decision" and name.isdecimal() and len(name) <= _DIGITS:
        papers = Decision.objects.filter(pk=int(name))
    elif kind == "entry" and name:
        papers = Decision.objects.filter(reference_key=name)
    paper = papers.only("pk", "reference_key").first()
    return paper.subjects if paper else ()
