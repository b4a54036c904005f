"""What people may choose about letters of what is due."""

from typing import Any

from django import forms

from grants.models import Often, Reminder


class ReminderForm(forms.Form):
    """How often a person is written to."""

    often = forms.ChoiceField(
        choices=Often.choices,
        widget=forms.RadioSelect,
        initial=Often.WEEKLY,
        label="How often shall we write to you?",
        help_text="On working mornings, of what is late, due within a week, or waits for your certificate.",
    )

    @staticmethod
    def initial_of(reminder: Reminder | None) -> dict[str, Any]:
        """What a person chose before."""
        return {"often": reminder.often} if reminder else {}
