"""The form of one item of the forward plan."""

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms

from accounts.stepup import StepUpForm
from book.actions.forward_plan import PlanItem
from book.models import Planned


class MonthField(forms.CharField):
    """A month as the browser's own field gives it and as people type it without one: 2027-03."""

    widget = forms.TextInput(attrs={"type": "month", "data-width": "10", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The first day of the month, or a ValidationError with a sentence."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return date.fromisoformat(f"{text.strip()}-01")
        except ValueError:
            raise forms.ValidationError("Enter a month such as 2027-03.") from None


class PlanForm(StepUpForm):
    """One expected decision, and a fresh proof of who publishes it: it is public at once."""

    field_order = (
        "title", "kind", "expected_on", "office", "state", "reference", "note", "password", "code", "passkey",
    )  # fmt: skip

    title = forms.CharField(
        label="What is to be decided?",
        min_length=3,
        max_length=300,
        error_messages={"required": "Say what is to be decided."},
        help_text="It is public at once: nothing confidential, and no name of anybody who has not agreed.",
    )
    kind = forms.ChoiceField(label="Kind", choices=Planned.Kind.choices, widget=forms.RadioSelect)
    expected_on = MonthField(
        label="Expected month",
        help_text="Year and month, such as 2027-03.",
        error_messages={"required": "Say in which month it is expected."},
    )
    office = forms.CharField(
        label="Who decides", min_length=2, max_length=200, error_messages={"required": "Say which office decides."}
    )
    state = forms.ChoiceField(
        label="What has become of it", choices=Planned.State.choices, initial="planned", widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label="Reference, if it was decided",
        max_length=60,
        required=False,
        help_text="Of a published decision. One that waits for its publication stays “planned”.",
    )
    note = forms.CharField(label="Note (needed if it was dropped: why)", max_length=500, required=False)

    def item(self) -> PlanItem:
        """What is published; after `is_valid`."""
        return PlanItem(**{field.name: self.cleaned_data[field.name] for field in fields(PlanItem)})
