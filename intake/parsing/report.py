"""The parts that only the board report has: its head, its time sensitivity, its statement on Part 2."""

import re
from collections.abc import Sequence

from figures.prose import find_dates
from intake.parsing.lines import Piece, fold
from intake.parsing.outline import Block
from intake.parsing.paragraphs import Run, runs_of
from intake.parsing.read_paper import Exemption
from intake.parsing.sources import Ledger

_BY = re.compile(
    r"^report (?:by|of) (?P<author>.+?)(?: on behalf of (?:the )?(?P<behalf>.+))?$", re.IGNORECASE | re.DOTALL
)
_MARKING = re.compile(r"(?:classified|marked)(?: as)?:? (?P<marking>[A-Z][A-Z \u2013\u2014\-\[\]()]+[A-Z\])])")
_BOARD = re.compile(r"\b(?:board|committee|panel|meeting|group)\b", re.IGNORECASE)
_NEEDED = re.compile(
    r"\b(?:decision|approval|agreement|response)\s+(?:is |was )?(?:required|needed|sought|"
    r"requested)(?:\s+(?:from|of)\s.{0,80}?)?\s+(?:by|before|no later than|on or before)\s+(?=\S)",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:(?P<act>data protection act(?: (?:1998|2018))?|dpa|freedom of information act(?: 2000)?|foi act|"
    r"foia|environmental information regulations(?: 2004)?|"
    r"eir)(?:[,:]?\s+(?:\(?\w{3,5}\)?\s+)?(?:under )?))?"
    r"(?:\b(?:sections?|s\.?|exemptions?)\s?)(?P<sections>\d{2}[A-Z]?(?:\s?\(\w{1,3}\))*(?:(?:,| and| &|"
    r", and| or)\s?\d{2}[A-Z]?(?:\s?\(\w{1,3}\))*)*)(?![0-9])"
    r"(?:\s*(?:\([^()]{0,60}\)\s*)?of (?:the )?(?P<after>data protection act(?: (?:1998|2018))?|dpa|"
    r"freedom of information act(?: 2000)?|foi act|foia))?",
    re.IGNORECASE,
)


_HEAD_STARTS = re.compile(
    r"^(?:report (?:by|of|to)\b|part (?:1|i)\b|.{0,60}\b(?:board|committee|panel|meeting)\b.*[0-9]{4}$)"
)
_PART_2_STARTS = re.compile(
    r"^(?:the (?:government security|relevant|paper|following|information|report)\b|part (?:2|ii) (?:of|is|"
    r"will)\b|[a-z\- ]+ \[[a-z ]+\]$)"
)


def _part(pieces: Sequence[Piece], starts: re.Pattern[str]) -> None:
    """Let pieces that begin something new stand apart, also where the file has no empty lines."""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if starts.match(piece.folded):
            piece.gap = True
            if before is not None and not before.mark:
                before.open = False
            piece.starts = True


def read_report_head(block: Block, ledger: Ledger) -> None:
    """Title, board and day, author and on whose behalf, marking."""
    report, titles = ledger.paper.report, list[Run]()
    _part(block.pieces, _HEAD_STARTS)
    expects_name = False
    for run in runs_of(block.pieces, wrapped=ledger.wrapped, width=ledger.width):
        dates = find_dates(run.text)
        if match := _BY.match(run.text):
            expects_name = _read_author(match, run, ledger)
        elif match := _MARKING.search(run.text):
            report.marking = " ".join(match["marking"].split())
            ledger.place("report.marking", run.pieces)
        elif dates and _BOARD.search(run.text[: dates[0].start]):
            report.board = run.text[: dates[0].start].strip(" ,:-\u2013\t")
            report.board_on = dates[0].value
            ledger.place("report.board", run.pieces)
            ledger.paper.sources["report.board_on"] = run.line
        elif expects_name:
            report.on_behalf_of, expects_name = run.text, False
            ledger.place("report.on_behalf_of", run.pieces)
        elif not dates:
            titles.append(run)
    _read_title(titles, ledger)


def _read_author(match: re.Match[str], run: Run, ledger: Ledger) -> bool:
    """Who wrote the report; True when the name of those it is for stands on the next line."""
    report = ledger.paper.report
    author, _, broken = match["author"].partition(" on behalf of")
    report.author, report.on_behalf_of = author.strip(" ,"), (match["behalf"] or "").strip() or None
    ledger.place("report.author", run.pieces)
    if report.on_behalf_of in (None, "the"):
        report.on_behalf_of = None
        return bool(broken or match["behalf"]) or run.text.rstrip().lower().endswith(
            ("on behalf of", "on behalf of the")
        )
    ledger.paper.sources["report.on_behalf_of"] = run.line
    return False


def _read_title(titles: Sequence[Run], ledger: Ledger) -> None:
    """The report's title; a second line belongs to it when the form's title goes on in the same words."""
    if not titles:
        return
    text, pieces = titles[0].text, list(titles[0].pieces)
    for run in titles[1:]:
        longer = f"{text} {run.text}"
        if fold(ledger.paper.title or "").startswith(fold(longer)):
            text, pieces = longer, [*pieces, *run.pieces]
    ledger.paper.report.title = text
    ledger.place("report.title", pieces)
    if not ledger.paper.title:
        ledger.paper.title = text
        ledger.paper.sources["title"] = pieces[0].line


def read_needed_by(pieces: Sequence[Piece], ledger: Ledger) -> None:
    """The day by which a decision is needed, wherever the paper says "a decision is required by …"."""
    paper = ledger.paper
    for piece in pieces:
        match = _NEEDED.search(piece.text)
        dates = (
            [
                date
                for date in find_dates(piece.text)
                if match and date.start - match.end() <= 3 and date.start >= match.end() - 1
            ]
            if match
            else []
        )
        if dates and not paper.required_by:
            paper.required_by = dates[0].value
            paper.sources["required_by"] = piece.line


def read_time_sensitivity(pieces: Sequence[Piece], ledger: Ledger) -> None:
    """Needed by when, why, and what delay would cost, from the section of that name."""
    sensitive, paper = ledger.paper.report.time_sensitivity, ledger.paper
    reasons = []
    for run in runs_of(pieces, wrapped=ledger.wrapped, width=ledger.width):
        if run.mark and not run.numeral:
            sensitive.delay_would_cost.append(run.text)
            continue
        reasons.append(run.text)
    sensitive.needed_by = paper.required_by
    sensitive.reason = "\n\n".join(reasons) or None
    if pieces:
        paper.sources["report.time_sensitivity"] = pieces[0].line


def read_part_2_report(block: Block, ledger: Ledger) -> None:
    """Marking, reasons, exemptions and review of the confidential part, as far as the public part states them."""
    part, expected = ledger.paper.part_2, ""
    _part(block.pieces, _PART_2_STARTS)
    if part.exists is None:
        part.exists = True
        ledger.place("part_2.exists", [block.head] if block.head else [])
    for run in runs_of(block.pieces, wrapped=ledger.wrapped, width=ledger.width):
        folded = fold(run.text)
        if match := re.search(r"\bmarking\b.{0,40}?\bis\s*:?\s*(?P<marking>.*)$", run.text, re.IGNORECASE):
            _mark(match["marking"], run, ledger)
            expected = "" if match["marking"].strip() else "marking"
        elif expected == "marking":
            _mark(run.text, run, ledger)
            expected = ""
        elif re.search(
            r"cease to be exempt|will be reviewed|review(?:ed)? (?:date|on|in|by)|until \d{4}|exempt until", folded
        ):
            part.review = f"{part.review} {run.text}" if part.review else run.text
            ledger.place("part_2.review", run.pieces)
        elif run.mark or run.numeral or _CITED.search(run.text):
            _read_exemption_or_reason(run, expected, ledger)
        elif re.search(r"following reasons?|reasons? (?:for|why)|because", folded):
            expected = "reasons"
            ledger.place("part_2.reasons", run.pieces)
        elif re.search(
            r"relevant (?:sections?|exemptions?)|exempt (?:this|the) information|following (?:sections?|exemptions?)",
            folded,
        ):
            expected = "sections"
            ledger.place("part_2.sections", run.pieces)
        elif expected == "reasons" and run.text:
            _read_exemption_or_reason(run, expected, ledger)


def _mark(text: str, run: Run, ledger: Ledger) -> None:
    if text.strip():
        ledger.paper.part_2.marking = text.strip(" .")
        ledger.place("part_2.marking", run.pieces)
        ledger.paper.sources["part_2.marking"] = run.pieces[-1].line if len(run.pieces) > 1 else run.line
    else:
        run.pieces[0].taken = "part_2.marking"


def _read_exemption_or_reason(run: Run, expected: str, ledger: Ledger) -> None:
    """An item is an exemption when it cites a section, else a reason."""
    part = ledger.paper.part_2
    cited = exemptions_in(run.text)
    if cited:
        ledger.place(f"part_2.sections[{len(part.sections)}]", run.pieces)
        part.sections += cited
    else:
        ledger.place(f"part_2.reasons[{len(part.reasons)}]", run.pieces)
        part.reasons.append(run.text)


def exemptions_in(text: str) -> list[Exemption]:
    """The sections that a text cites, each with the Act it is attached to ("" for none) and the words after it."""
    exemptions = []
    for match in _CITED.finditer(text):
        act = match["act"] or match["after"] or ""
        words = text[match.end() :].strip(" -\u2013:,")
        for section in re.findall(r"\d{2}[A-Z]?(?:\s?\(\w{1,3}\))*", match["sections"]):
            exemptions.append(Exemption(" ".join(act.split()), section.replace(" ", ""), words))
    return exemptions
