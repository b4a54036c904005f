"""What became of a bid that a decision approved."""

from decimal import Decimal
from typing import Any

from django import forms

from decisions.forms.shapes import day, long_text
from figures.fields import MoneyField
from figures.money import format_money
from grants.actions import BID_RESULTS
from grants.models import Grant


class BidForm(forms.Form):
    """The answer to a bid: what it came to, when, and what was awarded in each year."""

    result = forms.ChoiceField(
        label="Was the bid sent, or what became of it?",
        choices=[(result.value, result.label) for result in BID_RESULTS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the bid."},
    )
    happened_on = day(
        "When it was sent, or when the answer came",
        missing="Enter the day on which it was sent, or on which the answer came.",
    )
    note = long_text("Note (optional)", "Kept with the grant. It is not published.", rows=2)

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tranche in grant.tranches.select_related("fund"):
            self.fields[f"offered-{tranche.pk}"] = field = MoneyField(
                required=False,
                label=f"Awarded for {tranche.year}, {tranche.fund.name}",
                help_text=f"Bid {format_money(tranche.bid)}." if tranche.bid is not None else "",
            )
            field.widget.attrs["data-width"] = "10"

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        data = self.cleaned_data
        awarded: dict[int, Decimal | None] = {
            int(name.partition("-")[2]): value for name, value in data.items() if name.startswith("offered-")
        }
        return {name: data[name] for name in ("result", "happened_on", "note")} | {"offered": awarded}
