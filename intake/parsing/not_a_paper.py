"""Files that are no decision paper of this office, and what they seem to be."""

import re
from collections.abc import Sequence

from figures.prose import find_references
from intake.parsing.headings import label_of
from intake.parsing.lines import Piece, fold
from intake.parsing.outline import Block
from intake.parsing.own_body import OwnBody
from intake.parsing.read_paper import AnotherBody, NotAPaper

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to for in is a that be will this on with by as are from it has at was or an",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SERIES = re.compile(
    r"(?<![A-Za-z0-9])(?P<series>ADD|DMFD|CD|MD|DD|LFC|TfL)[ -]?(?P<number>\d{2,5})(?![0-9A-Za-z])"
)
#: What only another body's decisions begin with.
_OTHERS_OWN = tuple(
    (re.compile(pattern), body)
    for pattern, body in (
        (
            r"decision (?:taken )?by:?\s*(?:sadiq khan|boris johnson|[a-z .'-]{3,40}), mayor of london"
            r"|decision (?:type)?:?\s*(?:mayoral|director|assistant director)(?: decision)?$",
            "the Greater London Authority",
        ),
        (r"police,? fire (?:and|&) crime commissioner|\bpfcc\b", "another police, fire and crime commissioner"),
        (
            r"police,? (?:and|&) crime commissioner(?:'s|s)? (?!plan)(?:for )?[a-z ,&-]{3,40}",
            "another police and crime commissioner",
        ),
        (r"\bopcc\b|office of the police (?:and|&) crime commissioner", "another police and crime commissioner"),
        (
            r"^deputy mayor for (?!policing)[a-z ,&]{4,60}"
            r"|deputy mayor for [a-z ,&]{4,60}, (?!london)[a-z][a-z ]{3,30}$"
            r"|(?:decision (?:notice|record|form)) (?:of|by) the deputy mayor for (?!policing and crime$)",
            "another body’s deputy mayor",
        ),
        (
            r"cabinet member decision|^decision (?:of|by):? (?:the )?(?:cabinet|council)"
            r"|\bcabinet (?:member|portfolio)\b"
            r"|\bcall[- ]?in (?:expires|deadline|date|period|applies)?\s*:|^(?:is (?:this|it) a )?key decision\s*[:?]",
            "a council or combined authority",
        ),
        (r"scottish|police authority of|police service of northern ireland", "another body"),
    )
)
_PREDECESSOR = (
    re.compile(r"metropolitan police authority|\bmpa treasurer\b"),
    "the police authority that came before this office",
)
#: Who stands in papers of ours as well, as a partner: alone, it means another body.
_OTHER_NAMED = (
    re.compile(r"combined authority|(?:county|borough|city|district) council"),
    "a council or combined authority",
)
#: A reference of another series, at the label for one.
_OTHER_REFERENCE = re.compile(
    r"^(?:decision )?(?:reference|ref|number|no)[a-z ]*\.?:?\s*(?P<series>[A-Z]{2,8}[0-9]?)[- ]?[0-9]", re.IGNORECASE
)
_OTHER_DECIDER = tuple(
    (re.compile(pattern, re.IGNORECASE), body)
    for pattern, body in (
        (r"\bo?pccs?\b|police and crime commissioner", "another police and crime commissioner"),
        (r"\bpfcc\b|police,? fire and crime commissioner", "another police, fire and crime commissioner"),
        (
            r"\bcouncillors?\b|\bcabinet (?:member|portfolio)|\bwards? affected\b|"
            r"\bthe council['’]s (?:officers|decisions?|constitution|cabinet)\b",
            "a council or combined authority",
        ),
    )
)
#: Labels that a page of one decision has once.
_LABELS_OF_ONE_DECISION = re.compile(
    r"(?:decision )?ref(?:erence)?\b.*|date (?:decision )?(?:was )?signed|date of (?:the )?decision|decision date"
)
#: What counts the results of a search: no page of one decision has it.
_COUNTED = re.compile(r"(?:showing|displaying) [0-9,]+ ?(?:-|\u2013|to) ?[0-9,]+ of [0-9,]+", re.IGNORECASE)
_LISTING = re.compile(
    r"(?:showing|displaying) \d+.{0,30} of \d+|\d+ (?:results?|decisions) (?:found|match)|(?:filter|"
    r"sort) (?:by|results)|search decisions|next page|load more",
    re.IGNORECASE,
)


def refuse_nonsense(pieces: Sequence[Piece]) -> None:
    """Raise NotAPaper for texts that no paper can be: empty or a few words."""
    if not pieces:
        raise NotAPaper("The file is empty.")
    words = [word.lower() for piece in pieces[:400] for word in _WORD.findall(piece.text)]
    if len(words) < 12:
        raise NotAPaper("The file holds only a few words, far fewer than any decision paper.")


def _refuse_other_languages(pieces: Sequence[Piece]) -> None:
    """Raise NotAPaper for texts in other scripts, and for those without the small words of English."""
    words = [word.lower() for piece in pieces[:400] for word in _WORD.findall(piece.text)]
    latin = sum(word.isascii() for word in words)
    if latin * 2 < len(words) or (len(words) >= 40 and sum(word in _ENGLISH for word in words) * 14 < len(words)):
        raise NotAPaper("The text does not seem to be English.")


