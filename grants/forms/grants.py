"""What people may type about a grant."""

from typing import Any

from django import forms

from grants.actions import GrantFacts
from grants.forms.picking import CHOOSE, picked_or_new
from grants.models import CarryOver, Direction, Grant, Organisation, Route


class GrantForm(forms.Form):
    """What a grant is."""

    title = forms.CharField(
        max_length=300,
        label="Title of the grant",
        help_text="As the funder calls it, or in your own words.",
        error_messages={"required": "Enter the title of the grant."},
    )
    purpose = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        label="Purpose",
        help_text="What the money is for, in one or two sentences. This is published.",
        error_messages={"required": "Enter what the money is for."},
    )
    direction = forms.ChoiceField(
        choices=Direction.choices,
        widget=forms.RadioSelect,
        label="Is the grant received or made?",
        error_messages={"required": "Choose whether the grant is received or made."},
    )
    funder = forms.ModelChoiceField(
        Organisation.objects.all(),
        required=False,
        empty_label=CHOOSE,
        label="Funder",
        help_text="Who gives the money.",
    )
    new_funder = forms.CharField(max_length=200, required=False, label="Or a funder that is not on the list")
    recipient = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, empty_label=CHOOSE, label="Recipient", help_text="Who receives it."
    )
    new_recipient = forms.CharField(max_length=200, required=False, label="Or a recipient that is not on the list")
    recipient_unit = forms.CharField(
        max_length=200,
        required=False,
        label="Recipient’s unit (optional)",
        help_text="The part of the organisation that does the work, for example Cyber Crime Unit.",
    )
    route = forms.ChoiceField(
        choices=Route.choices,
        widget=forms.RadioSelect,
        label="How does it come about?",
        error_messages={"required": "Choose how the grant comes about."},
    )
    carry_over = forms.ChoiceField(
        choices=CarryOver.choices,
        widget=forms.RadioSelect,
        label="What happens to money that is not spent in its year?",
        initial=CarryOver.NOT_STATED,
        error_messages={"required": "Choose what happens to money that is not spent in its year."},
    )

    def clean(self) -> dict[str, Any]:
        """Take the organisation picked or the name of a new one; the two must differ."""
        data = self.cleaned_data
        data["funder"] = picked_or_new(self, "funder", "new_funder", "the funder")
        data["recipient"] = picked_or_new(self, "recipient", "new_recipient", "the recipient")
        names = [str(data[side]).casefold() for side in ("funder", "recipient")]
        if names[0] and names[0] == names[1]:
            self.add_error("recipient", "The funder and the recipient must be different organisations.")
        return data

    def facts(self) -> GrantFacts:
        """What the action takes; after `is_valid`."""
        names = ("title", "purpose", "funder", "recipient", "recipient_unit", "direction", "route", "carry_over")
        return GrantFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def initial_of(grant: Grant) -> dict[str, Any]:
        """The initial values of a grant that exists."""
        names = ("title", "purpose", "funder", "recipient", "recipient_unit", "direction", "route", "carry_over")
        return {name: getattr(grant, name) for name in names}
