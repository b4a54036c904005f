"""The short form of an officer's decision under delegation."""

from typing import Any

from django import forms

from components.widgets import DateBoxes
from delegated.record import DelegatedFacts
from figures.fields import DayField, MoneyField


class DelegatedForm(forms.Form):
    """What was decided, by whom, and under which delegation."""

    title = forms.CharField(
        label="What is the decision about?",
        min_length=3,
        max_length=300,
        help_text="It becomes public: nothing confidential, and no name of anybody who has not agreed.",
        error_messages={"required": "Say what the decision is about."},
    )
    decision = forms.CharField(
        label="What was decided",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        error_messages={"required": "Say what was decided."},
    )
    reasons = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10000,
        error_messages={"required": "Say why it was decided."},
    )
    amount = MoneyField(label="Amount in pounds (optional)", required=False)
    officer = forms.CharField(
        label="Name of the officer who decided",
        max_length=200,
        error_messages={"required": "Give the name of the officer who decided."},
    )
    post = forms.CharField(
        label="Their post", max_length=200, error_messages={"required": "Give the post of the officer."}
    )
    decided_on = DayField(
        label="Day of the decision", widget=DateBoxes, error_messages={"required": "Give the day of the decision."}
    )
    delegation = forms.CharField(
        label="Under which delegation",
        max_length=200,
        help_text="As the scheme words it, with its paragraph.",
        error_messages={"required": "Say under which delegation it was decided."},
    )
    given_by = forms.CharField(
        label="Decision that gave the delegation (optional)",
        max_length=200,
        required=False,
        help_text="Its reference. Without one, the page says that none is recorded.",
    )

    def facts(self) -> DelegatedFacts:
        """What was typed."""
        data: dict[str, Any] = self.cleaned_data
        return DelegatedFacts(**data)
