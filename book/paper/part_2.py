"""The Part 2 paper: confidential, for those who may read it; never sealed, never in the book."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from book.paper.blocks import Block, blocks
from book.paper.content import described, shown
from book.paper.drawing import TEMPLATES
from documents.drawing import DrawnPdf, Sheet, draw_pdf
from profiles import current


@dataclass(frozen=True, slots=True)
class Part2Text:
    """A text or a file that is withheld; of a file only the name, size and SHA-256 (hex) are printed."""

    number: int
    title: str
    text: str = ""
    file_name: str = ""
    file_size: int = 0
    file_sha256: str = ""
    review: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text in its paragraphs and lists."""
        return blocks(self.text)


@dataclass(frozen=True, slots=True)
class Part2Exemption:
    """An exemption of the Freedom of Information Act 2000 that is relied on, with reason and balance."""

    section: str
    limb: str
    reason: str
    balance: str
    lapses: str = ""


@dataclass(frozen=True, slots=True)
class Part2Paper:
    """All of Part 2 of one decision."""

    reference: str
    title: str
    body: str
    marking: str
    texts: tuple[Part2Text, ...]
    exemptions: tuple[Part2Exemption, ...]


def draw_part_2(paper: Part2Paper, *, at: datetime) -> DrawnPdf:
    """Draw Part 2, dated `at`, its marking on every page; it has no place for a seal and carries no data."""
    context = {"p": shown(paper), "body_words": current().words, "described": described(paper)}
    html = render_to_string("book/paper/part_2.html", context)
    return draw_pdf(html, sheet=_sheet(), identifier=f"{paper.reference} Part 2", moment=at)


@cache
def _sheet() -> Sheet:
    sources = tuple(path.read_bytes() for path in sorted(TEMPLATES.glob("*.html")))
    program = Path(__file__).read_bytes()
    return Sheet((TEMPLATES / "paper.css").read_text(), "Decision paper, Part 2, confidential", {}, (*sources, program))
