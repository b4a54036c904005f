"""What people may type about conditions and restrictions of an agreement."""

from django import forms

from components.widgets import DateBoxes
from figures.fields import DayField
from grants.models import AgreementTerm


class TermForm(forms.Form):
    """A condition or a restriction."""

    kind = forms.ChoiceField(
        choices=[
            (AgreementTerm.Kind.CONDITION, "Condition: money is repaid if it is not met"),
            (AgreementTerm.Kind.RESTRICTION, "Restriction: what the money may be used for"),
        ],
        widget=forms.RadioSelect,
        label="Is it a condition or a restriction?",
        error_messages={"required": "Choose whether it is a condition or a restriction."},
    )
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        label="What it says",
        help_text="In the agreement’s words, with the number of its clause.",
        error_messages={"required": "Enter what the agreement says."},
    )
    due_on = DayField(label="By which day? (optional)", widget=DateBoxes, required=False)


class TermMetForm(forms.Form):
    """That a term was met."""

    met_on = DayField(
        label="On which day was it met?",
        widget=DateBoxes,
        error_messages={"required": "Enter the day on which it was met."},
    )
    evidence = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        label="By what is that seen?",
        help_text="For example a letter with its date, and where it is kept.",
        error_messages={"required": "Enter by what it is seen that it was met."},
    )
