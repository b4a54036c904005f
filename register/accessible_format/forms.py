"""The public form for asking for a paper in an accessible format."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from book.models.format_requests import FORMATS
from profiles import current

_EXAMPLE = current().references.example


class AskForm(forms.Form):
    """What somebody needs, and where the answer goes."""

    about = forms.CharField(
        label=_("Which document?"),
        max_length=300,
        error_messages={
            "required": format_lazy(_("Enter which document you need, for example {example}."), example=_EXAMPLE)
        },
        help_text=format_lazy(
            _("A reference such as {example}, or the title or address of the page."), example=_EXAMPLE
        ),
    )
    wanted = forms.ChoiceField(
        label=_("Which format do you need?"),
        choices=[(value, _(str(label))) for value, label in FORMATS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which format you need.")},
    )
    details = forms.CharField(
        label=_("Tell us more (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For example the size of print, or which part of the document you need. "
            "Leave out anything private about you that we do not need."
        ),
    )
    technology = forms.CharField(
        label=_("Which assistive technology do you use? (optional)"),
        max_length=200,
        required=False,
        help_text=_("For example a screen reader. It helps us to send something that works."),
    )
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("We use it only to answer you."),
        error_messages={"required": _("Enter your email address, so that we can answer you.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
