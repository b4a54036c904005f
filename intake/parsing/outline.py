"""The paper cut into blocks: which zone of which document every line stands in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from figures.prose import find_dates, find_references
from intake.parsing.headings import Heading, heading_of, label_of
from intake.parsing.layouts import (
    ADDRESSEE,
    CONSIDERS,
    FURNITURE,
    LEADS,
    LETTERHEAD,
    PART_2_REPORT,
    REPORT_HEAD,
    STANDING,
    Opening,
)
from intake.parsing.lines import Piece, fold
from intake.parsing.paragraphs import ends_sentence

#: Zones in which running text of a section may stand.
_ADVICE = ("section", "facts", "preamble", "executive_summary", "recommendations", "key_information")
_FORM_END = ("declarations", "officer_approval", "public_access", "deferral", "part_2_form", "documents")


@dataclass(slots=True)
class Block:
    """A zone with its lines; `number` and `heading` are those of its heading line (both "" where it is lost)."""

    zone: str
    document: str
    kind: str = ""
    heading: str = ""
    number: str = ""
    head: Piece | None = None
    pieces: list[Piece] = field(default_factory=list)


class Outline:
    """Cuts the pieces of a paper into blocks, in one pass."""

    def __init__(self, pieces: Sequence[Piece], *, wrapped: bool) -> None:
        self.wrapped = wrapped
        self.pieces = pieces
        self.late = Block("key_information", "form")
        self.blocks = [Block("preamble", "form")]
        self.document = "form"
        self.at = 0
        self.rest = ""
        self.next_heading = 0
        self.walk()
        self.blocks.insert(1, self.late)

    @property
    def block(self) -> Block:
        """The block that is open."""
        return self.blocks[-1]

    def has_zone(self, *zones: str, document: str = "") -> bool:
        """Whether a zone was opened before (in one document)."""
        return any(b.zone in zones and (not document or b.document == document) for b in self.blocks)

    def walk(self) -> None:
        """Open a block at every heading; put every other line into the open one."""
        toc = _contents(self.pieces)
        for at, piece in enumerate(self.pieces):
            self.at = at
            if piece.taken:
                continue
            if at in toc:
                piece.taken = "contents"
            elif reason := self.wrapped_aside():
                piece.taken = reason
            elif not (
                self.begins_report(piece) or self.begins_zone(piece) or self.begins_without_listed_heading(piece)
            ):
                holder = self.late if self.late_fact(piece) else self.block
                holder.pieces.append(piece)

    def begins_zone(self, piece: Piece) -> bool:
        """Whether a heading opens a block here, or the line is set aside."""
        if PART_2_REPORT.match(piece.folded) and self.has_zone("section"):
            self.blocks.append(Block("part_2_report", self.document, head=piece))
            piece.taken = "part_2.exists"
        elif (heading := heading_of(piece)) and self.fits_here(heading, piece):
            self.open(heading, piece)
        elif piece.folded == "decision" and self.block.zone == "recommendations" and self.block.pieces:
            # Below what was recommended the decider says it again, and signs.
            self.blocks.append(Block("approval", self.document))
            piece.taken = "furniture"
        elif aside := set_aside(piece):
            piece.taken = aside
            self.begins_signature(piece)
        return bool(piece.taken)

    def begins_without_listed_heading(self, piece: Piece) -> bool:
        """Whether a block begins here without a heading that anyone listed."""
        if number := self.lost_heading(piece):
            self.blocks.append(Block("section", self.document, "", "", number, None, [piece]))
        elif self.begins_recommendations(piece):
            self.blocks.append(Block("recommendations", self.document, head=None, pieces=[piece]))
        elif heading := self.unknown_heading(piece):
            self.open(heading, piece)
        else:
            return False
        return True

    def wrapped_aside(self) -> str:
        """Why this line is set aside when it is the rest of a long line that was."""
        piece, before = self.pieces[self.at], self.pieces[self.at - 1] if self.at else None
        if before is None or piece.gap or piece.mark or piece.numeral or piece.line != before.line + 1:
            return ""
        whole = len(before.raw) < 60 and before.taken != self.rest
        aside = before.taken in ("standing statement", "furniture", "part_2.exists")
        self.rest = before.taken if aside and not whole and not ends_sentence(before.text) else ""
        return self.rest if not heading_of(piece) and not label_of(piece.text) else ""

    def open(self, heading: Heading, piece: Piece) -> None:
        """A new block; text after the heading on its line is the block's first."""
        zone, kind = heading.opening
        if zone == "contents":
            piece.taken = "contents"
            return
        if zone == "facts":
            zone, kind = "section", "facts"
        if zone == "executive_summary" and self.document == "form" and self.has_zone(zone) and self.has_zone("section"):
            self.document = "report"
        self.blocks.append(Block(zone, self.document, kind, heading.text, heading.number, piece))
        piece.taken = f"heading of {zone}"
        if heading.rest:
            remainder = Piece(piece.line, piece.raw, heading.rest, gap=True)
            piece.taken = set_aside(remainder) or piece.taken
            self.block.pieces += [] if set_aside(remainder) else [remainder]

    def begins_signature(self, piece: Piece) -> None:
        """A signatory's standing statement opens the signature block that lost its heading."""
        for start, zone in (("i confirm", "approval"), ("i have been consulted", "officer_approval")):
            if piece.folded.startswith(start) and self.block.zone != zone and self.document == "form":
                self.blocks.append(Block(zone, self.document))

    def fits_here(self, heading: Heading, piece: Piece) -> bool:
        """Whether a recognised heading opens its zone at this place of the paper."""
        zone, _ = heading.opening
        if zone == "section" and not heading.number and self.mid_sentence(piece, heading):
            return False
        if zone == "approval":
            return self.document == "form" and self.has_zone("recommendations") and not _value_is_due(self.block)
        if zone == "officer_approval":
            return self.has_zone("declarations", "public_access", "approval", "section")
        if zone == "documents":
            return piece.folded != "documents" or self.has_zone("section")
        if zone == "recommendations" and piece.folded.startswith("decision"):
            if heading.rest and not self.has_zone("executive_summary"):
                return False
            return not self.has_zone("recommendations") and not heading.rest.lower().startswith(("mayor", "deputy"))
        if zone == "section" and self.block.zone in ("declarations", "officer_approval"):
            return not heading.rest and self.block.zone == "officer_approval"
        if zone == "section" and heading.opening.kind in ("issues", "introduction") and self.block.zone == "preamble":
            return bool(heading.number) or self.has_zone("executive_summary", "recommendations")
        if zone == "recommendations" and self.block.zone == "recommendations" and not self.block.pieces:
            return False
        return zone != "key_information" or not self.has_zone("key_information")

    def mid_sentence(self, piece: Piece, heading: Heading) -> bool:
        """Whether words that look like a heading are the rest of a sentence that the line before broke off."""
        before = self.pieces[self.at - 1] if self.at else None
        if piece.text.rstrip().endswith(".") and not heading.rest and piece.hint != "heading":
            return True
        if piece.text[:1].isupper() and " " in piece.text.strip():
            return False
        broken = before is not None and not piece.gap and before.line == piece.line - 1 and len(before.raw) > 50
        return bool(
            self.wrapped and broken and before and not ends_sentence(before.text) and heading_of(before) is None
        )

    def begins_report(self, piece: Piece) -> bool:
        """Whether the board report starts here; a letterhead at the very top is the form's own."""
        if self.block.zone == "preamble" and REPORT_HEAD.match(piece.folded) and not self.names_itself():
            self.document = self.block.document = "report"
            self.block.zone = "report_head"
            self.block.pieces.append(piece)
            return True
        if self.document != "form" or not self.has_zone("declarations", "officer_approval", "deferral", "part_2_form"):
            return False
        if LETTERHEAD.fullmatch(piece.folded) or REPORT_HEAD.match(piece.folded) or self.repeats_title(piece):
            self.document = "report"
            self.blocks.append(Block("report_head", "report"))
            if LETTERHEAD.fullmatch(piece.folded):
                piece.taken = "letterhead"
            else:
                self.block.pieces.append(piece)
            return True
        return False

    def repeats_title(self, piece: Piece) -> bool:
        """Whether a line after the signatures is the form's title again: a report begins without its letterhead."""
        after = self.block.zone in ("declarations", "officer_approval", "part_2_form") and len(piece.folded) > 20
        return after and any(heading.folded.endswith(piece.folded) for heading in self.blocks[0].pieces)

    def names_itself(self) -> bool:
        """Whether the lines so far carry a reference: then a form begins here, and no report alone."""
        return any(find_references(piece.text) for piece in self.block.pieces)

    def lost_heading(self, piece: Piece) -> str:
        """The number of a section whose heading is lost: 3.2 is followed by 4.1, and the next numbers agree."""
        major, _, minor = piece.numeral.partition(".")
        if not minor or self.block.zone not in _ADVICE:
            return ""
        current = _major(self.block)
        if self.block.zone == "section" and (not current or int(major) != current + 1 or minor != "1"):
            return ""
        if self.block.zone != "section" and minor != "1":
            return ""
        for after in self.pieces[self.at + 1 :]:
            if heading_of(after):
                break
            if "." in after.numeral:
                return major if after.numeral.split(".")[0] != str(current) else ""
        return major

    def begins_recommendations(self, piece: Piece) -> bool:
        """Whether recommendations begin here without a heading."""
        if self.block.zone not in ("preamble", "key_information", "executive_summary", "section"):
            return False
        if self.has_zone("recommendations", document=self.document):
            return False
        folded = piece.text.lower()
        leads = bool(LEADS.match(folded)) and (piece.gap or folded.rstrip().endswith((":", "to")))
        if CONSIDERS.search(folded) and not folded.rstrip().endswith((":", "to")):
            return False
        is_request = bool(ADDRESSEE.match(folded)) or leads
        is_request = is_request and (self.block.zone != "section" or folded.rstrip().endswith((":", "to")))
        in_summary = self.block.zone in ("executive_summary", "preamble", "key_information")
        return is_request and not (
            in_summary
            and (leads or self.block.zone == "executive_summary")
            and self.has_recommendations_heading_ahead()
        )

    def has_recommendations_heading_ahead(self) -> bool:
        """Whether recommendations have a heading further on, before the advice begins: the summary only tells them."""
        if self.next_heading <= self.at:
            zones = ("recommendations", "section", "facts")
            positions = (n for n in range(self.at + 1, len(self.pieces)) if self.zone_at(n) in zones)
            self.next_heading = next(positions, len(self.pieces))
        return self.next_heading < len(self.pieces) and self.zone_at(self.next_heading) == "recommendations"

    def zone_at(self, position: int) -> str:
        """The zone that the heading at a position opens; "" for running text."""
        heading = heading_of(self.pieces[position])
        return heading.opening.zone if heading else ""

    def late_fact(self, piece: Piece) -> bool:
        """Whether a line after the advice began says when or by whom the paper was signed."""
        label = label_of(piece.text)
        late = self.block.zone in ("section", "documents", "recommendations", "executive_summary")
        if not late or not label or not label[1] or piece.numeral:
            return False
        field, value = label
        dated = field == "decided_on" and len(value) < 40 and bool(find_dates(value))
        return dated or (field == "decided_by" and len(value) < 90)

    def unknown_heading(self, piece: Piece) -> Heading | None:
        """A heading of words nobody listed: marked as one by the file, or numbered as one before its paragraphs."""
        text, words = piece.text, len(piece.text.split())
        if (
            not text
            or words > 14
            or text[-1] in ".;,?!"
            or label_of(text)
            or self.block.zone in ("preamble", *_FORM_END)
        ):
            return None
        if piece.hint == "heading" and self.block.zone in ("section", "executive_summary", "recommendations"):
            return Heading(Opening("section", "other"), text.rstrip(": "), piece.numeral)
        following = next((p for p in self.pieces[self.at + 1 : self.at + 3] if not p.taken), None)
        if piece.numeral.isdigit() and following and following.numeral.startswith(f"{piece.numeral}."):
            return Heading(Opening("section", "other"), text.rstrip(": "), piece.numeral)
        return None


