"""The form by which the desk notes its answer to a request for an accessible format."""

from django import forms


class AnswerForm(forms.Form):
    """How a request was answered."""

    answer = forms.CharField(
        label="How was it answered?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write how the request was answered."},
        help_text="For example “Sent as a Word document on 3 March”. Name and email address are removed when you save.",
    )