def refuse_others(pieces: Sequence[Piece], blocks: Sequence[Block], own: OwnBody, *, ours: bool) -> None:
    """Raise NotAPaper for list pages, pages of other bodies and texts that lack what makes a decision paper.

    `ours`: a person said that the paper is this body's; then nobody else's names stand against it.
    """
    parts = _parts_of_a_paper(blocks)
    references = _listed_references(pieces)
    if (
        (len(references) >= 3 and parts < 2)
        or (len(references) >= 4 and (parts < 3 or _is_listing(pieces, references)))
        or (parts < 3 and any(_LISTING.search(p.text) for p in pieces))
        or _counts_results(pieces, references)
        or _labels_several(pieces)
    ):
        reference_words = (
            f" ({', '.join(references[:2])} and {len(references) - 2} more)" if len(references) > 3 else ""
        )
        raise NotAPaper(
            f"This seems to be a page that lists decisions{reference_words}, not a decision: "
            "bring the page of one decision."
        )
    _refuse_other_languages(pieces)
    if not ours:
        _refuse_other_bodies(pieces, blocks, own)
    if parts < 2:
        raise NotAPaper(
            "This does not seem to be a decision paper: it has neither recommendations nor the sections "
            "or labels that every decision has."
        )


def _counts_results(pieces: Sequence[Piece], references: Sequence[str]) -> bool:
    """Whether the page counts what a search found, and names more than one decision or nothing that could be one."""
    return any(_COUNTED.search(piece.text) for piece in pieces[:40]) and len(references) != 1


def _labels_several(pieces: Sequence[Piece]) -> bool:
    """Whether labels of which a decision has one stand there for several: two references, or three dates."""
    references: set[str] = set()
    heads: dict[str, int] = {}
    for piece in pieces:
        label = label_of(piece.text) if ":" in piece.text[:70] else None
        if label and label[0] in ("reference", "decided_on"):
            head = fold(piece.text.partition(":")[0])
            if _LABELS_OF_ONE_DECISION.fullmatch(head):
                heads[head] = heads.get(head, 0) + 1
            references |= (
                {reference.value.key for reference in find_references(label[1])} if label[0] == "reference" else set()
            )
    return len(references) >= 3 or any(count >= 3 for count in heads.values())


def _parts_of_a_paper(blocks: Sequence[Block]) -> int:
    """How many of the things that make a decision paper are there."""
    zones = {block.zone for block in blocks if block.zone != "preamble"}
    kinds = {block.kind for block in blocks if block.zone == "section" and (block.pieces or block.heading)}
    strong = {"introduction", "issues", "financial", "legal", "equality", "privacy", "background", "facts"}
    count = len(
        zones
        & {
            "recommendations",
            "executive_summary",
            "key_information",
            "approval",
            "declarations",
            "deferral",
            "officer_approval",
        }
    )
    return count + min(len(kinds & strong), 3)


def _listed_references(pieces: Sequence[Piece]) -> list[str]:
    """References that lines begin with, as lists of decisions have them."""
    found_references: dict[str, None] = {}
    for piece in pieces:
        references = find_references(piece.text[:120])
        if references and references[0].start <= 18:
            found_references.setdefault(str(references[0].value))
    return list(found_references)


def _is_listing(pieces: Sequence[Piece], references: Sequence[str]) -> bool:
    """Whether the references stand on short lines that make up most of the page."""
    short = [p for p in pieces if len(p.text) < 160]
    return len(short) * 10 > len(pieces) * 9 and len(references) * 5 > len(pieces)


def _refuse_other_bodies(pieces: Sequence[Piece], blocks: Sequence[Block], own: OwnBody) -> None:
    """Another body's decision carries its series, its offices or its name before the advice begins; a paper that names
    this body's own decider, or carries its own reference, is ours, whoever else it names."""
    opening = [piece for block in blocks if block.zone in ("preamble", "key_information") for piece in block.pieces]
    opening = [*opening[:30], *[p for p in pieces[:12] if p not in opening]]
    begins_ours = any(own.is_named_in(piece.text) for piece in opening)
    referenced = any(find_references(piece.text, own.series) for piece in opening)
    if referenced and (begins_ours or not _foreign_opening(opening)):
        return
    text = "\n".join(piece.text for piece in opening)
    if series := _OTHER_SERIES.search(text):
        raise AnotherBody(
            f"This seems to be {series['series']}{series['number']}, a decision of the Greater London "
            f"Authority or another body, not one of this office."
        )
    body = _PREDECESSOR[1] if any(_PREDECESSOR[0].search(piece.text.lower()) for piece in opening) else ""
    if not body and not begins_ours:
        body = _foreign_opening(opening)
    if not body and not any(own.is_named_in(piece.text) for piece in pieces):
        body = _foreign_name(pieces, opening)
    body = body or ("" if begins_ours else _foreign_series(opening, own))
    if body:
        raise AnotherBody(f"This seems to be a page of {body}, not a decision of this office.")


def _foreign_opening(opening: Sequence[Piece]) -> str:
    """The other body whose decisions begin with these words; "" for none."""
    folded = [piece.text.lower().replace("’", "'") for piece in opening]
    return next((body for pattern, body in _OTHERS_OWN if any(pattern.search(text) for text in folded)), "")


def _foreign_series(opening: Sequence[Piece], own: OwnBody) -> str:
    """ "another body" where the reference at its label is of a series that is not this body's."""
    for piece in opening:
        match = _OTHER_REFERENCE.match(piece.text)
        if match and match["series"].upper() not in own.series:
            return "another body"
    return ""


def _foreign_name(pieces: Sequence[Piece], opening: Sequence[Piece]) -> str:
    """The other body that a text names while it never names this one; "" for none."""
    pattern, body = _OTHER_NAMED
    if any(pattern.search(piece.text.lower()) for piece in opening):
        return body
    return next((b for p, b in _OTHER_DECIDER if any(p.search(piece.text) for piece in pieces)), "")
