"""The form by which the public asks."""

from profile import current

from django import forms

from book.models.format_requests import FORMATS

_EXAMPLE = current().references.example


class AskForm(forms.Form):
    """What somebody needs, and where the answer goes."""

    about = forms.CharField(
        label="Which document?",
        max_length=300,
        error_messages={"required": f"Enter which document you need, for example {_EXAMPLE}."},
        help_text=f"A reference such as {_EXAMPLE}, or the title or address of the page.",
    )
    wanted = forms.ChoiceField(
        label="Which format do you need?",
        choices=FORMATS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which format you need."},
    )
    details = forms.CharField(
        label="Tell us more (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example the size of print, or which part of the document you need. "
        "Leave out anything private about you that we do not need.",
    )
    technology = forms.CharField(
        label="Which assistive technology do you use? (optional)",
        max_length=200,
        required=False,
        help_text="For example a screen reader. It helps us to send something that works.",
    )
    name = forms.CharField(
        label="Your name (optional)",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text="We use it only to answer you.",
        error_messages={"required": "Enter your email address, so that we can answer you."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
