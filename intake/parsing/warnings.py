"""The warnings of a read paper: what the reading left open, and what the checks of every paper find."""

from decisions.checks import problems
from figures.prose import find_references
from intake.parsing.checked import from_read
from intake.parsing.read_paper import ReadingWarning, ReadPaper


def note_warnings(paper: ReadPaper, name: str) -> None:
    """Add the warnings of reading and checking, each code and message once."""
    found = list(paper.warnings)
    if paper.reference is None:
        found.insert(0, _no_reference(paper, name))
    if not paper.title:
        found.append(ReadingWarning("title-missing", "warns", "No title found."))
    if not paper.recommendations:
        found.append(ReadingWarning("recommendation-missing", "warns", "No recommendation found."))
    if not paper.decided_by and not paper.signatures:
        found.append(ReadingWarning("decider-missing", "warns", "The paper does not say who decided."))
    if paper.unplaced:
        lines = ", ".join(str(one.line) for one in paper.unplaced[:8])
        count = len(paper.unplaced)
        found.append(
            ReadingWarning(
                "lines-unplaced",
                "informs",
                f"{count} line{'s' if count > 1 else ''} found no place: {lines}{' and more' if count > 8 else ''}.",
            )
        )
    found += [ReadingWarning(one.code, one.severity, one.sentence) for one in problems(from_read(paper))]
    paper.warnings = list(dict.fromkeys(found))


def _no_reference(paper: ReadPaper, name: str) -> ReadingWarning:
    """No reference was found; a number in the text is another decision's and is never adopted."""
    sentence = "No reference found"
    if paper.refers_to:
        sentence += f", refers to {' and '.join(str(one) for one in paper.refers_to[:3])}"
    elif in_name := find_references(name):
        sentence += f"; the file's name says {in_name[0].value}"
    return ReadingWarning("reference-missing", "warns", f"{sentence}.")
