"""HTML to a paper that is PDF/A-3a and PDF/UA-1 at once, the same bytes wherever and whenever it is drawn."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from documents import fonts
from documents.builds import build_identity
from documents.fetching import ADDRESS, AssetFetcher, ForbiddenFetch
from documents.finishing import finish
from documents.finishing.origins import watching
from documents.finishing.typefaces import ForeignFont

VARIANT = "pdf/a-3a"
OWN = frozenset(face.family for face in fonts.FACES)
_pango = threading.Lock()  # one font map, which is not safe to share; several papers at once take processes


class DrawingRefused(ValueError):
    """The document asks for something that no paper may have; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file carried inside the paper, byte for byte; `relationship` as in ISO 19005-3, 6.8."""

    name: str
    data: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a kind of paper has besides its text: style sheet, what it is, places for seals, its templates' bytes.

    `fields` names each place for a seal (an anchor of that name in the HTML) and what a screen reader says there.
    """

    style: str
    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnPdf:
    """A paper's bytes, its number of pages and the identity of the build that drew it."""

    pdf: bytes
    pages: int
    build: str


def draw_pdf(
    html: str,
    *,
    sheet: Sheet,
    identifier: str,
    moment: datetime,
    attachments: Iterable[AttachedFile] = (),
) -> DrawnPdf:
    """Draw the paper; its file dates are `moment` (aware), never the clock.

    Title, language, authors and description come from the HTML's head. Raises DrawingRefused when it refers to
    any file or address, when a character has no glyph in our typefaces, and before those have been cut.
    """
    when = moment.astimezone(UTC).replace(microsecond=0)
    files = [_attachment(file, when) for file in attachments]
    finisher = partial(finish, fields=sheet.fields, families=OWN, kind=sheet.kind, identifier=identifier)
    try:
        with _pango, watching() as origins:
            document = _laid_out(html, sheet.style)
            document.metadata.created = document.metadata.modified = when.strftime("%Y-%m-%dT%H:%M:%SZ")
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT, full_fonts=True, attachments=files, finisher=partial(finisher, origins=origins)
            )
    except (ForbiddenFetch, ForeignFont, fonts.FontsMissing) as refusal:
        raise DrawingRefused(str(refusal)) from None
    return DrawnPdf(pdf, len(document.pages), build_identity((sheet.style.encode(), *sheet.sources)))


def _laid_out(html: str, style: str) -> Any:
    configuration, parsed = _press(style)
    source = HTML(string=html, base_url=ADDRESS, url_fetcher=AssetFetcher({}))
    return source.render(stylesheets=[parsed], font_config=configuration, pdf_variant=VARIANT)


@lru_cache(maxsize=8)
def _press(style: str) -> tuple[FontConfiguration, CSS]:
    """The typefaces and the parsed style sheet: made once for a process, since they cost more than a page."""
    assets = {f"type/{face.name}": (data, "font/ttf") for face, data in fonts.built()}
    configuration = FontConfiguration()
    text = fonts.style_sheet(f"{ADDRESS}type/") + style
    fetcher = AssetFetcher(assets)
    return configuration, CSS(string=text, base_url=ADDRESS, url_fetcher=fetcher, font_config=configuration)


def _attachment(file: AttachedFile, when: datetime) -> Attachment:
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        created=when,
        modified=when,
        relationship=file.relationship,
        url_fetcher=AssetFetcher({}),
    )
