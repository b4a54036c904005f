"""What is typed on the pages about the service."""

from django import forms


class ClosingForm(forms.Form):
    """Who takes over, where, and why."""

    successor_name = forms.CharField(
        label="Who takes over",
        help_text="The body that answers for these decisions from then on, as its name is written.",
        max_length=200,
        error_messages={"required": "Name the successor."},
    )
    successor_address = forms.CharField(
        label="Its address on the web",
        help_text="Beginning with https://. Every public page will lead there.",
        max_length=300,
        error_messages={"required": "Enter the successor’s address on the web."},
    )
    reason = forms.CharField(
        label="Why the register is closed",
        help_text="Published on every page. For example, the Act that passes its functions on.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why the register is closed."},
    )
