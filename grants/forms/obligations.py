"""What people may type about what is owed to a funder."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.stepup import StepUpForm
from components.widgets import DateBoxes
from figures.fields import DayField, FinancialYearField, MoneyField
from grants.actions.obligations import StepFacts
from grants.models import Obligation
from grants.models.obligations import Kind
from grants.obligation_steps import step_of
from grants.timetables import KINDS


class ObligationForm(forms.Form):
    """Something owed that no timetable makes."""

    kind = forms.ChoiceField(
        choices=Kind.choices,
        widget=forms.RadioSelect,
        label="What is owed?",
        error_messages={"required": "Choose what is owed."},
    )
    year = FinancialYearField(required=False, label="Financial year (optional)", help_text="For example 2018/19.")
    due_on = DayField(
        label="By which day?", widget=DateBoxes, error_messages={"required": "Enter the day on which it is due."}
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False, label="Note (optional)"
    )

    @staticmethod
    def suggested(address: Mapping[str, str]) -> dict[str, str]:
        """The initial values that a link brings in its address; what does not fit is only shown in its box."""
        return {name: address[name].replace("\0", "")[:20] for name in ("kind", "year") if name in address}


class ObligationStepForm(forms.Form):
    """What is written with a step: which boxes there are is said by the table of steps."""

    happened_on = DayField(
        label="On which day did it happen?",
        help_text="Today, if you leave it as it is.",
        widget=DateBoxes,
        error_messages={"required": "Enter the day on which it happened."},
    )

    def __init__(self, *args: Any, obligation: Obligation, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = step_of(step, obligation)
        label = row.amount_label or KINDS[Kind(obligation.kind)].amount
        if row.amount != "no" and label:
            self.fields["amount"] = self._money(label, required=row.amount == "required")
        if row.forecast != "no" and KINDS[Kind(obligation.kind)].certified and obligation.period_to:
            hint = "What you expect to be spent by 31 March. Less than was accepted makes an underspend notice due."
            self.fields["forecast"] = self._money("Forecast for the whole year", required=False, hint=hint)
        self.fields["note"] = forms.CharField(
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=4000,
            required=row.note == "required",
            label=row.note_label + ("" if row.note == "required" else " (optional)"),
            error_messages={"required": f"{row.note_label}: write it down, so that it is known later."},
        )

    @staticmethod
    def _money(label: str, *, required: bool, hint: str = "") -> MoneyField:
        words = label if required else f"{label} (optional)"
        errors = {"required": "Enter the amount; 0 if it is nil."}
        field = MoneyField(label=words, required=required, help_text=hint, error_messages=errors)
        field.widget.attrs["data-width"] = "10"
        return field

    def facts(self) -> StepFacts:
        """What the action takes; after `is_valid`."""
        names = ("happened_on", "amount", "forecast", "note")
        return StepFacts(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class ConfirmedStepForm(StepUpForm, ObligationStepForm):
    """A step that is taken with a fresh proof of who takes it."""
