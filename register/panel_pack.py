"""The pack of a panel as an accessible PDF (PDF/UA), drawn from the same rows as its page and table."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from book.models import Entry, PublishedDecision
from documents.drawing import Sheet, draw_pdf
from figures.dates import format_date, london_day

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TEMPLATE = "register/paper/panel_pack.html"

#: An entry, its decision and its title.
Row = tuple[Entry, PublishedDecision, str]


def panel_pack_paper(rows: Sequence[Row], *, since: date, at: datetime) -> bytes:
    """The pack as PDF/A-3a and PDF/UA-1, dated `at`; raises what `documents.drawing.draw_pdf` raises."""
    context = {
        "rows": rows,
        "since_words": format_date(since),
        "drawn": format_date(london_day(at)),
        "body": settings.BODY_NAME,
        "address": settings.REGISTER_ADDRESS,
    }
    return draw_pdf(render_to_string(TEMPLATE, context), sheet=_sheet(), identifier=f"since-{since}", moment=at).pdf


@cache
def _sheet() -> Sheet:
    """The style sheet of a decision paper."""
    style = (TEMPLATES / "book" / "paper" / "paper.css").read_text()
    return Sheet(style=style, kind="Pack for a meeting", sources=((TEMPLATES / TEMPLATE).read_bytes(),))
