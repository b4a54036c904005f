"""The gallery: every block of the service on one page, with what each is given. Run it to write pictures.

`python -m tests.components.gallery FOLDER` writes the page in both faces at 1280 and 320 pixels.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from components.widgets import CountedTextarea, DateBoxes

BASES = {"register": "register_base.html", "desk": "desk_base.html"}
LONG_TITLE = "Request to accept Home Office funding to develop capability to address serious and organised online crime"


class GalleryForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", help_text="Say what is decided, in plain words.")
    amount = forms.CharField(
        label="Amount", widget=forms.TextInput(attrs={"data-prefix": "£", "data-width": "10", "inputmode": "decimal"})
    )
    share = forms.CharField(label="Share", widget=forms.TextInput(attrs={"data-suffix": "%", "data-width": "3"}))
    signed_on = forms.DateField(label="Signed on", help_text="For example 17 12 2018", widget=DateBoxes)
    route = forms.ChoiceField(
        label="How does the money come?",
        choices=[("bid", "A bid"), ("offer", "A direct offer"), ("continuation", "A continuation")],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label="Units", choices=[("cyber", "Cyber crime"), ("fraud", "Fraud")], widget=forms.CheckboxSelectMultiple
    )
    fund = forms.ChoiceField(label="Fund", choices=[("", ""), ("ptf", "Police Transformation Fund")])
    sure = forms.BooleanField(label="I confirm that I have taken advice", help_text="Legal advice was sought.")
    advice = forms.CharField(label="Advice", widget=CountedTextarea(attrs={"rows": 5}), max_length=200)
    paper = forms.FileField(label="Paper", help_text="A PDF, Word or text file")


class RowForm(forms.Form):
    """One row of a formset."""

    year = forms.CharField(label="Financial year", widget=forms.TextInput(attrs={"data-width": "5"}))


def bound_form() -> GalleryForm:
    """The form as it comes back with errors."""
    return GalleryForm(
        {"title": "", "amount": "250,000", "signed_on_day": "31", "signed_on_month": "2", "signed_on_year": "2018"}
    )


def bound_rows() -> Any:
    """A formset whose second row has an error."""
    data = {"row-TOTAL_FORMS": "2", "row-INITIAL_FORMS": "2", "row-0-year": "2018/19", "row-1-year": ""}
    return forms.formset_factory(RowForm)(data, prefix="row")


def _cell(text: str, label: str = "", numeric: bool = True) -> dict[str, str]:
    return {"text": text, "label": label, "format": "numeric" if numeric else ""}


def samples() -> dict[str, Any]:
    """What each block of the gallery is given."""
    day = date(2018, 12, 17)
    return {
        "long_title": LONG_TITLE,
        "title_notes": ["corrected", "deferred"],
        "trail": [{"text": "Decisions", "href": "#"}, {"text": "PCD 510"}],
        "day": day,
        "moment": datetime(2026, 3, 4, 10, 30, tzinfo=UTC),
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "interest_words": "I confirm that I have considered whether I have any personal interest in this matter.",
        "key_rows": [
            {"key": "Reference code", "value": "PCD 510"},
            {"key": "Date signed", "value": "17 December 2018"},
            {"key": "Decision by", "value": "Deputy Mayor for Policing and Crime"},
            {"key": "Funder", "value": ""},
        ],
        "recommendations": [
            {
                "text": "Accept an offer of grant money from the Home Office for an online investigation team.",
                "action": "Accept an offer",
                "amount": Decimal(500000),
                "up_to": True,
                "power": "Scheme of Delegation, paragraph 4.8",
            },
            {"text": "Bid to the Innovation Fund.", "action": "Approve a bid", "amount": Decimal(120000)},
            {"text": "Note the report."},
        ],
        "sections": [
            {
                "number": 1,
                "title": "Introduction and background",
                "id": "introduction",
                "paragraphs": [
                    {"number": "1.1", "text": "The Home Office gives money for an investigation team. " * 4},
                    {"number": "1.2", "text": "The force gives an account of it every month."},
                    {"number": "", "text": "A paragraph that has no number in the original."},
                ],
            }
        ],
        "money_columns": ["Additional ROCU funding", "Police Transformation Fund"],
        "money_rows": [
            {"year": "2018/19", "amounts": [Decimal(250000), Decimal(120000)]},
            {"year": "2019/20", "amounts": [Decimal(250000), None]},
            {"year": "2020/21", "amounts": [Decimal(250000), Decimal(0)], "note": "from PCD 815"},
        ],
        "money_totals": [Decimal(750000), Decimal(120000)],
        "thread": [
            {
                "on": day,
                "reference": "PCD 510",
                "title": "Online crime capability",
                "href": "#",
                "amount": Decimal(620000),
                "status": "approved",
                "current": True,
            },
            {
                "reference": "PCD 815",
                "title": "Online crime capability, third year",
                "href": "#",
                "kind": "Continues PCD 510",
                "amount": Decimal(250000),
                "text": "More money for the same work; the earlier decision still stands.",
            },
            {"when": "Expected in 2026", "title": "Outcome of the bid", "planned": True},
        ],
        "proof_rows": [
            {"key": "Sealed", "value": "4 March 2026 at 10:30am"},
            {"key": "Signatures", "value": "Chief Executive; Deputy Mayor"},
        ],
        "proof_links": [{"text": "Check it yourself", "href": "#"}],
        "chips": [{"text": "2018/19", "href": "#"}, {"text": "Home Office", "href": "#"}],
        "facets": [
            {
                "title": "Financial year",
                "open": True,
                "items": [
                    {"text": "2018/19", "href": "#", "count": "12", "current": True},
                    {"text": "2019/20", "href": "#", "count": "1,000+"},
                ],
            },
            {"title": "Funder", "items": [{"text": "Home Office", "href": "#", "count": "7"}]},
        ],
        "decisions": [
            {
                "reference": "PCD 510",
                "title": LONG_TITLE,
                "href": "#",
                "amount": Decimal(620000),
                "signed_on": day,
                "decided_by": "Deputy Mayor for Policing and Crime",
                "notes": ["in force"],
            },
            {"reference": "PCD 815", "title": "Online crime, third year", "href": "#", "undated": True},
            {
                "reference": "",
                "title": "A paper that waits",
                "href": "#",
                "status": "submitted",
                "due_on": day,
                "overdue": True,
            },
        ],
        "next_page": {"href": "#", "text": "Older decisions"},
        "page_items": [{"number": 1, "href": "#"}, {"number": 2, "href": "#", "current": True}, {"ellipsis": True}],
        "tiles": [
            {"figure": "1,604", "label": "decisions published"},
            {"figure": "£12.4m", "label": "approved in 2018/19", "href": "#"},
            {"figure": "9 days", "label": "from signing to publication, median"},
        ],
        "cards": [
            {"title": "Follow the money", "href": "#", "text": "See a grant across every decision about it."},
            {"title": "Verify a paper", "href": "#", "text": "Check that a file is what was published."},
            {"title": "Take the data", "href": "#", "text": "Download every decision, or read it by program."},
        ],
        "steps": [
            {"text": "Written", "state": "done", "note": "Fatima Noor"},
            {"text": "Checked", "state": "done", "note": "Dev Rao"},
            {"text": "Endorsed", "state": "now", "note": "waits for Clare Whitfield"},
            {"text": "Approved"},
            {"text": "Published"},
        ],
        "statuses": ["draft", "submitted", "checked", "endorsed", "approved", "refused", "withdrawn", "deferred"],
        "tasks": [
            {"title": "Title and summary", "href": "#", "status": "Done"},
            {"title": "Recommendations", "href": "#", "tag": "In progress", "colour": "turquoise", "hint": "2 so far"},
            {"title": "Financial comments", "href": "#", "tag": "Not started", "colour": "blue"},
            {"title": "Submit", "status": "Cannot start yet", "cannot_start": True},
        ],
        "problems": [
            {
                "severity": "blocks",
                "sentence": "The recommendations add up to £620,000, the tranches to £500,000.",
                "where": "Financial comments",
                "href": "#",
            },
            {
                "severity": "warns",
                "sentence": "One fund has two names in this paper.",
                "where": "Paragraph 1.3",
                "reason": "The funder uses both.",
                "reason_by": "Dev Rao",
            },
            {"severity": "informs", "sentence": "PCD 815 continues this decision."},
        ],
        "pieces": [
            {"kind": "same", "text": "The unit will cost "},
            {"kind": "removed", "text": "£200,000"},
            {"kind": "added", "text": "£250,000"},
            {"kind": "same", "text": " in 2018/19."},
        ],
        "lines": [
            {"number": 1, "text": "DMPC Decision – PCD 510", "state": "placed", "as": "Reference"},
            {"number": 2, "text": "Skip to content", "state": ""},
            {"number": 3, "text": "A line that nobody understood", "state": "unplaced"},
        ],
        "table_head": [
            {"text": "Financial year"},
            {"text": "Bid", "format": "numeric"},
            {"text": "Offered", "format": "numeric"},
            {"text": "Accepted", "format": "numeric"},
        ],
        "table_rows": [
            [_cell("2018/19"), _cell("£120,000", "Bid"), _cell("£250,000", "Offered"), _cell("£250,000", "Accepted")],
            [_cell("2019/20"), _cell("", "Bid"), _cell("£250,000", "Offered"), _cell("", "Accepted")],
        ],
        "table_total": [
            _cell("Total"),
            _cell("£120,000", "Bid"),
            _cell("£500,000", "Offered"),
            _cell("£250,000", "Accepted"),
        ],
        "action_rows": [
            {
                "key": "Title",
                "value": "Online crime",
                "actions": [{"text": "Change", "href": "#", "hidden": "title"}],
            }
        ],
        "card_actions": [{"text": "Open", "href": "#"}, {"text": "Withdraw", "href": "#"}],
        "tab_items": [
            {"label": "Form", "id": "tab-form", "text": "The form"},
            {"label": "Report", "id": "tab-report", "text": "The report"},
        ],
    }


class _Visitor:
    """Someone at the desk, as far as its header asks."""

    name = "Clare Whitfield"
    is_authenticated = True


def gallery_page(face: str, *, errors: bool = False) -> str:
    """The whole gallery page of a face, with a fresh form or one that came back with errors."""
    request = RequestFactory().get("/decisions/" if face == "register" else "/desk/decisions/")
    request.user = _Visitor()  # type: ignore[assignment]
    form = bound_form() if errors else GalleryForm(initial={"signed_on": date(2018, 12, 17)})
    rows = bound_rows() if errors else forms.formset_factory(RowForm)(prefix="row")
    page = {"base": BASES[face], "form": form, "formset": rows, "body_name": "Mayor’s Office for Policing and Crime"}
    with override_settings(ROOT_URLCONF="tests.components.urls"):
        return render_to_string(
            "components/gallery.html", {**samples(), **page, "trial": True, "closing": None}, request=request
        )


def draw(folder: str) -> None:
    """Write pictures of the gallery in both faces and at both widths."""
    from tests.components.browser import chromium, open_page

    with chromium() as browser:
        for face in BASES:
            for width in (1280, 320):
                page = open_page(browser, gallery_page(face, errors=width == 320), width=width)
                page.screenshot(path=f"{folder}/gallery-{face}-{width}.png", full_page=True)
                page.context.close()


if __name__ == "__main__":
    import os
    import sys

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    draw(sys.argv[1])
