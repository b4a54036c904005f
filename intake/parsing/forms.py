"""The parts that only the form has: approval, deferral, Part 2, declarations, officer approval."""

import re
from collections.abc import Sequence
from datetime import date

from figures.prose import find_dates
from intake.parsing.facts import office_of, several_dates
from intake.parsing.layouts import DECLARATIONS, EMPTY_BOX, TICK
from intake.parsing.lines import Piece, fold
from intake.parsing.outline import Block
from intake.parsing.paragraphs import join_halves
from intake.parsing.read_paper import Declaration, Signature
from intake.parsing.sources import Ledger

_BLOCK_WORDS = re.compile(
    r"^(?:signature|signaturedate|signed|date|name|print name|position|title|dated|e-?signed|"
    r"chief executive officer|chief executive|deputy mayor.*)?$"
)
_LABEL = re.compile(
    r"\b(?:(?:digitally |electronically )?(?:signature|signed(?: by)?)|dated?(?: signed)?|print name|name)\b\s*[:.]?",
    re.IGNORECASE,
)
#: What stands around a day and says nothing more of it: weekdays, times of the clock, the zone.
_AROUND_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?|\b(?:mon|tue|wed|thu|fri|sat|sun)\b,?"
    r"|\b(?:at |@ ?)?[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9])?(?:\s*(?:am|pm|hrs|hours)\b)?"
    r"(?:\s*(?:Z|UTC|GMT|BST)\b|\s*[+-][0-9]{2}'?:?[0-9]{2}'?)?"
    r"|\b(?:at )?[0-1]?[0-9]\s*(?:am|pm)\b",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(r"^(?:dated?|date signed|signed on)\b\s*[:.]?\s*(?P<value>.*[0-9].*)$", re.IGNORECASE)
_YES_NO = re.compile(r"(?:[\s?:\-\u2013]|^)(?P<answer>yes|no|n/a|none)\b[\s.]*$", re.IGNORECASE)
_PART_2 = re.compile(r"\bpart (?:2|ii)\b")
#: An answer in the cell of a tick, or after a statement; P and a are ticks whose font is not known.
_ANSWERED = re.compile(r"\t(?:yes|y|x|p|a)$| x$|(?<=[.:]) yes$", re.IGNORECASE)
_NAME = re.compile(
    r"^(?:[A-Z][A-Za-z.'’\-]*\.?\s+){1,4}[A-Z][A-Za-z'’\-]+(?: (?:OBE|CBE|MBE|QPM|CPFA))?$|^[A-Z]\.? ?[A-Z][a-z'’\-]+$"
)


#: Officers whose statements some forms add; they are none of the six declarations.
_OTHER_OFFICER = re.compile(
    r"(?:drafting|lead|contact|report) (?:officer|author)|assistant director|corporate", re.IGNORECASE
)


def read_signature(block: Block, office: str, ledger: Ledger) -> None:
    """Name and date of a signature block; a block with neither is no signature."""
    name, on, signed_pieces = None, None, list[Piece]()
    for piece in block.pieces:
        dates = find_dates(piece.text)
        name_text = _LABEL.sub(" ", piece.text[: dates[0].start] + piece.text[dates[0].end :] if dates else piece.text)
        name_text = _AROUND_DAY.sub(" ", name_text) if dates else name_text
        name_text = " ".join(name_text.replace("\t", " ").split()).strip(" :-\u2013_.…,")
        if dates and (not name_text or _NAME.match(name_text) or _BLOCK_WORDS.match(fold(name_text))):
            if on and on != dates[0].value:
                several_dates(on, dates[0].value, ledger)
                continue
            on = dates[0].value
            name = name or (name_text if _NAME.match(name_text) else None)
            signed_pieces.append(piece)
        elif not name_text or _BLOCK_WORDS.match(fold(name_text)):
            piece.taken = f"signature of {office}"
        elif not dates and (match := _DATE_LABEL.match(piece.text)):
            ledger.warn(
                "date-unreadable",
                f"“{match['value'].strip()}” stands where a date belongs and is none. "
                "Enter a date such as 17 December 2018.",
            )
            ledger.place(f"signature of {office}", [piece])
            ledger.paper.sources.pop(f"signature of {office}", None)
        elif not name and len(name_text) < 60 and _NAME.match(name_text):
            name = name_text
            signed_pieces.append(piece)
    if not signed_pieces:
        return
    path = f"signatures[{len(ledger.paper.signatures)}]"
    ledger.paper.signatures.append(Signature(office, name, on))
    ledger.place(path, signed_pieces)
    if office == "deputy_mayor" and on:
        _set_decided_on(on, block, signed_pieces, ledger)


def _set_decided_on(on: date, block: Block, signed_pieces: Sequence[Piece], ledger: Ledger) -> None:
    """Take the Deputy Mayor's date as the day of the decision; warn when the paper states another."""
    paper = ledger.paper
    line = next(piece.line for piece in signed_pieces if find_dates(piece.text))
    if paper.decided_on and paper.decided_on != on:
        several_dates(paper.decided_on, on, ledger)
    elif not paper.decided_on:
        paper.decided_on = on
        paper.sources["decided_on"] = line


