"""What was weighed, in rows: options, risks, and who is affected or was asked."""

from django import forms

from decisions.forms.shapes import long_text


def _title(label: str, hint: str, problem: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=300, error_messages={"required": problem})


class OptionForm(forms.Form):
    """A course that was weighed."""

    row_words = "Option"

    title = _title("Option", "In a few words, for example: do nothing.", "Name the option, or remove it.")
    text = long_text("What it would mean", rows=3)
    is_chosen = forms.BooleanField(label="It is the one recommended", required=False)
    answer = long_text("Why it is recommended, or set aside", rows=3)


class StakeholderForm(forms.Form):
    """Somebody who is affected or was asked."""

    row_words = "Name"

    title = _title("Who", "A body or a group of people, and no private person.", "Say who it is, or remove this row.")
    answer = long_text("What they said, or how they are affected", rows=3)


class RiskForm(forms.Form):
    """A risk of what is proposed."""

    row_words = "Risk"

    title = _title("Risk", "What could go wrong.", "Write what could go wrong, or remove this row.")
    answer = long_text("What is done about it", rows=3)
