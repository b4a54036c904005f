"""What people may type about what was spent."""

from typing import Any

from django import forms

from components.widgets import DateBoxes
from figures.dates import format_date
from figures.fields import DayField, MoneyField
from figures.money import format_money
from grants.forms.picking import CHOOSE
from grants.models import Grant, Tranche


class SpendForm(forms.Form):
    """What was spent of one year's money, up to a day."""

    tranche = forms.ModelChoiceField(
        Tranche.objects.none(),
        empty_label=CHOOSE,
        label="Year and fund",
        error_messages={"required": "Choose the year and fund."},
    )
    spent = MoneyField(
        label="Spent so far in this year",
        help_text="All that has been spent of this year’s money, not only since the last return.",
        error_messages={"required": "Enter what has been spent; 0 if nothing has."},
    )
    until_on = DayField(
        label="Spent up to",
        help_text="For example 31 3 2019.",
        widget=DateBoxes,
        error_messages={"required": "Enter the day up to which the money has been spent."},
    )
    note = forms.CharField(max_length=500, required=False, label="Note (optional)")

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["tranche"]
        picker.queryset = grant.tranches.select_related("fund")
        picker.label_from_instance = lambda t: f"{t.year}, {t.fund.name}"
        self.fields["spent"].widget.attrs["data-width"] = "10"

    def sentence(self) -> str:
        """What was saved, in words; after `is_valid`."""
        data = self.cleaned_data
        return f"{format_money(data['spent'])} of {data['tranche']} up to {format_date(data['until_on'])}"
