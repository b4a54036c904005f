"""The form by which the public tells of a mistake."""

from django import forms


class MistakeForm(forms.Form):
    """What is wrong, how somebody knows, and, if they wish, who they are."""

    wrong = forms.CharField(
        label="What is wrong?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what is wrong."},
        help_text="For example which figure, date or name, and what it should be.",
    )
    source = forms.CharField(
        label="How do you know? (optional)", max_length=500, required=False, help_text="For example another document."
    )
    email = forms.EmailField(
        label="Your email address (optional)",
        max_length=254,
        required=False,
        help_text="Only if you want an answer. It is removed once we have answered.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Your name (optional)",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    credited = forms.BooleanField(
        label="If it leads to a correction, name me in it",
        required=False,
        help_text="We name nobody who does not tick this.",
    )
