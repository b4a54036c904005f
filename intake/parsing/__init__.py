"""Reads a decision paper that already exists: lines of text in, plain values out. No models, no settings, no clock."""

from collections.abc import Callable, Sequence

from intake.parsing.advice import read_sections
from intake.parsing.cell_lines import with_rows_of_cells
from intake.parsing.facts import office_of, read_facts, references_in, signature_from_facts
from intake.parsing.forms import read_decider, read_declarations, read_deferral, read_part_2_form, read_signature
from intake.parsing.headings import split_piece
from intake.parsing.lines import Piece, pieces_of
from intake.parsing.not_a_paper import refuse_nonsense, refuse_others
from intake.parsing.outline import Block, Outline
from intake.parsing.own_body import MOPAC, OwnBody
from intake.parsing.paragraphs import folded_items, is_wrapped, runs_of
from intake.parsing.read_paper import AnotherBody, NotAPaper, Paragraph, ReadingWarning, ReadPaper, Unplaced
from intake.parsing.recommendations import read_recommendations
from intake.parsing.report import read_needed_by, read_part_2_report, read_report_head, read_time_sensitivity
from intake.parsing.sources import Ledger
from intake.parsing.warnings import note_warnings
from intake.parsing.wrapping import set_rows_apart, unwrapped, with_broken_heads

__all__ = ["AnotherBody", "NotAPaper", "OwnBody", "ReadPaper", "read_paper"]


def read_paper(lines: Sequence[str] | str, *, name: str = "", own: OwnBody = MOPAC, ours: bool = False) -> ReadPaper:
    """Understand the text of a paper: a form with its board report, or the page that published it.

    `name` is the file's name; it is never taken for a reference, only compared with it. Every line ends up placed or in
    `unplaced`; what the text does not say stays empty, with a warning. `own` is the body whose papers are read; `ours`
    where a person said that the paper is its, whatever it looks like.
    Raises NotAPaper with a sentence that says what the text seems to be.
    """
    remarks = getattr(lines, "remarks", ())
    lines = lines.replace("\r\n", "\n").replace("\r", "\n").split("\n") if isinstance(lines, str) else lines
    pieces = pieces_of(lines)
    refuse_nonsense(pieces)
    separated = [part for piece in pieces for part in split_piece(piece)]
    separated = with_rows_of_cells(with_broken_heads(separated))
    notes = [piece for piece in separated if piece.note and not piece.taken]
    wrapped = is_wrapped(separated)
    if wrapped:
        separated = unwrapped(separated)
    else:
        set_rows_apart(separated)
    blocks = Outline([piece for piece in separated if not piece.note], wrapped=wrapped).blocks
    refuse_others(separated, blocks, own, ours=ours)
    width = max((len(piece.raw) for piece in separated), default=80)
    paper = ReadPaper()
    ledger = Ledger(paper, wrapped=wrapped, width=min(width, 160))
    _read_blocks(blocks, ledger)
    _read_across(separated, blocks, ledger)
    _place_notes(notes, blocks, ledger)
    _finish(separated, ledger)
    paper.warnings[:0] = [ReadingWarning(remark.code, remark.severity, remark.message) for remark in remarks]
    note_warnings(paper, name)
    return paper


def _read_blocks(blocks: list[Block], ledger: Ledger) -> None:
    """Each zone by its own reader, the facts before and the sections after all others."""
    read_facts(blocks, ledger)
    for block in blocks:
        for reader in _READERS.get(block.zone, ()):
            reader(block, ledger)
    read_decider(blocks, ledger)
    read_sections([block for block in blocks if block.zone == "section"], ledger)


def _read_summary(block: Block, ledger: Ledger) -> None:
    report = block.document == "report"
    holder = ledger.paper.report if report else ledger.paper
    runs = folded_items(runs_of(block.pieces, wrapped=ledger.wrapped, width=ledger.width))
    text = "\n\n".join(f"{run.numeral} {run.text}".strip() for run in runs)
    if text and not holder.executive_summary:
        holder.executive_summary = text
        ledger.place(
            "report.executive_summary" if report else "executive_summary", [p for run in runs for p in run.pieces]
        )


def _read_recommendations(block: Block, ledger: Ledger) -> None:
    report = block.document == "report"
    recommendations = ledger.paper.report.recommendations if report else ledger.paper.recommendations
    if not recommendations:
        recommendations += read_recommendations(
            block, ledger, "report.recommendations" if report else "recommendations"
        )


def _read_approval(block: Block, ledger: Ledger) -> None:
    read_signature(block, "deputy_mayor", ledger)


def _read_endorsement(block: Block, ledger: Ledger) -> None:
    read_signature(block, office_of(block.heading) or "chief_executive", ledger)


#: Which reader understands which zone.
_READERS: dict[str, tuple[Callable[[Block, Ledger], None], ...]] = {
    "executive_summary": (_read_summary,),
    "recommendations": (_read_recommendations,),
    "approval": (_read_approval,),
    "officer_approval": (_read_endorsement,),
    "public_access": (read_part_2_form,),
    "deferral": (read_deferral, read_part_2_form),
    "part_2_form": (read_part_2_form,),
    "part_2_report": (read_part_2_report,),
    "declarations": (read_declarations,),
    "report_head": (read_report_head,),
}


def _read_across(pieces: Sequence[Piece], blocks: Sequence[Block], ledger: Ledger) -> None:
    """What may stand anywhere: the day a decision is needed by, the author, references of other decisions."""
    paper = ledger.paper
    read_needed_by(pieces, ledger)
    for block in blocks:
        if block.zone == "section" and block.kind == "time_sensitivity":
            read_time_sensitivity(block.pieces, ledger)
    signature_from_facts(ledger)
    texts = [
        piece.text
        for piece in pieces
        if piece.hint not in ("address", "furniture") and piece.taken not in ("furniture", "address")
    ]
    own_keys = {reference.key for _, reference in paper.claims}
    paper.refers_to = [reference for reference in references_in(texts) if reference.key not in own_keys]
    for number, reference in enumerate(paper.refers_to):
        source = next((piece.line for piece in pieces if reference in references_in([piece.text])), None)
        if source:
            paper.sources[f"refers_to[{number}]"] = source


def _place_notes(notes: Sequence[Piece], blocks: Sequence[Block], ledger: Ledger) -> None:
    """A footnote goes to the end of the section that carries its mark."""
    sections = [
        block for block in blocks if block.zone == "section" and not (block.kind == "facts" and not block.pieces)
    ]
    for note in notes:
        holders = [
            n
            for n, b in enumerate(sections)
            if any(note.note in p.raw for p in [*([b.head] if b.head else []), *b.pieces])
        ]
        if holders and holders[-1] < len(ledger.paper.sections):
            section = ledger.paper.sections[holders[-1]]
            ledger.place(f"sections[{holders[-1]}].paragraphs[{len(section.paragraphs)}]", [note])
            section.paragraphs.append(Paragraph(note.note, note.text))


def _finish(pieces: Sequence[Piece], ledger: Ledger) -> None:
    """Say of every line where it went."""
    paper = ledger.paper
    for piece in pieces:
        for line in piece.lines or [piece]:
            if piece.taken:
                path = "reference" if piece.taken.startswith("claim.") else piece.taken
                paper.placed.setdefault(line.line, path)
            else:
                paper.unplaced.append(Unplaced(line.line, line.raw if len(line.raw) < 300 else line.text))
    for unplaced in paper.unplaced:
        paper.placed.pop(unplaced.line, None)
