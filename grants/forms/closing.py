"""What people may type at the end of a grant's year."""

from django import forms

from accounts.stepup import StepUpForm
from grants.models import ClosingTick


class TickForm(forms.Form):
    """A line of the checklist that is done."""

    item = forms.ChoiceField(choices=ClosingTick.Item.choices)
    note = forms.CharField(max_length=500, required=False, label="Note (optional)")


class CloseForm(StepUpForm):
    """Close the year, with a fresh proof of who closes it."""

    note = forms.CharField(
        required=False,
        max_length=2000,
        label="Why the year is closed with lines that are not ticked off",
        help_text="Leave it blank where every line is.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
