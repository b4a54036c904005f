"""The pack of a panel as an accessible PDF (PDF/UA), drawn from the same rows as its page and table."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from book.models import Entry, PublishedDecision
from book.paper.drawing import PAGE_COUNT
from documents.drawing import Sheet, draw_pdf
from figures.dates import london_day
from figures.templatetags.paper_words import day_words
from languages.texts import body_name

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TEMPLATE = "register/paper/panel_pack.html"

#: An entry, its decision and its title.
Row = tuple[Entry, PublishedDecision, str]


def panel_pack_paper(rows: Sequence[Row], *, since: date, at: datetime, language: str = "") -> bytes:
    """The pack as PDF/A-3a and PDF/UA-1, dated `at`, its fixed words in a language of the body ("" is English).

    Raises what `documents.drawing.draw_pdf` raises.
    """
    with override(language or settings.LANGUAGE_CODE):
        context = {
            "rows": rows,
            "since_words": day_words(since),
            "drawn": day_words(london_day(at)),
            "body": body_name(),
            "address": settings.REGISTER_ADDRESS + (f"/{language}" if language else ""),
            "lang": language or "en-GB",
        }
        html = render_to_string(TEMPLATE, context)
        return draw_pdf(html, sheet=_sheet(language), identifier=f"since-{since}", moment=at).pdf


@cache
def _sheet(language: str) -> Sheet:
    """The style sheet of a decision paper, in the active `language`."""
    style = (TEMPLATES / "book" / "paper" / "paper.css").read_text().replace(PAGE_COUNT, gettext(PAGE_COUNT))
    return Sheet(style=style, kind=gettext("Pack for a meeting"), sources=((TEMPLATES / TEMPLATE).read_bytes(),))
