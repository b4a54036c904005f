"""reference-differs and predecessor-unnamed: which decision this is, and which one it builds on."""

import re
from collections.abc import Iterator

from checks.paper import CheckedPaper, Problem, sentences
from figures.prose import find_dates, find_references
from figures.references import Reference

_PLACES = {
    "label": "the key information",
    "title": "the title",
    "header": "the running head",
    "address": "the page's address",
    "document": "the signed document's name",
}
_OTHER_SERIES = ("DMPCD", "PCD", "MD", "DD", "ADD", "DMFD")


def reference_differs(paper: CheckedPaper) -> Iterator[Problem]:
    """Title, address and text give the paper different numbers (DD12026 on DD1206)."""
    seen: dict[str, tuple[str, Reference]] = {}
    for place, reference in paper.claims:
        seen.setdefault(reference.key, (place, reference))
    if len(seen) > 1:
        claims = "; ".join(f"{_PLACES.get(place, place)} says {reference}" for place, reference in seen.values())
        yield Problem(
            "reference-differs", "blocks", f"The paper carries {len(seen)} different references: {claims}.", "reference"
        )


_MONEY = (
    r"(?:grant|funding|fund|contract|award|budget|allocation|agreement|project|programme|pilot|service|scheme|"
    r"financial support|investment|partnership|post|term)"
)
_BUILDS_ON = re.compile(
    rf"\b(?:further|additional|extra) years?(?:'s|s'|’s|s’|s)?\b(?! (?:ahead|later))"
    rf"|\b(?:second|third|fourth|fifth|final) years?(?:'s|'|’s|’)?(?: of)?(?: the| this| its)? {_MONEY}\b"
    rf"|\bcontinuation of\b|\bcontinuance of\b|\bcontinuation (?:{_MONEY})\b|\bcontinued (?:{_MONEY})\b|"
    rf"\bcontinu(?:e|ing) (?:to fund|funding|the (?:{_MONEY}))\b"
    rf"|\buplift (?:of|to|in) (?:the |this |its |existing |current |a )?(?:{_MONEY}|£)|\b(?:{_MONEY}) uplift\b"
    rf"|\b(?:extension|variation|amendment) (?:of|to) (?:the |this |its |an |a |existing |"
    rf"current )?(?:[\w\-]+ ){{0,4}}?(?:{_MONEY})\b|\b(?:{_MONEY}) (?:extension|variation)\b"
    rf"|\b(?:extend|vary|renew|uplift)(?:s|ing)? (?:the |this |its |an |existing |"
    rf"current )?(?:[\w\-]+ ){{0,4}}?(?:{_MONEY})\b",
    re.IGNORECASE,
)
_A_NAME = re.compile(
    r"\b(?:Police |National |Operation )?Uplift Programme\b|\bOperation Uplift\b|\bPolice Uplift\b|"
    r"\bofficer uplift\b|\bofficer numbers\b|\bbusiness continuation\b",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"\b(?:option(?:s)? (?:to|of|for)|possible|possibility of|may be|no|not|without|subject to|with an?|"
    r"potential(?:ly)?|if)(?: an?| any| the)?(?: [\w\-]+){0,2}\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(r"\bdecision (?:of|dated|on|made on|taken on|signed on)\b", re.IGNORECASE)


def predecessor_unnamed(paper: CheckedPaper) -> Iterator[Problem]:
    """A further year, a continuation or an uplift is asked for, and no earlier decision is named or linked."""
    texts = [
        ("title", paper.title),
        ("executive_summary", paper.executive_summary),
        *((recommendation.where, recommendation.text) for recommendation in paper.recommendations),
    ]
    if (
        paper.links
        or paper.refers_to
        or any(_names_earlier(p.text) for p in paper.passages())
        or _names_earlier(paper.title)
    ):
        return
    for place, text in texts:
        for sentence in sentences(_A_NAME.sub(" ", text)):
            for match in _BUILDS_ON.finditer(sentence):
                if not _NOT_BEFORE.search(sentence[max(0, match.start() - 50) : match.start()]):
                    yield Problem(
                        "predecessor-unnamed",
                        "warns",
                        f"The paper speaks of “{match[0]}” and names no earlier decision.",
                        place,
                    )
                    return


def _names_earlier(text: str) -> bool:
    """Whether a text names an earlier decision of another series, or by its date."""
    dated = any(find_dates(text[match.end() : match.end() + 30]) for match in _DATED.finditer(text))
    return dated or bool(find_references(text, _OTHER_SERIES[2:]))
