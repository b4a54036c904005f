"""What is said of a decision once it is authorised for publication: a correction, an outcome, another day."""

from datetime import datetime, time
from typing import Any

from django import forms

from decisions.forms.shapes import day, long_text
from decisions.models import Decision
from figures.dates import LONDON
from figures.years import FinancialYear
from grants.models import Grant, Tranche
from register.entries import OutcomeAmount
from register.part1 import Body


class CorrectionForm(forms.Form):
    """A note beside the decision; the paper itself is never redrawn."""

    text = long_text(
        "What is corrected",
        "Published beside the decision. Say what was wrong and what is right.",
        rows=3,
        required=True,
        error_messages={"required": "Write what is corrected."},
    )

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        return {"text": self.cleaned_data["text"]}


class WithdrawalForm(forms.Form):
    """The decision leaves the register's lists; its address stays, with the reason."""

    reason = long_text(
        "Why it is withdrawn from the register",
        "Published at the decision’s address.",
        rows=3,
        required=True,
        error_messages={"required": "Write why the decision is withdrawn."},
    )

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        return {"reason": self.cleaned_data["reason"]}


class OutcomeForm(forms.Form):
    """What became of a bid or offer; the amounts come from the grant as it stands."""

    grant = forms.ModelChoiceField(
        Grant.objects.none(),
        label="Grant",
        empty_label="Choose a grant",
        error_messages={"required": "Choose the grant."},
    )
    result = forms.ChoiceField(
        label="What became of it?",
        choices=[
            ("accepted", "Accepted"),
            ("offered", "Offered, not accepted yet"),
            ("declined", "Offer declined"),
            ("unsuccessful", "Bid unsuccessful"),
            ("lapsed", "Lapsed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the bid or offer."},
    )
    happened_on = day("When")
    statement = long_text(
        "In a sentence",
        "Published with the amounts by year as they stand in the grant.",
        rows=2,
        required=True,
        error_messages={"required": "Write in a sentence what became of it."},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["grant"]
        picker.queryset = Grant.objects.filter(decision_grants__decision=decision)
        if picker.queryset.count() == 1:
            picker.empty_label = None

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        data = self.cleaned_data
        tranches = data["grant"].tranches.select_related("fund")
        return {
            "grant": data["grant"].code,
            "result": data["result"],
            "happened_on": data["happened_on"],
            "statement": data["statement"],
            "amounts": tuple(_amount(t) for t in tranches if t.offered is not None or t.accepted is not None),
        }


def _amount(tranche: Tranche) -> OutcomeAmount:
    year: FinancialYear = tranche.year
    fund = Body(id=tranche.fund.identifier, name=tranche.fund.name)
    return OutcomeAmount(str(year), fund, tranche.offered, tranche.accepted)


class MoveForm(forms.Form):
    """Another day of publication while the deferral runs."""

    due_on = day("Publish on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True
        self.fields["due_on"].error_messages["required"] = "Enter the date of publication."

    def arguments(self) -> dict[str, Any]:
        """What the action takes; after `is_valid`."""
        return {"due_at": datetime.combine(self.cleaned_data["due_on"], time(), tzinfo=LONDON)}
