"""The grant that a paper tells of: what it is, and which of the money that was found is taken over."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from figures.money import format_money
from grants.actions import TrancheFacts
from grants.forms import GrantForm, picked_or_new
from grants.forms.fund_question import FundQuestion, another_funds, fund_questions
from grants.models import Fund, Organisation
from intake.grant_suggestions import SuggestedTranche

_KINDS = [("", "Choose what it is"), ("bid", "Bid for"), ("offered", "Offered")]


class GrantSuggestionForm(GrantForm):
    """A grant, and for each year's money that was found: whether to take it, what it is, and its fund."""

    fund_questions: Sequence[FundQuestion] = ()

    def __init__(self, *args: Any, suggestions: Sequence[SuggestedTranche], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = list(suggestions)
        every = Fund.objects.select_related("merged_into__funder", "funder")
        funds = {fund.name.casefold(): fund.merged_into or fund for fund in every}
        for suggestion in self.suggestions:
            known_fund = funds.get(suggestion.fund.casefold())
            self.fields |= {
                f"take-{suggestion.number}": forms.BooleanField(
                    required=False, label=f"Take {format_money(suggestion.amount)} for {suggestion.year}"
                ),
                f"kind-{suggestion.number}": forms.ChoiceField(
                    choices=_KINDS, required=False, label="What is it?", initial=suggestion.kind
                ),
                f"fund-{suggestion.number}": forms.ModelChoiceField(
                    Fund.objects.standing().select_related("funder"),
                    required=False,
                    empty_label="Choose from the list",
                    label="Fund",
                    initial=known_fund,
                ),
                f"new-fund-{suggestion.number}": forms.CharField(
                    max_length=200,
                    required=False,
                    label="Or a fund that is not on the list",
                    initial="" if known_fund else suggestion.fund,
                ),
            }

    def rows(self) -> Iterator[tuple[SuggestedTranche, list[forms.BoundField]]]:
        """The questions about each year's money, for the page."""
        for suggestion in self.suggestions:
            yield suggestion, [self[f"{name}-{suggestion.number}"] for name in ("take", "kind", "fund", "new-fund")]

    def chosen_suggestions(self) -> list[SuggestedTranche]:
        """What was ticked; after cleaning."""
        return [suggestion for suggestion in self.suggestions if self.cleaned_data.get(f"take-{suggestion.number}")]

    def clean(self) -> dict[str, Any]:
        """What is taken has a kind and a fund of the funder; no year, fund and kind is taken twice."""
        data = super().clean()
        seen: set[tuple[Any, ...]] = set()
        for suggestion in self.chosen_suggestions():
            kind, fund = f"kind-{suggestion.number}", f"fund-{suggestion.number}"
            if not data.get(kind):
                self.add_error(kind, f"Choose what the {format_money(suggestion.amount)} for {suggestion.year} is.")
            data[fund] = fund_or_name = picked_or_new(self, fund, f"new-{fund}", "the fund")
            self._of_the_funder(fund)
            key = (suggestion.year, str(getattr(fund_or_name, "name", fund_or_name)).casefold(), data.get(kind))
            if key in seen:
                self.add_error(
                    f"take-{suggestion.number}", "A row above has the same year, fund and kind. Take one of the two."
                )
            seen.add(key)
        self._ask_of_funds(data)
        if not self.chosen_suggestions() and self.suggestions:
            self.add_error(None, "Tick the money that this grant holds.")
        return data

    def _ask_of_funds(self, data: dict[str, Any]) -> None:
        """Ask of each new fund whose name is much like that of a known one whether they are the same."""
        rows = {f"fund-{row.number}": data.get(f"fund-{row.number}") for row in self.chosen_suggestions()}
        typed_names = {name: fund for name, fund in rows.items() if isinstance(fund, str) and fund}
        funder = data.get("funder")
        self.fund_questions = fund_questions(
            typed_names.values(), funder if isinstance(funder, Organisation) else None, self.data
        )
        for question in self.fund_questions:
            for name, fund in typed_names.items():
                if fund.casefold() == question.typed.casefold():
                    self.add_error(f"new-{name}", question.sentence)

    @property
    def another_funds(self) -> list[str]:
        """The names that were said to be funds of their own."""
        return another_funds(self.data if self.is_bound else None)

    def _of_the_funder(self, name: str) -> None:
        fund, funder = self.cleaned_data.get(name), self.cleaned_data.get("funder")
        if isinstance(fund, Fund) and funder and str(fund.funder).casefold() != str(funder).casefold():
            self.add_error(name, f"{fund.name} is a fund of {fund.funder}, not of {funder}.")

    def tranches(self) -> list[TrancheFacts]:
        """What the action takes: a bid and an offer of one year and fund are one tranche. After `is_valid`."""
        rows: dict[tuple[Any, str], TrancheFacts] = {}
        for suggestion in self.chosen_suggestions():
            fund, kind = self.cleaned_data[f"fund-{suggestion.number}"], self.cleaned_data[f"kind-{suggestion.number}"]
            name = getattr(fund, "name", fund)
            fund_as_written = (
                suggestion.fund if suggestion.fund and suggestion.fund.casefold() != name.casefold() else ""
            )
            row = rows.get((suggestion.year, name.casefold())) or TrancheFacts(
                year=suggestion.year, fund=fund, fund_as_written=fund_as_written[:200]
            )
            rows[(suggestion.year, name.casefold())] = (
                replace(row, bid=suggestion.amount) if kind == "bid" else replace(row, offered=suggestion.amount)
            )
        return list(rows.values())
