"""What people may type about awards of a draft."""

from datetime import date
from typing import Any

from django import forms

from awards.reading import HEADINGS, UnreadableTable, read_awards
from figures.fields import FinancialYearField, MoneyField
from figures.text import one_line, plain_text
from figures.years import FinancialYear
from grants.actions import Award
from grants.forms.onward import OnwardForm
from grants.forms.picking import CHOOSE
from grants.models import Direction, Grant
from grants.register_numbers import identifier_of

#: Faults of a table that a page shows; more are counted.
SHOWN = 20


def _programme() -> forms.CharField:
    return forms.CharField(
        max_length=180,
        label="Under which programme is it awarded?",
        help_text="The body’s own name for the awards, such as Violence prevention fund. It is published.",
        error_messages={"required": "Enter the programme."},
    )


def _power() -> forms.CharField:
    return forms.CharField(
        max_length=200, required=False, label="Power relied on (optional)", help_text="As the paper quotes it."
    )


class AwardForm(OnwardForm):
    """One award."""

    programme = _programme()
    power = _power()
    recipient = forms.CharField(
        max_length=200, label="Recipient", error_messages={"required": "Enter who receives the money."}
    )
    number = forms.CharField(
        max_length=60,
        required=False,
        label="Company or charity number (optional)",
        help_text="For example company 01234567 or charity 1153526.",
    )
    amount = MoneyField(label="Amount", error_messages={"required": "Enter the amount."})
    year = FinancialYearField(
        label="Financial year",
        help_text="For example 2026/27.",
        error_messages={"required": "Enter the financial year."},
    )
    purpose = forms.CharField(
        max_length=4000,
        label="Purpose",
        help_text="What the money is for. It is published.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter what the money is for."},
    )
    field_order = ("parent", "programme", "recipient", "number", "amount", "year", "purpose", "reason", "conditions")

    def __init__(self, data: Any = None, *, grants: list[int], day: date) -> None:
        initial = {"parent": grants[0] if grants else None, "year": FinancialYear.of(day), "assessed_on": day}
        super().__init__(data, initial=initial)
        self.fields["amount"].widget.attrs["data-width"] = "10"

    def clean_number(self) -> str:
        """The recipient's published identifier."""
        return _identifier(self.cleaned_data["number"])

    def awards(self) -> list[Award]:
        """The one award; after `is_valid`."""
        data = self.cleaned_data
        award = Award(
            recipient=one_line(data["recipient"]),
            identifier=data["number"],
            amount=data["amount"],
            year=data["year"],
            purpose=plain_text(data["purpose"]).strip(),
            facts=self.facts(),
        )
        return [award]


def _identifier(text: str) -> str:
    try:
        return identifier_of(text)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from None


class AwardTableForm(forms.Form):
    """Many awards out of one grant, pasted as a table."""

    parent = forms.ModelChoiceField(
        Grant.objects.filter(direction=Direction.RECEIVED),
        label="Out of which grant does the money come?",
        empty_label=CHOOSE,
        error_messages={"required": "Choose the grant that the money comes out of."},
    )
    programme = _programme()
    power = _power()
    table = forms.CharField(
        max_length=200_000,
        label="The awards",
        help_text="Copy the cells from a spreadsheet with their headings, a line for each award: "
        + ", ".join(HEADINGS)
        + ". Recipient, amount, year, purpose and reason are needed.",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Paste the table."},
    )

    def __init__(self, data: Any = None, *, grants: list[int], day: date) -> None:
        super().__init__(data, initial={"parent": grants[0] if grants else None, "table": "\t".join(HEADINGS) + "\n"})
        self._day = day
        self._awards: list[Award] = []

    def clean(self) -> dict[str, Any]:
        """Read the table; with one fault nothing of it is taken."""
        data = self.cleaned_data
        if data.get("parent") and data.get("table"):
            try:
                awards = read_awards(data["table"], data["parent"], self._day)
            except UnreadableTable:
                needed = ", ".join(name for name, must in HEADINGS.items() if must)
                self.add_error("table", f"The first line must hold the headings; these are needed: {needed}.")
                return data
            faults = awards.faults[:SHOWN]
            if len(awards.faults) > SHOWN:
                faults.append(f"There are {len(awards.faults) - SHOWN} more faults.")
            if not awards.awards and not faults:
                faults.append("There is no award below the headings.")
            for fault in faults:
                self.add_error("table", fault)
            self._awards = awards.awards
        return data

    def awards(self) -> list[Award]:
        """The awards of the table; after `is_valid`."""
        return self._awards
