"""What people may type about a grant's agreement."""

from typing import Any

from django import forms

from components.widgets import DateBoxes
from figures.fields import DayField, MoneyField
from grants.actions.agreements import AgreementFacts
from grants.models import Agreement, CarryOver, CostCategory, NonWorkingDays
from grants.timetables import TIMETABLES


def _day(label: str, hint: str = "", *, required: str = "") -> DayField:
    """A day in three boxes; `required` is the sentence for one left out."""
    errors = {"required": required} if required else {}
    return DayField(label=label, help_text=hint, widget=DateBoxes, required=bool(required), error_messages=errors)


class AgreementForm(forms.Form):
    """A version of an agreement."""

    sent_on = _day("When was it sent or received? (optional)")
    accepted_on = _day("When was it accepted? (optional)", "The day of the last signature, for example 4 3 2019.")
    accepted_by = forms.CharField(
        max_length=200, required=False, label="Who accepted it? (optional)", help_text="Name and office."
    )
    begins_on = _day(
        "From which day does it count?",
        "What is owed for periods that end before this day stays as it is.",
        required="Enter the day from which this version counts.",
    )
    timetables = forms.MultipleChoiceField(
        choices=[(key, f"{table.label}. {table.hint}") for key, table in TIMETABLES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="What is owed to the funder?",
        help_text="Each is made due for every financial year of the grant’s money.",
    )
    days_after = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=365,
        label="Days after the end of each period (optional)",
        help_text="Only if the agreement says another number of days than the timetables above.",
    )
    non_working_days = forms.ChoiceField(
        choices=NonWorkingDays.choices,
        widget=forms.RadioSelect,
        initial=NonWorkingDays.AS_PRINTED,
        label="When a due day is no working day",
        error_messages={"required": "Choose what counts when a due day is no working day."},
    )
    carry_over = forms.ChoiceField(
        choices=CarryOver.choices,
        widget=forms.RadioSelect,
        initial=CarryOver.NOT_STATED,
        label="What happens to money that is not spent in its year?",
        error_messages={"required": "Choose what happens to money that is not spent in its year."},
    )
    consent_on = _day("When did the funder consent to carry over? (optional)")
    consent = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
        label="What the consent says, and where it is (optional)",
    )
    match_percentage = forms.DecimalField(
        required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        label="Match funding in per cent (optional)",
    )  # fmt: skip
    kept_at = forms.CharField(
        max_length=300,
        required=False,
        label="Where the document is kept (optional)",
        help_text="A file plan reference.",
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False, label="Note (optional)"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in CostCategory:
            self.fields[f"cost_{category}"] = field = MoneyField(required=False, label=f"{category.label} (optional)")
            field.widget.attrs["data-width"] = "10"
        self.fields["days_after"].widget.attrs["data-width"] = "3"
        self.fields["match_percentage"].widget.attrs["data-width"] = "5"

    def costs(self) -> list[forms.BoundField]:
        """The boxes of the categories of cost."""
        return [self[f"cost_{category}"] for category in CostCategory]

    def facts(self) -> AgreementFacts:
        """What the action takes; after `is_valid`."""
        data = dict(self.cleaned_data)
        costs = {category: data.pop(f"cost_{category}") for category in CostCategory}
        data["timetables"] = tuple(data["timetables"])
        return AgreementFacts(**data, costs={key: amount for key, amount in costs.items() if amount is not None})

    @staticmethod
    def initial_of(agreement: Agreement | None) -> dict[str, Any]:
        """What the newest version says, as a start for the next."""
        if agreement is None:
            return {}
        names = ("timetables", "days_after", "non_working_days", "carry_over", "match_percentage", "kept_at")
        costs = {f"cost_{cost.category}": cost.amount for cost in agreement.costs.all()}
        return {name: getattr(agreement, name) for name in names} | costs
