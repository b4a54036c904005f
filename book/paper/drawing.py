"""Part 1 to PDF: the paper with its data inside it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from book.paper.content import paper_context
from book.paper.paper_2 import paper_2_context
from book.part1 import AnyPart1, v2
from documents.drawing import AttachedFile, DrawnPdf, Sheet, draw_pdf
from documents.sealing import FIELD
from profiles import current

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "book" / "paper"
LOCALE = Path(settings.BASE_DIR) / "locale"
TEMPLATES_2 = TEMPLATES.with_name("paper_2")
#: The colour of rules and headings in the style sheets, for which a body may have its own.
INK = "#1c2f4a"
#: The foot of each page, as the style sheets have it.
PAGE_COUNT = '"Page " counter(page) " of " counter(pages)'
DATA_NAME = "decision.json"
# A paper that states no day at all still needs a date in its file; none of ours can be as old as this.
NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = {
    "draft": "Draft of a decision paper, not a decision",
    "transcript": "Decision paper, Part 1, transcript",
    "part-1": "Decision paper, Part 1",
}


@dataclass(frozen=True, slots=True)
class DecisionPaper(DrawnPdf):
    """A drawn decision paper, and which Part 1 it shows (SHA-256, hex, of its canonical JSON)."""

    content: str
    draft: bool


def draw(
    part1: AnyPart1, *, draft: bool = False, part_2_open: bool = False, deferral_open: bool = False
) -> DecisionPaper:
    """Draw Part 1 as its paper: the same bytes for the same content, whoever draws it and when.

    `part1/1` is drawn in the design `paper/1`, `part1/2` in `paper/2`. The canonical JSON travels inside as
    decision.json. A draft says that it is one, on every page, and has no place for a seal; `part_2_open` says of a
    draft that nobody has answered yet whether there is a Part 2, `deferral_open` whether Part 1 is deferred.
    Raises what `documents.drawing.draw_pdf` raises.
    """
    data = part1.to_json()
    # Whoever asks for it, and in which language: the fixed words are in the language of the paper.
    with override(language_of(part1)):
        if isinstance(part1, v2.Part1):
            templates, context = TEMPLATES_2, paper_2_context(part1, draft=draft, part_2_open=part_2_open)
            context["deferral_open"] = deferral_open
        else:
            templates, context = TEMPLATES, paper_context(part1, draft=draft, part_2_open=part_2_open)
        html = render_to_string(f"book/{templates.name}/paper.html", context)
        drawn = draw_pdf(
            html,
            sheet=_sheet(context["state"], templates, language_of(part1)),
            identifier=part1.reference,
            moment=file_moment(part1),
            attachments=[AttachedFile(DATA_NAME, data, f"{part1.reference} as data (JSON)")],
        )
    return DecisionPaper(drawn.pdf, drawn.pages, drawn.build, sha256(data).hexdigest(), draft)


def language_of(part1: AnyPart1) -> str:
    """The language of a paper as gettext calls it: English in every paper of `part1/1`."""
    return part1.language.lower() if isinstance(part1, v2.Part1) else "en-gb"


def file_moment(part1: AnyPart1) -> datetime:
    """The moment the file is dated: the last signature's, else midnight of the last day the paper states."""
    moments = [s.at for s in part1.signatures if s.at]
    if moments:
        return max(moments)
    days = [d for d in (part1.decided_on, part1.report.board_on if part1.report else None) if d]
    return datetime.combine(max(days), time(), UTC) if days else NO_DAY


@cache
def _sheet(state: str, templates: Path, language: str) -> Sheet:
    """The sheet of a design in the active `language`: `paper/2` shares some parts of the templates of `paper/1`."""
    folders = dict.fromkeys((TEMPLATES, templates))
    sources = tuple(path.read_bytes() for folder in folders for path in sorted(folder.glob("*.html")))
    program = tuple(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    fields = {} if state == "draft" else {FIELD: gettext("Seal of the decision register")}
    style = (templates / "paper.css").read_text()
    style = style.replace(PAGE_COUNT, gettext(PAGE_COUNT))
    brand = current().brand if templates is TEMPLATES_2 else None
    if brand is not None:
        style = style.replace(INK, brand.colour)
        sources = (*sources, brand.shapes.encode())
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/django.po")) if len(current().body.languages) > 1 else []
    program += tuple(path.read_bytes() for path in catalogues)
    return Sheet(style=style, kind=KINDS[state], fields=fields, sources=sources + program)
