"""The public form for reporting a mistake."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MistakeForm(forms.Form):
    """What is wrong, how somebody knows, and, if they wish, who they are."""

    wrong = forms.CharField(
        label=_("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what is wrong.")},
        help_text=_("For example which figure, date or name, and what it should be."),
    )
    source = forms.CharField(
        label=_("How do you know? (optional)"),
        max_length=500,
        required=False,
        help_text=_("For example another document."),
    )
    email = forms.EmailField(
        label=_("Your email address (optional)"),
        max_length=254,
        required=False,
        help_text=_("Only if you want an answer. It is removed once we have answered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    credited = forms.BooleanField(
        label=_("If it leads to a correction, name me in it"),
        required=False,
        help_text=_("We name nobody who does not tick this."),
    )
