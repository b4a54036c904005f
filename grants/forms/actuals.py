"""What people may type about money that came, went or was carried."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.stepup import StepUpForm
from components.widgets import DateBoxes
from figures.fields import DayField, SignedMoneyField
from grants.actions import ActualFacts
from grants.forms.picking import CHOOSE
from grants.models import Actual, Grant, Tranche


class ActualForm(forms.Form):
    """One entry of a tranche."""

    kind = forms.ChoiceField(
        choices=Actual.Kind.choices,
        widget=forms.RadioSelect,
        label="What happened to the money?",
        error_messages={"required": "Choose what happened to the money."},
    )
    tranche = forms.ModelChoiceField(
        Tranche.objects.none(),
        empty_label=CHOOSE,
        label="Year and fund",
        error_messages={"required": "Choose the year and fund."},
    )
    amount = SignedMoneyField(
        label="Amount",
        help_text="Pounds and pence. A credit note is negative: (125.50) or -125.50.",
        error_messages={"required": "Enter the amount."},
    )
    happened_on = DayField(
        label="Day",
        help_text="For spend, a day of the year that the cost belongs to. For example 31 3 2019.",
        widget=DateBoxes,
        error_messages={"required": "Enter the day."},
    )
    cost_category = forms.ChoiceField(
        choices=Actual.CostCategory.choices, required=False, label="Cost category (optional)"
    )
    unit = forms.CharField(
        max_length=200, required=False, label="Unit (optional)", help_text="The team or cost centre that spent it."
    )
    evidence = forms.CharField(
        max_length=500,
        required=False,
        label="Evidence (optional)",
        help_text="Where it can be checked: an invoice, a remittance, a ledger’s number.",
    )

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["tranche"]
        picker.queryset = grant.tranches.select_related("fund", "grant")
        picker.label_from_instance = lambda t: f"{t.year}, {t.fund.name}"
        self.fields["amount"].widget.attrs["data-width"] = "10"

    def facts(self) -> ActualFacts:
        """What the action takes; after `is_valid`."""
        names = ("tranche", "kind", "amount", "happened_on", "cost_category", "unit", "evidence")
        return ActualFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def suggested(address: Mapping[str, str]) -> dict[str, str]:
        """The initial values that a link brings in its address; what does not fit is only shown in its box."""
        names = {"tranche": "tranche", "kind": "kind", "amount": "amount", "day": "happened_on"}
        return {field: address[name].replace("\0", "")[:20] for name, field in names.items() if name in address}


class CorrectionForm(ActualForm):
    """The entry that stands in the place of a wrong one."""

    reason = forms.CharField(
        label="What was wrong?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what was wrong."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = "The right amount in pounds and pence; 0 takes the entry away."

    @staticmethod
    def initial_of(entry: Actual) -> dict[str, Any]:
        """The initial values: the entry as it is."""
        names = ("kind", "tranche", "amount", "happened_on", "cost_category", "unit", "evidence")
        return {name: getattr(entry, name) for name in names}


class ClosedCorrectionForm(StepUpForm, CorrectionForm):
    """A correction of a closed year, with a fresh proof of who makes it."""
