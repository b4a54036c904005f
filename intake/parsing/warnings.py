"""The warnings of a read paper: what the reading left open, and what the checks of every paper find."""

import re

from checks import problems
from figures.prose import find_references
from intake.parsing.checked import from_read
from intake.parsing.read_paper import ReadingWarning, ReadPaper


def note_warnings(paper: ReadPaper, name: str) -> None:
    """Add the warnings of reading and checking, each code and message once."""
    warnings = list(paper.warnings)
    if paper.reference is None:
        warnings.insert(0, _no_reference(paper, name))
    if not paper.title:
        warnings.append(ReadingWarning("title-missing", "warns", "No title found."))
    if not paper.recommendations:
        warnings.append(ReadingWarning("recommendation-missing", "warns", "No recommendation found."))
    if not paper.decided_by and not paper.signatures:
        warnings.append(ReadingWarning("decider-missing", "warns", "The paper does not say who decided."))
    if len(paper.declarations) > 1 and not any(declaration.confirmed for declaration in paper.declarations):
        sentence = f"No tick was read beside any of the {len(paper.declarations)} declarations. Compare with the paper."
        warnings.append(ReadingWarning("ticks-missing", "warns", sentence))
    if "deferral.deferred" in paper.sources and paper.deferral.deferred is None:
        sentence = "The paper asks whether its publication is deferred, and no answer was read."
        warnings.append(ReadingWarning("deferral-unanswered", "warns", sentence))
    if misread := _misread_amounts(paper):
        warnings.append(ReadingWarning("amount-unreadable", "warns", misread))
    if paper.unplaced:
        lines = ", ".join(str(line.line) for line in paper.unplaced[:8])
        count = len(paper.unplaced)
        warnings.append(
            ReadingWarning(
                "lines-unplaced",
                "informs",
                f"{count} line{'s' if count > 1 else ''} found no place: {lines}{' and more' if count > 8 else ''}.",
            )
        )
    warnings += [
        ReadingWarning(problem.code, problem.severity, problem.sentence) for problem in problems(from_read(paper))
    ]
    paper.warnings = list(dict.fromkeys(warnings))


#: What a scanner makes of £1,204,350: the sign as a letter, digits as letters.
_MISREAD = re.compile(
    r"(?<![A-Za-z0-9£,.])[EFLf][0-9lIOoS]{1,3}(?:,[0-9lIOoS]{3})+(?:\.[0-9lIOoS]{2})?(?![0-9A-Za-z,])"
)


def _misread_amounts(paper: ReadPaper) -> str:
    """A sentence on what looks like sums misread by a machine; they are not guessed."""
    texts = [*(r.text for r in paper.recommendations), paper.executive_summary or ""]
    texts += [p.text for section in paper.sections for p in section.paragraphs]
    misread_words = list(dict.fromkeys(match[0] for text in texts for match in _MISREAD.finditer(text)))
    return (
        f"“{'”, “'.join(misread_words[:4])}” may be a sum that was misread. Compare it with the paper."
        if misread_words
        else ""
    )


def _no_reference(paper: ReadPaper, name: str) -> ReadingWarning:
    """No reference was found; a number in the text is another decision's and is never adopted."""
    sentence = "No reference found"
    if paper.refers_to:
        sentence += f", refers to {' and '.join(str(reference) for reference in paper.refers_to[:3])}"
    elif in_name := find_references(name):
        sentence += f"; the file's name says {in_name[0].value}"
    return ReadingWarning("reference-missing", "warns", f"{sentence}.")
