"""What people may type about tables that funders publish."""

from typing import Any

from django import forms

from components.widgets import DateBoxes
from figures.fields import DayField, FinancialYearField
from figures.text import one_line
from grants.models import Fund, Organisation, OutsideFigure, OutsideRuling, OutsideSource
from outside_figures.actions import SourceFacts
from outside_figures.reading import TableColumns


class OutsideSourceForm(forms.Form):
    """A published table, with the headings of its columns."""

    title = forms.CharField(
        max_length=300,
        label="What is the table called?",
        help_text="For example: Serious violence funding allocations 2023 to 2024.",
        error_messages={"required": "Enter what the table is called."},
    )
    funder = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Who published it?",
        empty_label="Choose from the list",
        error_messages={"required": "Choose who published it."},
    )
    published_on = DayField(
        label="When was it published?",
        widget=DateBoxes,
        error_messages={"required": "Enter the day on which it was published."},
    )
    address = forms.CharField(max_length=500, required=False, label="Its address on the web (optional)")
    kind = forms.ChoiceField(
        choices=OutsideSource.Kind.choices,
        label="What are its amounts?",
        initial=OutsideSource.Kind.OFFERED,
        help_text="They are set beside the same kind of ours, and never beside another.",
    )
    upload = forms.FileField(
        label="File (CSV or XLSX)", error_messages={"required": "Choose the file.", "empty": "The file is empty."}
    )
    recipients = forms.CharField(
        max_length=500,
        label="Under which names does it list us?",
        help_text="A line each, as the table writes them. Its other lines are counted and passed over.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter the name under which the table lists us."},
    )
    recipient = forms.CharField(
        max_length=200,
        label="Heading of the recipient",
        error_messages={"required": "Enter the heading of the recipient."},
    )
    amount = forms.CharField(
        max_length=200, label="Heading of the amount", error_messages={"required": "Enter the heading of the amount."}
    )
    fund = forms.CharField(max_length=200, required=False, label="Heading of the fund (optional)")
    whole_fund = forms.CharField(max_length=200, required=False, label="Or: the fund of the whole table")
    year = forms.CharField(max_length=200, required=False, label="Heading of the financial year (optional)")
    whole_year = FinancialYearField(required=False, label="Or: the financial year of the whole table")

    def clean(self) -> dict[str, Any]:
        """Fund and year stand either in a column or over the whole table."""
        for column, whole, word in (("fund", "whole_fund", "fund"), ("year", "whole_year", "financial year")):
            if whole not in self.errors and bool(self.cleaned_data.get(column)) == bool(self.cleaned_data.get(whole)):
                self.add_error(
                    column, f"Enter the heading of the {word}, or the {word} of the whole table: one of both."
                )
        return self.cleaned_data

    def facts(self) -> SourceFacts:
        """What the action takes; after `is_valid`."""
        data = self.cleaned_data
        columns = TableColumns(
            recipient=data["recipient"],
            amount=data["amount"],
            fund=data["fund"],
            year=data["year"],
            whole_fund=one_line(data["whole_fund"]),
            whole_year=data["whole_year"],
        )
        return SourceFacts(
            title=data["title"],
            funder=data["funder"],
            published_on=data["published_on"],
            address=data["address"],
            kind=data["kind"],
            recipients=[line for line in data["recipients"].splitlines() if line.strip()],
            columns=columns,
            file_name=str(data["upload"].name),
            data=data["upload"].read(),
        )


class OutsideRulingForm(forms.Form):
    """What a person says of a published figure beside ours."""

    ruling = forms.ChoiceField(
        choices=OutsideRuling.Ruling.choices,
        widget=forms.RadioSelect,
        label="How do the two figures stand to each other?",
        error_messages={"required": "Choose how the two figures stand to each other."},
    )
    reason = forms.CharField(
        max_length=4000,
        label="Why?",
        help_text="For example what the figures each count, and where that can be seen.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )

    def __init__(self, *args: Any, figure: OutsideFigure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"] = forms.ModelChoiceField(
            Fund.objects.filter(funder=figure.source.funder_id).order_by("name"),
            required=False,
            label="Which of our funds is meant? (optional)",
            help_text="Only where the table names the fund otherwise than we do.",
            empty_label="As it is named in the table",
        )
