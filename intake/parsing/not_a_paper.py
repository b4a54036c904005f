"""Files that are no decision paper of this office, and what they seem to be."""

import re
from collections.abc import Sequence

from figures.prose import find_references
from intake.parsing.headings import label_of
from intake.parsing.lines import Piece, fold
from intake.parsing.outline import Block
from intake.parsing.read_paper import NotAPaper

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
_OTHER_BODY = tuple(
    (re.compile(pattern), body)
    for pattern, body in (
        (
            r"decision (?:taken )?by:?\s*(?:sadiq khan|boris johnson|[a-z .'-]{3,40}), mayor of london"
            r"|decision (?:type)?:?\s*(?:mayoral|director|assistant director)(?: decision)?$",
            "the Greater London Authority",
        ),
        (r"police,? (?:and|&) crime commissioner (?:for )?[a-z ,&]{3,40}", "another police and crime commissioner"),
        (r"police,? fire (?:and|&) crime commissioner|\bpfcc\b", "another police, fire and crime commissioner"),
        (r"metropolitan police authority|\bmpa treasurer\b", "the police authority that came before this office"),
        (
            r"combined authority|(?:county|borough|city|district) council|cabinet member decision",
            "a council or combined authority",
        ),
        (r"scottish|police authority of|police service of northern ireland", "another body"),
    )
)
#: Who decides here, by every name that papers use; where none of them stands, the words below mean others.
_OURS = re.compile(
    r"deputy mayor|\bdmpc\b|\bmopac\b|\bmps\b|metropolitan police service|mayor'?s office for policing", re.IGNORECASE
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
_ONCE = re.compile(
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


def refuse_others(pieces: Sequence[Piece], blocks: Sequence[Block]) -> None:
    """Raise NotAPaper for list pages, pages of other bodies and texts that lack what makes a decision paper."""
    own = _own(blocks)
    listed = _listed(pieces)
    if (
        (len(listed) >= 3 and own < 2)
        or (len(listed) >= 4 and (own < 3 or _is_listing(pieces, listed)))
        or (own < 3 and any(_LISTING.search(p.text) for p in pieces))
        or _counts_results(pieces, listed)
        or _labels_several(pieces)
    ):
        named = f" ({', '.join(listed[:2])} and {len(listed) - 2} more)" if len(listed) > 3 else ""
        raise NotAPaper(
            f"This seems to be a page that lists decisions{named}, not a decision: bring the page of one decision."
        )
    _refuse_other_languages(pieces)
    _refuse_other_bodies(pieces, blocks)
    if own < 2:
        raise NotAPaper(
            "This does not seem to be a decision paper: it has neither recommendations nor the sections "
            "or labels that every decision has."
        )


def _counts_results(pieces: Sequence[Piece], listed: Sequence[str]) -> bool:
    """Whether the page counts what a search found, and names more than one decision or nothing that could be one."""
    return any(_COUNTED.search(piece.text) for piece in pieces[:40]) and len(listed) != 1


def _labels_several(pieces: Sequence[Piece]) -> bool:
    """Whether labels of which a decision has one stand there for several: two references, or three dates."""
    references: set[str] = set()
    heads: dict[str, int] = {}
    for piece in pieces:
        label = label_of(piece.text) if ":" in piece.text[:70] else None
        if label and label[0] in ("reference", "decided_on"):
            head = fold(piece.text.partition(":")[0])
            if _ONCE.fullmatch(head):
                heads[head] = heads.get(head, 0) + 1
            references |= {one.value.key for one in find_references(label[1])} if label[0] == "reference" else set()
    return len(references) >= 3 or any(count >= 3 for count in heads.values())


def _own(blocks: Sequence[Block]) -> int:
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


def _listed(pieces: Sequence[Piece]) -> list[str]:
    """References that lines begin with, as lists of decisions have them."""
    found: dict[str, None] = {}
    for piece in pieces:
        references = find_references(piece.text[:120])
        if references and references[0].start <= 18:
            found.setdefault(str(references[0].value))
    return list(found)


def _is_listing(pieces: Sequence[Piece], listed: Sequence[str]) -> bool:
    """Whether the references stand on short lines that make up most of the page."""
    short = [p for p in pieces if len(p.text) < 160]
    return len(short) * 10 > len(pieces) * 9 and len(listed) * 5 > len(pieces)


def _refuse_other_bodies(pieces: Sequence[Piece], blocks: Sequence[Block]) -> None:
    """Another body's decision carries its series or its name before the advice begins, and no reference of ours."""
    opening = [piece for block in blocks if block.zone in ("preamble", "key_information") for piece in block.pieces]
    opening = [*opening[:30], *[p for p in pieces[:12] if p not in opening]]
    if any(find_references(piece.text) for piece in opening):
        return
    text = "\n".join(piece.text for piece in opening)
    if series := _OTHER_SERIES.search(text):
        raise NotAPaper(
            f"This seems to be {series['series']}{series['number']}, a decision of the Greater London "
            f"Authority or another body, not one of this office."
        )
    ours = any(_OURS.search(piece.text.replace("’", "'")) for piece in pieces)
    for pattern, body in _OTHER_BODY:
        if any(pattern.search(piece.text.lower()) for piece in opening) and not (ours and "commissioner" in body):
            raise NotAPaper(f"This seems to be a page of {body}, not a decision of this office.")
    for pattern, body in () if ours else _OTHER_DECIDER:
        if any(pattern.search(piece.text) for piece in pieces):
            raise NotAPaper(f"This seems to be a page of {body}, not a decision of this office.")
