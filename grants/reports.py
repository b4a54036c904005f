"""A table of the desk as an accessible PDF (PDF/UA), drawn from the same rows as its page, CSV and spreadsheet.

The complete table travels inside the PDF as CSV, because a page of paper has room for some of its columns only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from components.downloads import Table
from documents.drawing import AttachedFile, Sheet, draw_pdf
from figures.dates import format_date, london_day
from figures.money import format_signed_money

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@dataclass(frozen=True, slots=True)
class Report:
    """A table with what a reader has to know of it.

    `shown` are the columns that the paper has room for, with their words, in their order; `totals` says that the last
    row of the table is the sum of the others; `facts` are labels and values that stand above the table.
    """

    title: str
    kind: str
    table: Table
    shown: dict[str, str]
    sentences: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    totals: bool = False
    wide: bool = True

    @property
    def short(self) -> str:
        """What stands at the top of each page."""
        return self.title if len(self.title) <= 30 else f"{self.title[:29]}…"


def download(report: Report, form: str, at: datetime) -> Any:
    """The answer with the file: `form` is csv, xlsx or pdf."""
    if form != "pdf":
        return report.table.download(form)
    answer = HttpResponse(report_pdf(report, at), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{report.table.name}.pdf"'
    return answer


def report_pdf(report: Report, at: datetime) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, dated `at`; raises what `documents.drawing.draw_pdf` raises."""
    rows = [list(row) for row in report.table.rows]
    places = [list(report.table.columns).index(column) for column in report.shown]
    amounts = [column in report.table.amounts for column in report.shown]
    context = {
        "report": report,
        "body": settings.BODY_NAME,
        "drawn": format_date(london_day(at)),
        "columns": [
            {"label": label, "amount": amount} for label, amount in zip(report.shown.values(), amounts, strict=True)
        ],
        "rows": [
            {
                "cells": [_cell(row[n], amount) for n, amount in zip(places, amounts, strict=True)],
                "total": report.totals and number == len(rows),
            }
            for number, row in enumerate(rows, 1)
        ],
    }
    whole = Table(report.table.name, report.table.title, report.table.columns, rows, report.table.amounts)
    data = AttachedFile(f"{whole.name}.csv", "".join(whole.csv_lines()).encode(), f"{report.title} as a table (CSV)")
    html = render_to_string("grants/reports/report.html", context)
    return draw_pdf(html, sheet=_sheet(report.kind), identifier=whole.name, moment=at, attachments=[data]).pdf


def _cell(value: Any, amount: bool) -> dict[str, Any]:
    """A cell of the paper; a number of a grant, a year and the like are not broken over two lines."""
    text = _text(value)
    return {"text": text, "amount": amount, "whole": len(text) <= 10 and " " not in text}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return format_signed_money(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


@cache
def _sheet(kind: str) -> Sheet:
    """The paper's style sheet, with what a wide table needs besides."""
    files = [TEMPLATES / "book" / "paper" / "paper.css", TEMPLATES / "grants" / "reports" / "report.css"]
    source = (TEMPLATES / "grants" / "reports" / "report.html").read_bytes()
    return Sheet(style="\n".join(path.read_text() for path in files), kind=kind, sources=(source,))