def read_decider(blocks: Sequence[Block], ledger: Ledger) -> None:
    """Who decides, from the heading of the approval block, where no label says it."""
    paper = ledger.paper
    for block in blocks:
        if block.zone == "approval" and block.head and not paper.decided_by and office_of(block.heading):
            paper.decided_by = block.heading
            paper.sources["decided_by"] = block.head.line
    for number, signature in enumerate(paper.signatures):
        if signature.office == "deputy_mayor" and signature.name and not paper.decided_by:
            paper.decided_by = signature.name
            paper.sources["decided_by"] = paper.sources[f"signatures[{number}]"]


def read_deferral(block: Block, ledger: Ledger) -> None:
    """Is Part 1 deferred, why, until when."""
    deferral, expected = ledger.paper.deferral, ""
    for piece in block.pieces:
        folded = fold(piece.text)
        expected = "" if _PART_2.search(folded) else expected  # the next question's answer is none to this one
        if expected == "question" and "deferred" in folded:
            answer = _answer(piece.text)
            expected = "deferred" if answer is None else ""
            deferral.deferred = answer
            ledger.place("deferral.deferred", [piece])
        elif (
            "deferred" not in folded and "publication" in folded and "part 1" in folded and _answer(piece.text) is None
        ):
            expected = "question"  # the question goes on in the next line
            piece.taken = piece.taken or "deferral.deferred"
        elif "deferred" in folded and ("publication" in folded or "part 1" in folded):
            answer = _answer(piece.text)
            expected = "deferred" if answer is None else ""
            deferral.deferred = answer
            ledger.place("deferral.deferred", [piece])
        elif expected == "deferred" and _answer(piece.text) is not None:
            deferral.deferred, expected = _answer(piece.text), ""
            ledger.place("deferral.deferred", [piece])
        elif re.match(r"(?:if yes,? ?)?(?:for what reason|reason)", folded):
            expected = _reason(piece, piece.text.partition(":")[2], ledger) or "reason"
        elif re.match(r"(?:if yes,? ?)?until (?:what|which) date|until|deferred until", folded):
            expected = "" if _set_deferred_until(piece, ledger) else "until"
            piece.taken = piece.taken or "deferral.until"
        elif expected == "until" and _set_deferred_until(piece, ledger):
            expected = ""
        elif expected == "reason":
            _reason(piece, piece.text, ledger)


def _answer(text: str) -> bool | None:
    """YES or NO at the end of a line; None when neither or both stand there."""
    match = _YES_NO.search(text.strip())
    if not match or re.search(r"\byes ?(?:/|or) ?no\b", text, re.IGNORECASE):
        return None
    return match["answer"].lower() == "yes"


def _reason(piece: Piece, text: str, ledger: Ledger) -> str:
    text, deferral = text.strip(), ledger.paper.deferral
    if text and not deferral.deferred and fold(text) in ("n/a", "none", "not applicable", "-"):
        piece.taken = "deferral.reason"
        return ""
    if text:
        deferral.reason = join_halves(deferral.reason, text) if deferral.reason else text
        ledger.place("deferral.reason", [piece])
    piece.taken = piece.taken or "deferral.reason"
    return ""


def _set_deferred_until(piece: Piece, ledger: Ledger) -> bool:
    """Read the day until which publication is deferred; False when the line has no date."""
    dates = find_dates(piece.text)
    if dates:
        ledger.paper.deferral.until = dates[0].value
        ledger.place("deferral.until", [piece])
    return bool(dates)


def read_part_2_form(block: Block, ledger: Ledger) -> None:
    """Whether there is a Part 2 form."""
    is_asked = False
    for piece in block.pieces:
        if _PART_2.search(fold(piece.text)) or (is_asked and ledger.paper.part_2.exists is None):
            answer = _answer(piece.text)
            is_asked = True
            if answer is not None:
                ledger.paper.part_2.exists = answer
                ledger.place("part_2.exists", [piece])
            elif "is there a" in fold(piece.text):
                piece.taken = "part_2.exists"


def read_declarations(block: Block, ledger: Ledger) -> None:
    """Each declaration from its first words to those of the next; a tick anywhere in between confirms it."""
    current: tuple[str, list[Piece], list[str]] | None = None
    groups: list[tuple[str, list[Piece], list[str]]] = []
    for piece in block.pieces:
        kind = next((kind for pattern, kind in DECLARATIONS if pattern.match(piece.text)), "")
        if not kind and _OTHER_OFFICER.match(piece.text):
            current = None
        if kind and not any(kind == known_kind for known_kind, _, _ in groups):
            current = (kind, [], [])
            groups.append(current)
        if current:
            current[1].append(piece)
            current[2].append(piece.text)
    for kind, pieces, texts in groups:
        path = f"declarations[{len(ledger.paper.declarations)}]"
        ledger.place(path, pieces)
        ledger.paper.declarations.append(
            Declaration(
                kind,
                any(TICK.search(part) or _ANSWERED.search(part) for part in texts),
                _statement(" ".join(_ANSWERED.sub("", part) for part in texts)),
            )
        )


def _statement(text: str) -> str:
    """What a declaration says, without its label and its tick."""
    text = _ANSWERED.sub("", EMPTY_BOX.sub("", TICK.sub("", text)).strip())
    for pattern, _ in DECLARATIONS:
        if match := pattern.match(text):
            text = text[match.end() :]
            break
    return " ".join(text.replace("\t", " ").split()).lstrip(" :-\u2013/")
