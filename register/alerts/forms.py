"""The forms by which the public follows something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from book.models.alerts import Alert

OFTEN = [(value, _(str(label))) for value, label in Alert.Often.choices]


class FollowForm(forms.Form):
    """Where letters go, and how often."""

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("We use it for these alerts alone, and erase it when you leave."),
        error_messages={"required": _("Enter your email address, so that we can write to you.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    often = forms.ChoiceField(
        label=_("How often do you want a letter?"),
        choices=OFTEN,
        initial=Alert.Often.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you want a letter.")},
    )


class ChangeForm(forms.Form):
    """One alert: how often, or no longer."""

    number = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    often = forms.ChoiceField(choices=[*OFTEN, ("", _("No longer"))], required=False)
