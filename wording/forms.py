"""The form's words: a standing text, a power that recommendations can rely on, and the end of one."""

from django import forms

from accounts.stepup import StepUpForm
from decisions.forms.shapes import day, line, long_text
from decisions.models.content import Action


class StandingTextForm(StepUpForm):
    """New words for one of the form's standing texts."""

    heading = line("Heading")
    text = long_text("Text", rows=8, required=True, error_messages={"required": "Write the text."})
    from_on = day(
        "In force from",
        "Papers submitted from this day on carry the new words.",
        missing="Enter the day from which the text is in force.",
    )

    field_order = ("heading", "text", "from_on", "password", "code", "passkey")


class PowerForm(StepUpForm):
    """A power that recommendations of a kind can rely on."""

    action = forms.ChoiceField(
        label="For recommendations that ask to",
        choices=Action.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of recommendation."},
    )
    citation = forms.CharField(
        label="Where the power stands",
        help_text="As it is to be printed, for example: Scheme of Delegation and Consent, paragraph 4.8.",
        max_length=200,
        error_messages={"required": "Write where the power stands."},
    )
    from_on = day("In force from", missing="Enter the first day.")
    until_on = day("Until", "Leave empty if it has no end yet.")

    field_order = ("action", "citation", "from_on", "until_on", "password", "code", "passkey")


class PowerEndForm(StepUpForm):
    """The last day of a power."""

    until_on = day(
        "Last day",
        "Papers submitted after this day cannot rely on the power.",
        missing="Enter the last day of the power.",
    )

    field_order = ("until_on", "password", "code", "passkey")
