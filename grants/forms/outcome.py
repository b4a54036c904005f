"""What people may type about what was accepted."""

from typing import Any

from django import forms

from figures.fields import MoneyField
from figures.money import format_money
from grants.models import Grant, Tranche


class OutcomeForm(forms.Form):
    """What was accepted: one box for each tranche, blank where nothing is yet."""

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tranche in grant.tranches.select_related("fund"):
            stages = [f"{words} {format_money(amount)}" for words, amount in _stages(tranche) if amount is not None]
            self.fields[f"accepted-{tranche.pk}"] = field = MoneyField(
                required=False,
                label=f"{tranche.year}, {tranche.fund.name}",
                help_text=", ".join(stages).capitalize() or "No bid or offer is entered for this year.",
                initial=tranche.accepted,
            )
            field.widget.attrs["data-width"] = "10"
        self.fields["no_more"] = forms.CharField(
            required=False,
            label="Why no more will come (optional)",
            help_text="Acceptance may come in parts. It stays open until all is accepted, or you say here why not.",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def accepted(self) -> dict[int, Any]:
        """What the action takes: amounts by number of the tranche; after `is_valid`."""
        amounts = {name: value for name, value in self.cleaned_data.items() if name.startswith("accepted-")}
        return {int(name.partition("-")[2]): amount for name, amount in amounts.items()}


def _stages(tranche: Tranche) -> list[tuple[str, Any]]:
    return [("bid", tranche.bid), ("offered", tranche.offered)]
