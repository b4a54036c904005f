"""The sections of form and report: paragraphs, the money in them, the kinds of those whose heading is lost."""

from collections.abc import Sequence

from figures.prose import find_amounts
from intake.parsing.headings import label_of
from intake.parsing.layouts import FORM_ORDER, TELLING
from intake.parsing.lines import Piece
from intake.parsing.outline import Block
from intake.parsing.paragraphs import Run, folded_items, row_as_line, runs_of
from intake.parsing.read_paper import Paragraph, Section, Tranche
from intake.parsing.sources import Ledger
from intake.parsing.tranches import (
    advised_tranches,
    recommended_tranches,
    row_tranches,
    sentence_tranches,
    stated_total,
    table_tranches,
    unstated_tranches,
    with_kinds,
)
from intake.parsing.wrapping import is_row, is_table_head

Row = tuple[Tranche, list[Piece]]


def read_sections(blocks: Sequence[Block], ledger: Ledger) -> None:
    """Fill in sections and tranches; a heading with nothing below it that only announces the sections is none."""
    paper, rows = ledger.paper, list[Row]()
    lead = ""
    kinds = _kinds(blocks)
    numerals = [piece.numeral for block in blocks for piece in block.pieces if piece.numeral]
    lost = len(numerals) > 1 and len(set(numerals)) == 1  # everything is numbered "1.": the file lost its numbers
    for position, block in enumerate(blocks):
        if kinds[position] == "facts" and not block.pieces:
            continue
        number = len(paper.sections)
        section = Section(block.document, kinds[position], block.heading)
        path = f"sections[{number}]"
        if block.head:
            ledger.place(path, [block.head])
            paper.sources.setdefault(path, block.head.line)
        runs = runs_of(block.pieces, wrapped=ledger.wrapped, width=ledger.width)
        other_runs, money_rows, before = _money_rows(runs, ledger)
        new = (
            unstated_tranches([tranche for tranche, _ in rows], [tranche for tranche, _ in money_rows])
            if money_rows
            else []
        )
        if rows and new and block.document == "report":
            other_runs, new = runs, []
        rows += [row for row in money_rows if any(row[0] is tranche for tranche in new)]
        for row in money_rows if other_runs is not runs else []:
            for piece in row[1]:
                piece.taken = piece.taken or "tranches"
        lead = lead or (before if money_rows else "")
        _paragraphs(section, path, other_runs, ledger, lost=lost)
        ledger.paper.sources.setdefault(path, block.pieces[0].line if block.pieces else 1)
        paper.sections.append(section)
    _set_tranches(rows, lead, ledger)


def _money_rows(runs: Sequence[Run], ledger: Ledger) -> tuple[list[Run], list[Row], str]:
    """Split the rows that state tranches from the rest; also the words that lead to them."""
    other_runs: list[Run] = []
    heads: list[Run] = []
    money_rows: list[Row] = []
    lead, at = "", 0
    while at < len(runs):
        end = at
        while end < len(runs) and runs[end].row:
            end += 1
        tranches, totals = table_tranches(runs[at:end]) if end - at > 1 else ([], [])
        if not tranches and other_runs and is_table_head(other_runs[-1].text) and row_tranches(runs[at]):
            heads.append(other_runs.pop())
        if tranches:
            lead = lead or (other_runs[-1].text if other_runs else "")
            ledger.paper.totals += totals
            # The first takes the rest of the table along: its head, its totals.
            pieces = [piece for run in runs[at:end] for piece in run.pieces]
            for n, (place, tranche) in enumerate(tranches):
                money_rows.append((tranche, [*runs[at + place].pieces, *([] if n else pieces)]))
            at = end
        elif money_rows and (total := stated_total(runs[at])):
            ledger.paper.totals.append((total, tuple(tranche.amount for tranche, _ in money_rows)))
            if runs[at - 1].pieces is money_rows[-1][1] or is_row(runs[at].pieces[0]):
                heads.append(runs[at])
            else:
                other_runs.append(runs[at])
            at += 1
        elif row := row_tranches(runs[at]):
            lead = lead or (other_runs[-1].text if other_runs else "")
            money_rows += [(tranche, runs[at].pieces) for tranche in row]
            at += 1
        else:
            other_runs.append(runs[at])
            at += 1
    if money_rows and heads:  # a table without cells: its head and its total go with its first row
        money_rows[0] = (money_rows[0][0], [*money_rows[0][1], *(piece for run in heads for piece in run.pieces)])
    return other_runs, money_rows, lead


