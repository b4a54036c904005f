"""Decision papers drawn once in a process: the same text gives the same bytes, and most tests decide the same paper.

That it does so, in another process and in another place, tests/book/paper/test_paper.py sees by drawing anew.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from documents.drawing import AttachedFile, DrawnPdf, Sheet, draw_pdf


def draw_once(
    html: str, *, sheet: Sheet, identifier: str, moment: datetime, attachments: Iterable[AttachedFile] = ()
) -> DrawnPdf:
    """What `draw_pdf` draws of this, or drew of it before."""
    fields = tuple(sheet.fields.items())
    return _drawn(html, sheet.style, sheet.kind, fields, sheet.sources, identifier, moment, tuple(attachments))


@lru_cache(maxsize=64)
def _drawn(
    html: str,
    style: str,
    kind: str,
    fields: tuple[tuple[str, str], ...],
    sources: tuple[bytes, ...],
    identifier: str,
    moment: datetime,
    attachments: tuple[AttachedFile, ...],
) -> DrawnPdf:
    sheet = Sheet(style=style, kind=kind, fields=dict(fields), sources=sources)
    return draw_pdf(html, sheet=sheet, identifier=identifier, moment=moment, attachments=attachments)