def _major(block: Block) -> int:
    """The first number of a section: its heading's, else its paragraphs'."""
    for piece in block.pieces:
        if "." in piece.numeral:
            return int(piece.numeral.split(".")[0])
    return int(block.number) if block.number.isdigit() else 0


def _value_is_due(block: Block) -> bool:
    """Whether the last line was a label that still waits for its value."""
    if not block.pieces:
        return False
    label = label_of(block.pieces[-1].text)
    return bool(label and not label[1])


def set_aside(piece: Piece) -> str:
    """Why a line says nothing of the paper: the site's furniture, or a statement that every form prints."""
    if piece.hint == "furniture":
        return "furniture"
    folded = piece.folded
    if not folded:
        return "furniture"
    if any(pattern.fullmatch(folded) for pattern in STANDING):
        return "standing statement"
    if len(folded) < 140 and any(pattern.fullmatch(folded) for pattern in FURNITURE):
        return "furniture"
    return (
        "furniture"
        if re.fullmatch(r"need a document on this page.*|if you use assistive.*|it will also help us if.*", folded)
        else ""
    )


def _contents(pieces: Sequence[Piece]) -> set[int]:
    """Positions of a table of contents: the short lines after its heading, up to the first that comes again."""
    for start, piece in enumerate(pieces[:60]):
        if piece.folded not in ("contents", "table of contents", "on this page", "page contents"):
            continue
        positions: dict[str, int] = {}
        for at in range(start + 1, min(len(pieces), start + 40)):
            text = fold(re.sub(r"[.\s\t]*\d{0,3}$", "", pieces[at].text))
            if text in positions:
                return set(range(start, at))
            if len(text.split()) > 12:
                break
            positions[text] = at
        return {start}
    return set()
