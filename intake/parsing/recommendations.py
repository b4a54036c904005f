"""What the decision maker is asked to do: items with or without marks, a lead before them or none."""

import re
from collections.abc import Sequence
from itertools import takewhile

from figures.prose import find_amounts
from intake.parsing.layouts import ADDRESSEE, LEADS
from intake.parsing.lines import Piece, fold
from intake.parsing.outline import Block
from intake.parsing.paragraphs import Run, row_as_line, runs_of
from intake.parsing.read_paper import Recommendation
from intake.parsing.sources import Ledger

_VERB = (
    r"approve|agree|accept|note|delegate|award|authori[sz]e|endorse|support|allocate|grant|extend|vary|"
    r"enter|provide|receive|"
    r"bid|submit|apply|commit|release|use|sign|ratify|consider|confirm|transfer|increase|permit|consent|"
    r"fund|commission|"
    r"appoint|procure|purchase|sell|dispose|acquire|adopt|set|make|continue|waive|initiate|proceed|invest|renew"
)
_STARTS = re.compile(
    rf"^(?:\(?[a-z0-9]{{1,3}}[).]\s*)?(?:that |to |also |further |formally |and )*(?:the (?:dmpc|"
    rf"deputy mayor[a-z ]{{0,30}}|mayor) )?(?:{_VERB}|approval)(?:s|es|d|ed|ing)?\b",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(r"(?::|\bto|\bthat|\bto the following|[-\u2013])\s*[:\-\u2013.…]*$", re.IGNORECASE)
_NEITHER = re.compile(
    r"^(?:also )?(?:note|delegate|authori[sz]e (?:the|a)? ?(?:chief|director|head)|confirm|consider|"
    r"receive (?:the|a) report)",
    re.IGNORECASE,
)
_ACTIONS = tuple(
    (re.compile(pattern, re.IGNORECASE), action)
    for pattern, action in (
        (
            r"\baccept(?:s|ed|ance|ing)?\b|\boffers?\b(?= of|\s+from|\s+made)|\breceipt of\b"
            r"|\bcontinu\w+ (?:of )?[^.;]{0,60}\b(?:grant )?funding from\b"
            r"|\breceiv(?:e|es|ing) (?:the |a |up to |£|grant|fund)|\bgrant offer\b",
            "accept_offer",
        ),
        (
            r"\bbids?\b(?! ?rigging)|\bbidding\b|\bapplications?\b(?= (?:to|for)(?! financial assistance))"
            r"|\bapply(?:ing)? (?:to|for)\b(?! financial assistance)",
            "approve_bid",
        ),
        (
            r"\baward(?:s|ed|ing)?\b|\ballocat(?:e|es|ion|ing)\b|\bgrants? (?:of|to|funding of|funding to)\b"
            r"|\bgrant agreements? with\b(?!.*\b(?:to receive|receiving|receipt of|to accept)\b)"
            r"|\bto grant (?:the |these |this )?(?:mon(?:ey|ies)|funds?|funding)\b|\bpayments? of (?:the |a )?grants?\b"
            r"|\b(?:is|are|be) (?:allocated|awarded|made available) to\b"
            r"|\bfunding (?:of .{1,40} )?(?:to|for)\b|^(?:approve )?fund\b|\bcontribut(?:e|ion)\b"
            r"|\bprovid(?:e|es|ing) (?:£|up to|grant|fund)|\bmak(?:e|ing) (?:a |the )?grants?\b|"
            r"\bcontract\b|\bexpenditure\b",
            "award",
        ),
    )
)
#: A lead that is a recommendation by itself: it names the money, or says that its items are only some of many.
_WHOLE = re.compile(r"\b(?:includ(?:e|es|ing)|such as|for example)\b[^.;]{0,40}:\s*$", re.IGNORECASE)
#: What may stand before the verb: a condition, or where the request comes from.
_PREFACE = re.compile(
    r"^(?:if|should|once|following|subject to|as a (?:result|consequence)|in addition|in light)\b[^,]{0,120},",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:signed|signature)(?: by)?\s*:", re.IGNORECASE)
_SIGN = re.compile(r"[|>\s]*([^\w\s]|o)(?=\s)")
_CONDITION = re.compile(r"[,;]? \b(?:if|should|once|provided that|subject to|so that|in order to)\b", re.IGNORECASE)


def action_of(text: str) -> str:
    """The kind of a recommendation: what its first words do decides; noting and delegating are neither."""
    bare = text[match.end() :] if (match := opening_request(text)) else text
    bare = re.sub(
        r"^(?:that |to |the (?:dmpc|deputy mayor[a-z ]{0,30}?) (?=[a-z]+s\b))+",
        "",
        bare.strip(" :"),
        flags=re.IGNORECASE,
    )
    bare = _PREFACE.sub("", bare).strip()
    if _NEITHER.match(bare):
        return "other"
    bare = _CONDITION.split(bare)[0]
    first = [
        (match.start(), n, action) for n, (pattern, action) in enumerate(_ACTIONS) if (match := pattern.search(bare))
    ]
    return min(first)[2] if first else "other"


def opening_request(text: str) -> re.Match[str] | None:
    """The match of the words that introduce a request ("The DMPC is asked to"), where a text begins with them."""
    lower = text.lower()
    return ADDRESSEE.match(lower) or LEADS.match(lower)


def _before_signature(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces up to a line of a signature, which ends what is recommended or decided."""
    return list(takewhile(lambda piece: not _SIGNED.match(piece.text), pieces))


def read_recommendations(block: Block, ledger: Ledger, path: str) -> list[Recommendation]:
    """The recommendations of one block, each placed at `path`[n]."""
    runs = runs_of(_before_signature(block.pieces), wrapped=ledger.wrapped, width=ledger.width)
    lead, items = "", list[Run]()
    for position, run in enumerate(runs):
        request = opening_request(run.text) and not (run.mark or run.numeral)
        following = runs[position + 1 :][:1]
        if request and not items and _is_whole(run.text, following):
            lead = ""
            items.append(run)
            continue
        opens = not items and run.text.rstrip().endswith(":") and not (run.mark or run.numeral)
        if (request and _leads_on(run.text, following)) or opens:
            lead = run.text
            ledger.place(f"lead of {path}", run.pieces)
            ledger.paper.sources.pop(f"lead of {path}", None)
        elif _begins(run, items, lead):
            items.append(run)
        else:
            _append_item(items[-1], run)
    if len(items) == 1 and (parts := _inline(items[0])):
        lead, items = parts[0].text, parts[1:]
    out = []
    for number, run in enumerate(items):
        ledger.place(f"{path}[{number}]", run.pieces)
        out.append(_recommendation(run, lead, ledger, f"{path}[{number}]"))
    return out


def _leads_on(text: str, following: list[Run]) -> bool:
    """Whether who is asked leads to items: the sentence is open, or stops at a semicolon where marked items follow."""
    has_marks = any(run.mark or run.numeral for run in following)
    return bool(_LEADS_ON.search(text)) or (has_marks and text.rstrip().endswith(";"))


def _is_whole(text: str, following: list[Run]) -> bool:
    """Whether a lead asks for something itself, so that what is listed below it belongs to it: items that begin with
    verbs of their own are recommendations of their own."""
    if any(_STARTS.match(run.text) for run in following):
        return False
    request = text[match.end() :] if (match := opening_request(text)) else ""
    return bool(
        _STARTS.match(request.strip())
        and text.rstrip().endswith(":")
        and (_WHOLE.search(text) or find_amounts(request))
    )


def _inline(run: Run) -> list[Run]:
    """Lead and items of one sentence: "is asked to (1) accept ...; and (2) delegate ..."; nothing for others."""
    for first, second in (("(1)", "(2)"), ("(a)", "(b)"), ("(i)", "(ii)")):
        if 0 <= run.text.find(first) < run.text.find(second):
            texts = re.split(r"(?:[,;:]\s*)?(?:\band\s+)?\((?:[0-9]{1,2}|[a-h]|[ivx]{1,4})\)\s+", run.text)
            return [Run(text.strip(), pieces=list(run.pieces)) for text in texts if text.strip()]
    return []


def _begins(run: Run, items: list[Run], lead: str) -> bool:
    """Whether a run is a recommendation of its own and not a part of the one before it."""
    if not items:
        return True
    first = items[0]
    if run.numeral:
        return (bool(first.numeral) and run.numeral.count(".") == first.numeral.count(".")) or not (
            first.numeral or first.mark
        )
    if run.mark:
        if run.pieces[0].indent > first.pieces[0].indent + 1:
            return False
        if first.numeral or items[-1].text.rstrip().endswith(":") or not first.mark:
            return False
        if _sign(run) and _sign(first) and _sign(run) != _sign(first):
            return False
        follows = (items[-1].mark.strip("()."), run.mark.strip("().")) == ("h", "i")
        return follows or _level(run.mark) == _level(first.mark)
    if (first.mark or first.numeral) and (len(items) < 2 or items[-1].text.rstrip().endswith(":")):
        return False
    return bool(_STARTS.match(run.text) or ADDRESSEE.match(fold(run.text)))


def _sign(run: Run) -> str:
    """The sign of a bullet as the file has it ("" where it stood on another line): an "o" stands below a dot."""
    match = _SIGN.match(run.pieces[0].raw) if run.mark == "-" else None
    return match[1] if match else ""


def _level(mark: str) -> str:
    """What kind of mark this is: a dash, a letter, a roman numeral."""
    inner = mark.strip("().").lower()
    return "dash" if mark == "-" else "roman" if re.fullmatch(r"[ivx]+", inner) else "letter"


def _append_item(parent: Run, run: Run) -> None:
    """Add a sub-item, with its mark, to the recommendation it belongs to."""
    mark = f"{run.numeral or run.mark} " if (run.mark or run.numeral) else ""
    parent.text = f"{parent.text}\n{mark}{row_as_line(run.text)}"
    parent.pieces += run.pieces


def _recommendation(run: Run, lead: str, ledger: Ledger, path: str) -> Recommendation:
    stated = find_amounts(run.text)
    for number, line in enumerate(_lines_of(run, [amount.text for amount in stated])):
        ledger.paper.sources[f"{path}.amounts[{number}]"] = line
    action = action_of(run.text)
    if action == "other" and lead and not _NEITHER.match(run.text) and not _STARTS.match(run.text):
        action = action_of(f"{lead} {run.text}")
    amounts = [
        value
        for amount in stated
        for value in ((amount.value,) if amount.high is None else (amount.value, amount.high))
    ]
    return Recommendation(row_as_line(run.text).strip(), action, amounts, any(amount.up_to for amount in stated))


def _lines_of(run: Run, texts: Sequence[str]) -> list[int]:
    """The lines in which words stand that follow one another in a run; its first line for those that wrap."""
    lines = [line for piece in run.pieces for line in piece.lines or [piece]]
    out, at = [], 0
    for text in texts:
        place = next((n for n in range(at, min(len(lines), at + 200)) if text in lines[n].text), None)
        at = at if place is None else place
        out.append(run.line if place is None else lines[place].line)
    return out
