"""What people may type about an award to a partner."""

from typing import Any

from django import forms

from components.widgets import DateBoxes
from figures.fields import DayField
from grants.actions.onward import OnwardFacts
from grants.forms.picking import CHOOSE
from grants.models import Direction, Grant, Subsidy


class OnwardForm(forms.Form):
    """Out of which grant an award comes, why, on what conditions, and whether it is a subsidy."""

    parent = forms.ModelChoiceField(
        Grant.objects.filter(direction=Direction.RECEIVED),
        label="Out of which grant does the money come?",
        empty_label=CHOOSE,
        error_messages={"required": "Choose the grant that the money comes out of."},
    )
    reason = forms.CharField(
        max_length=4000,
        label="Why is it given?",
        help_text="It is published with the award.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the money is given."},
    )
    conditions = forms.CharField(
        max_length=4000,
        required=False,
        label="Conditions (optional)",
        help_text="What the recipient must keep to. They are published with the award.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    subsidy = forms.ChoiceField(
        choices=Subsidy.choices,
        widget=forms.RadioSelect,
        initial=Subsidy.NOT_ASSESSED,
        label="Is it a subsidy?",
        help_text="Under the Subsidy Control Act 2022. Most grants to charities are none.",
        error_messages={"required": "Choose whether it is a subsidy."},
    )
    subsidy_reason = forms.CharField(
        max_length=4000,
        required=False,
        label="Why is it one, or none?",
        help_text="Needed once it is assessed. It is published with the award.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    assessed_on = DayField(required=False, label="When was it assessed?", widget=DateBoxes)

    def clean(self) -> dict[str, Any]:
        """What is assessed has a reason and a day."""
        data = self.cleaned_data
        if data.get("subsidy") in (Subsidy.YES, Subsidy.NO):
            if not data.get("subsidy_reason"):
                self.add_error("subsidy_reason", "Say why the award is a subsidy, or why it is none.")
            if "assessed_on" not in self.errors and not data.get("assessed_on"):
                self.add_error("assessed_on", "Enter the day on which it was assessed.")
        return data

    def facts(self) -> OnwardFacts:
        """What the action takes; after `is_valid`."""
        names = ("parent", "reason", "conditions", "subsidy", "subsidy_reason", "assessed_on")
        return OnwardFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def initial_of(grant: Grant) -> dict[str, Any]:
        """The initial values of an award that is known."""
        onward = getattr(grant, "onward", None)
        if onward is None:
            return {}
        names = ("reason", "conditions", "subsidy", "subsidy_reason", "assessed_on")
        return {"parent": onward.parent_id} | {name: getattr(onward, name) for name in names}