def _paragraphs(section: Section, path: str, runs: Sequence[Run], ledger: Ledger, *, lost: bool) -> None:
    for run in folded_items(runs):
        if run.pieces[0].taken or _author(run, section, ledger):
            continue
        ledger.place(f"{path}.paragraphs[{len(section.paragraphs)}]", run.pieces)
        numeral = "" if lost else run.numeral
        text = f"{run.mark} {run.text}" if run.mark and run.mark != "-" and not run.numeral else run.text
        section.paragraphs.append(Paragraph(numeral, row_as_line(text).strip()))


def _author(run: Run, section: Section, ledger: Ledger) -> bool:
    """Whether a line names the report's author and is no paragraph."""
    label, report = label_of(run.text), ledger.paper.report
    if not label or label[0] != "author" or not label[1] or section.document != "report":
        return False
    report.author = report.author or label[1]
    ledger.place("report.author", run.pieces)
    return True


def _kinds(blocks: Sequence[Block]) -> list[str]:
    """The kinds of sections in order; a lost heading's from its neighbours in the form's order and from its words."""
    kinds = [block.kind for block in blocks]
    for position, block in enumerate(blocks):
        if kinds[position]:
            continue
        text = " ".join(piece.text for piece in block.pieces)
        used_kinds = {
            kind for kind, other_block in zip(kinds, blocks, strict=True) if other_block.document == block.document
        }
        before = next((FORM_ORDER.index(kind) for kind in reversed(kinds[:position]) if kind in FORM_ORDER), -1)
        after = next((FORM_ORDER.index(kind) for kind in kinds[position + 1 :] if kind in FORM_ORDER), len(FORM_ORDER))
        between = [kind for kind in FORM_ORDER[before + 1 : after] if kind not in used_kinds]
        worded = [kind for kind in between if TELLING[kind].search(text)]
        kinds[position] = (worded or between or ["other"])[0]
    return kinds


def _set_tranches(rows: list[Row], lead: str, ledger: Ledger) -> None:
    """Set the paper's tranches from its tables, else from its recommendations, else from the words of the advice."""
    paper = ledger.paper
    if rows:
        for number, tranche in enumerate(with_kinds([tranche for tranche, _ in rows], paper.recommendations, lead)):
            paper.tranches.append(tranche)
            paper.sources[f"tranches[{number}]"] = rows[number][1][0].line
        return
    for recommendation, tranche in recommended_tranches(paper.recommendations):
        paper.sources[f"tranches[{len(paper.tranches)}]"] = _source_line(recommendation, tranche, ledger)
        paper.tranches.append(tranche)
    tranches, path = _advised(ledger)
    for number, tranche in enumerate(tranches if not paper.tranches else ()):
        paper.sources[f"tranches[{number}]"] = paper.sources[path]
        paper.tranches.append(tranche)


def _source_line(recommendation: int, tranche: Tranche, ledger: Ledger) -> int:
    """The line of a recommendation that states the amount."""
    path, sources = f"recommendations[{recommendation}]", ledger.paper.sources
    amounts = find_amounts(ledger.paper.recommendations[recommendation].text)
    places = [f"{path}.amounts[{n}]" for n, amount in enumerate(amounts) if amount.value == tranche.amount]
    return next((sources[place] for place in places if place in sources), sources[path])


#: Sections that state the years of the money, the most reliable first.
_TELLING_MONEY = ("financial", "introduction", "issues")


def _advised(ledger: Ledger) -> tuple[list[Tranche], str]:
    """The tranches that the financial advice, the summary or the other advice tells in words, and where it stands."""
    paper = ledger.paper
    places = [
        (kind, f"sections[{n}].paragraphs[{m}]", paragraph.text)
        for kind in _TELLING_MONEY
        for n, section in enumerate(paper.sections)
        if section.kind == kind
        for m, paragraph in enumerate(section.paragraphs)
    ]
    for kind, path, text in places:
        if kind == "financial" and (tranches := advised_tranches(text, paper.recommendations)):
            return tranches, path
    for _, path, text in [("summary", "executive_summary", paper.executive_summary or ""), *places]:
        if tranches := sentence_tranches(text, paper.recommendations):
            return tranches, path
    return [], ""
