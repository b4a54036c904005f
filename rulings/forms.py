"""Deciding a paper by its recommendations: a form for each, rows of conditions, and the form that ticks one off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from components.rows import Rows, opened, rows_of
from decisions.forms.shapes import day, line, long_text
from decisions.models import Condition, Decision, Recommendation, Ruling
from decisions.rulings import conditions_of
from figures.fields import MoneyField
from figures.money import format_money
from rulings.actions import ConditionFacts, RulingFacts

PREFIX = "conditions"


class RulingForm(forms.Form):
    """What is decided on one recommendation."""

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=Ruling.Outcome.choices,
        widget=forms.RadioSelect,
    )
    amount = MoneyField(label="Amount decided", required=False)
    text = long_text(
        "The decision in your words",
        "With changes: what is decided instead. Refused: the reason, if you give one. It is published.",
        rows=3,
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        self.fields["outcome"].error_messages["required"] = (
            f"Choose what you decide on recommendation {recommendation.number}."
        )
        if recommendation.amount is None:
            del self.fields["amount"]
        else:
            amount, endorsed = self.fields["amount"], format_money(recommendation.amount)
            amount.help_text = f"With changes only. It may be lower than {endorsed}, never higher."
            amount.widget.attrs["data-width"] = "10"

    def clean(self) -> dict[str, Any]:
        """Refuse what was typed beside a decision that it does not belong to, so that nothing typed is dropped."""
        data = super().clean() or {}
        outcome, endorsed = data.get("outcome"), self.recommendation.amount
        amount = data.get("amount")
        if amount is not None and endorsed is not None and amount > endorsed:
            self.add_error(
                "amount",
                f"The amount of recommendation {self.recommendation.number} may be lower than the "
                f"{format_money(endorsed)} endorsed, never higher. Send the paper back if it should be.",
            )
        elif outcome != Ruling.Outcome.CHANGED and amount is not None and amount != endorsed:
            self.add_error("amount", "Choose “Approve with changes” for another amount, or leave it blank.")
        if outcome == Ruling.Outcome.APPROVED and data.get("text"):
            self.add_error("text", "Choose “Approve with changes” for other words, or leave them blank.")
        if outcome == Ruling.Outcome.CHANGED and amount in (None, endorsed) and not data.get("text"):
            self.add_error("text", "Write what changes: a lower amount, or the decision in your words.")
        return data

    def facts(self) -> RulingFacts:
        """The decision; after `is_valid`."""
        data = self.cleaned_data
        return RulingFacts(outcome=data["outcome"], text=data["text"], amount=data.get("amount"))


class ConditionForm(forms.Form):
    """One condition of the decision."""

    row_words = "Condition"

    text = long_text(
        "What must be done",
        rows=2,
        required=True,
        error_messages={"required": "Write what must be done, or remove this condition."},
    )
    recommendation = forms.TypedChoiceField(label="It belongs to", coerce=int, empty_value=None, required=False)
    by_when = day("By when (optional)")
    whose = line("Whose task it is", "A person, an office or a body.")
    before = forms.ChoiceField(
        label="Money",
        choices=Condition.Before.choices,
        initial=Condition.Before.NOTHING,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, numbers: list[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [("", "The whole decision"), *((number, f"Recommendation {number}") for number in numbers)]
        belongs: Any = self.fields["recommendation"]
        belongs.choices = choices

    def clean_by_when(self) -> date | None:
        """A day that is still to come."""
        day: date | None = self.cleaned_data["by_when"]
        if day and day < self.today:
            raise forms.ValidationError("This day is past. Enter a day that is still to come, or leave it blank.")
        return day


ConditionRows = rows_of(ConditionForm, Rows)


def open_rulings(paper: Decision, data: Mapping[str, Any] | None, *, rearranged: bool = False) -> list[RulingForm]:
    """A form for each recommendation, with what was written before or was sent.

    With `rearranged` a button asked for the page again: what was typed comes back as it is, right or wrong.
    """
    saved = {row.number: row for row in paper.rulings.all() if row.round == paper.round}
    forms_of_paper = []
    for recommendation in paper.recommendations.all():
        row = saved.get(recommendation.number)
        initial: dict[str, Any] = {"outcome": row.outcome, "text": row.text} if row else {}
        if row and row.outcome == Ruling.Outcome.CHANGED:
            initial["amount"] = row.amount
        prefix = f"recommendation-{recommendation.number}"
        form = RulingForm(data, prefix=prefix, initial=initial, recommendation=recommendation)
        if rearranged:
            typed_values = {name: form[name].data for name in form.fields}
            form = RulingForm(prefix=prefix, initial=typed_values, recommendation=recommendation)
        forms_of_paper.append(form)
    return forms_of_paper


def open_conditions(paper: Decision, data: Mapping[str, Any] | None, *, button: str, today: date) -> Rows:
    """The rows of conditions: fresh with what was written before, as sent, or rearranged as a button asked."""
    names = ("text", "recommendation", "by_when", "whose", "before")
    known_rows = [{name: getattr(row, name) for name in names} for row in conditions_of(paper)]
    numbers = [line.number for line in paper.recommendations.all()]
    return opened(
        ConditionRows, data, prefix=PREFIX, initial=known_rows, button=button, numbers=numbers, today=today
    )  # fmt: skip


def condition_facts(rows: Rows) -> list[ConditionFacts]:
    """The conditions as typed; after `is_valid`."""
    return [ConditionFacts(**row) for row in rows.rows()]


class MeetForm(forms.Form):
    """That a condition was met."""

    number = forms.TypedChoiceField(
        label="Condition", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose the condition."}
    )
    on = day("When it was met", missing="Enter the day on which the condition was met.")
    evidence = long_text(
        "What shows it",
        "Name the letter, the report or the minute, with its day. Whoever confirms reads this.",
        rows=3,
        required=True,
        error_messages={"required": "Write what shows that the condition was met."},
    )

    def __init__(self, *args: Any, conditions: list[Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number: Any = self.fields["number"]
        number.choices = [(row.number, f"{row.number}. {row.text}") for row in conditions]
