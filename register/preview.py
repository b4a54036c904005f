"""The public page of a decision before it is published. The desk calls it by its name in the settings.

It is drawn from Part 1 alone and stored nowhere: the book is not read, and no cache is written.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from book.part1 import AnyPart1, newest
from book.presenters.paper import outcome_words
from figures.dates import format_date
from register.presenters.paper import paper


def preview_page(request: HttpRequest, content: AnyPart1, *, back: str) -> HttpResponse:
    """The page that a Part 1 would have once it is published; `back` is the address at the desk to go back to."""
    part1 = newest(content)
    rows = [
        ("Reference code", part1.reference),
        ("Date signed", format_date(part1.decided_on) or "Not signed yet"),
        ("Decision by", part1.decided_by),
        ("Decision", outcome_words(part1) or "None yet"),
        ("Date published", "Not published yet"),
    ]
    context = {
        "part1": part1,
        "paper": paper(part1),
        "part_2_words": "This decision has a confidential Part 2, which is not published.",
        "key_rows": [{"key": key, "value": value} for key, value in rows if value],
        "decision": {"imported": part1.origin.imported, "slug": ""},
        "back": back,
        "closing": None,  # the notice of a closed register is read from the book
    }
    return render(request, "register/decision_preview.html", context)
