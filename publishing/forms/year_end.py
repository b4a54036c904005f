"""Publish the end of a grant's financial year: the figures come from the closed year, the sentence from a person."""

from typing import Any

from django import forms

from accounts.stepup import StepUpForm
from decisions.forms.shapes import long_text
from figures.dates import london_day
from grants.models import ClosedYear
from publishing.year_ends import amounts_of, sentence_of


class YearEndForm(StepUpForm):
    """Which closed year, and a sentence; what was received, spent, returned and carried over is not typed again."""

    field_order = ("closed", "statement", "password", "code", "passkey")

    closed = forms.TypedChoiceField(
        label="Financial year",
        coerce=int,
        error_messages={"required": "Choose the financial year."},
    )
    statement = long_text(
        "In a sentence (optional)",
        "Published with what was received, spent, returned and carried over. Left empty, the sentence names the sums.",
        rows=2,
    )

    def __init__(self, *args: Any, years: list[ClosedYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = {year.pk: year for year in years}
        choices = [(pk, f"{year.grant.code}, {year.year}: {year.grant.title}") for pk, year in self.years.items()]
        picker: Any = self.fields["closed"]
        picker.choices = choices if len(choices) == 1 else [("", "Choose a year"), *choices]

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        closed = self.years[self.cleaned_data["closed"]]
        amounts = amounts_of(closed, london_day(self.at))
        return {
            "grant": closed.grant.code,
            "year": closed.year,
            "closed_on": london_day(closed.closed_at),
            "statement": self.cleaned_data["statement"] or sentence_of(closed, amounts),
            "amounts": amounts,
        }
