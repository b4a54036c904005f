"""What people may type about a budget or a forecast by month."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from components.widgets import DateBoxes
from figures.dates import MONTHS
from figures.fields import DayField, MoneyField
from grants.models import Forecast, Tranche
from grants.month_figures import months_of


class ForecastForm(forms.Form):
    """One box for each month of the tranche's year; blank where nothing is said."""

    kind = forms.ChoiceField(
        choices=Forecast.Kind.choices,
        widget=forms.RadioSelect,
        label="What do the months say?",
        error_messages={"required": "Choose what the months say."},
    )
    made_on = DayField(
        label="Made on", widget=DateBoxes, error_messages={"required": "Enter the day on which it was made."}
    )
    note = forms.CharField(max_length=500, required=False, label="Note (optional)")

    def __init__(self, *args: Any, tranche: Tranche, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boxes: dict[str, date] = {}
        for month in months_of(tranche.year):
            name = f"month-{month:%Y-%m}"
            self.boxes[name] = month
            self.fields[name] = box = MoneyField(required=False, label=f"{MONTHS[month.month - 1]} {month.year}")
            box.widget.attrs["data-width"] = "10"
        self.order_fields(["kind", "made_on", *self.boxes, "note"])

    def months(self) -> dict[date, Decimal]:
        """The amounts by the month's first day; after `is_valid`."""
        amounts = {month: self.cleaned_data[name] for name, month in self.boxes.items()}
        return {month: amount for month, amount in amounts.items() if amount is not None}
