"""The answer to a mistake that somebody told of."""

from django import forms


class MistakeAnswerForm(forms.Form):
    """What was found about a mistake that somebody told of."""

    is_right = forms.TypedChoiceField(
        label="Is it a mistake?",
        choices=[("yes", "Yes: the decision is to be corrected"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is a mistake."},
    )
    answer = forms.CharField(
        label="Your answer",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you found."},
        help_text="It is sent to the address that was left, if one was, which is then removed.",
    )
