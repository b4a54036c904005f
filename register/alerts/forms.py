"""The forms by which the public follows something."""

from django import forms

from book.models.alerts import Alert


class FollowForm(forms.Form):
    """Where letters go, and how often."""

    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text="We use it for these alerts alone, and erase it when you leave.",
        error_messages={"required": "Enter your email address, so that we can write to you."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    often = forms.ChoiceField(
        label="How often do you want a letter?",
        choices=Alert.Often.choices,
        initial=Alert.Often.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often you want a letter."},
    )


class ChangeForm(forms.Form):
    """One alert: how often, or no longer."""

    number = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    often = forms.ChoiceField(choices=[*Alert.Often.choices, ("", "No longer")], required=False)
