"""What people may type about a grant's money by financial year."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q

from components.rows import Rows, rows_of
from figures.fields import FinancialYearField, MoneyField
from grants.actions import TrancheFacts
from grants.forms.fund_question import FundQuestion, another_funds, fund_questions
from grants.forms.picking import CHOOSE, picked_or_new
from grants.models import Fund, Grant


class TrancheForm(forms.Form):
    """One financial year's money of one fund."""

    year = FinancialYearField(
        label="Financial year",
        help_text="For example 2018/19.",
        error_messages={"required": "Enter the financial year of this row, such as 2018/19."},
    )
    fund = forms.ModelChoiceField(Fund.objects.none(), required=False, empty_label=CHOOSE, label="Fund")
    new_fund = forms.CharField(max_length=200, required=False, label="Or a fund that is not on the list")
    bid = MoneyField(required=False, label="Bid")
    offered = MoneyField(required=False, label="Offered")
    fund_as_written = forms.CharField(
        max_length=200,
        required=False,
        label="Fund’s name in the paper (optional)",
        help_text="Only if the paper calls the fund otherwise.",
    )

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant = grant
        picker: Any = self.fields["fund"]
        picker.queryset = grant.funder.funds.filter(Q(merged_into=None) | Q(tranches__grant=grant)).distinct()
        picker.label_from_instance = lambda fund: fund.name
        self.fields["bid"].widget.attrs["data-width"] = self.fields["offered"].widget.attrs["data-width"] = "10"

    def clean(self) -> dict[str, Any]:
        """Take the fund picked or the name of a new one."""
        self.cleaned_data["fund"] = picked_or_new(self, "fund", "new_fund", "the fund")
        return self.cleaned_data

    def facts(self) -> TrancheFacts:
        """What the action takes; after `is_valid`."""
        names = ("year", "fund", "fund_as_written", "bid", "offered")
        return TrancheFacts(**{name: self.cleaned_data[name] for name in names})


class _TrancheRows(Rows):
    """The tranches of a grant; two rows may not name the same year and fund."""

    fund_questions: Sequence[FundQuestion] = ()

    def clean(self) -> None:
        """Say which row repeats another."""
        seen: dict[tuple[Any, str], int] = {}
        for number, form in enumerate(self.forms, 1):
            if form.errors or not form.has_changed():
                continue
            key = (form.cleaned_data["year"], getattr(form.cleaned_data["fund"], "name", form.cleaned_data["fund"]))
            first = seen.setdefault((key[0], str(key[1]).casefold()), number)
            if first != number:
                form.add_error(
                    "year", f"Row {number} has the same year and fund as row {first}. Put both into one row."
                )
        self._ask_of_funds()

    def _ask_of_funds(self) -> None:
        """Ask of each new fund whose name is much like that of a known one whether they are the same."""
        rows = {form: form.cleaned_data.get("fund") for form in self.forms if form.has_changed()}
        typed_names = {form: fund for form, fund in rows.items() if isinstance(fund, str)}
        if typed_names:
            self.fund_questions = fund_questions(typed_names.values(), next(iter(typed_names)).grant.funder, self.data)
        for question in self.fund_questions:
            for form, name in typed_names.items():
                if name.casefold() == question.typed.casefold():
                    form.add_error("new_fund", question.sentence)

    @property
    def another_funds(self) -> list[str]:
        """The names that were said to be funds of their own."""
        return another_funds(self.data if self.is_bound else None)

    def facts(self) -> list[TrancheFacts]:
        """What the action takes, row by row; after `is_valid`."""
        return [form.facts() for form in self.forms if form.has_changed()]

    @staticmethod
    def initial_of(grant: Grant) -> list[dict[str, Any]]:
        """The rows of a grant that exists."""
        names = ("year", "fund", "fund_as_written", "bid", "offered")
        return [{name: getattr(t, name) for name in names} for t in grant.tranches.select_related("fund")]


TrancheRows = rows_of(TrancheForm, _TrancheRows)
