"""A new grant and its money by year on one page, for the paper that is about it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from decisions.forms.shapes import PartForm, line, long_text
from decisions.models import Decision
from figures.fields import FinancialYearField, MoneyField
from figures.text import one_line
from figures.years import FinancialYear
from grants.actions import GrantFacts, TrancheFacts
from grants.forms.fund_question import FundQuestion, another_funds, fund_questions
from grants.models import CarryOver, Direction, Organisation, Route
from profiles import current

#: So many years can be given at once; more are added on the grant's own page.
YEARS = 4


class NewGrantForm(PartForm):
    """What a grant is, who gives it, how much for each year."""

    fund_questions: Sequence[FundQuestion] = ()

    title = forms.CharField(
        label="Title of the grant", max_length=300, error_messages={"required": "Enter the title of the grant."}
    )
    purpose = long_text(
        "Purpose",
        "What the money is for, in a sentence. It is published.",
        rows=2,
        required=True,
        error_messages={"required": "Enter what the money is for."},
    )
    route = forms.ChoiceField(
        label="How does it come about?",
        choices=Route.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the grant comes about."},
    )
    funder = forms.CharField(
        label="Funder",
        help_text="Type its name. One that is known already is found by it.",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations"}),
        error_messages={"required": "Enter who gives the money."},
    )
    fund = forms.CharField(
        label="Fund",
        help_text="The funder’s programme that the money comes from.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "funds"}),
    )
    fund_as_written = line("Fund’s name in the paper (optional)", "Only if the paper calls the fund otherwise.")
    recipient = forms.CharField(
        label="Recipient",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations"}),
        error_messages={"required": "Enter who receives the money."},
    )
    recipient_unit = line("Recipient’s unit (optional)", "For example Cyber Crime Unit.")
    direction = forms.ChoiceField(
        label="Is the grant received or made?", choices=Direction.choices, widget=forms.RadioSelect
    )
    carry_over = forms.ChoiceField(
        label="What happens to money that is not spent in its year?",
        choices=CarryOver.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, decision: Decision, day: date) -> None:
        super().__init__(data, initial=_initial(decision))
        first = FinancialYear.of(day)
        for number in range(YEARS):
            self.fields[f"year_{number}"] = FinancialYearField(
                label=f"Financial year, row {number + 1}", required=False, initial=FinancialYear(first.start + number)
            )
            self.fields[f"amount_{number}"] = MoneyField(label=f"Amount, row {number + 1}", required=False)
            self.fields[f"amount_{number}"].widget.attrs["data-width"] = "10"

    def years(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The boxes of each year and its amount."""
        return [(self[f"year_{number}"], self[f"amount_{number}"]) for number in range(YEARS)]

    def clean(self) -> dict[str, Any]:
        """Every amount has its year, and money comes from a fund."""
        data = super().clean()
        seen: dict[FinancialYear, int] = {}
        for number in range(YEARS):
            year = data.get(f"year_{number}")
            if data.get(f"amount_{number}") is None:
                continue
            if year is None and f"year_{number}" not in self.errors:
                self.add_error(f"year_{number}", "Enter the financial year of this amount, such as 2018/19.")
            elif year and seen.setdefault(year, number) != number:
                self.add_error(f"year_{number}", f"{year} stands in row {seen[year] + 1} already.")
        funder = Organisation.objects.filter(name__iexact=one_line(data.get("funder", ""))).first()
        self.fund_questions = fund_questions([data.get("fund", "")], funder, self.data)
        for question in self.fund_questions:
            self.add_error("fund", question.sentence)
        return data

    @property
    def another_funds(self) -> list[str]:
        """The names that were said to be funds of their own."""
        return another_funds(self.data if self.is_bound else None)

    def facts(self) -> GrantFacts:
        """What the grant is; after `is_valid`."""
        names = ("title", "purpose", "funder", "recipient", "recipient_unit", "direction", "route", "carry_over")
        return GrantFacts(**{name: self.cleaned_data[name] for name in names})

    def money(self) -> list[TrancheFacts]:
        """Its money: bid for where the grant comes about by a bid, offered otherwise; after `is_valid`."""
        data = self.cleaned_data
        column = "bid" if data["route"] == Route.BID else "offered"
        return [
            TrancheFacts(
                year=data[f"year_{number}"],
                fund=data["fund"],
                fund_as_written=data["fund_as_written"],
                **{column: data[f"amount_{number}"]},
            )
            for number in range(YEARS)
            if data[f"amount_{number}"] is not None
        ]


def _initial(decision: Decision) -> dict[str, Any]:
    """What most grants have, and what the paper's last grant says of its funder and recipient."""
    earlier_grant = decision.grants().select_related("funder", "recipient").last()
    body = current().body
    return {
        "direction": Direction.RECEIVED,
        "carry_over": earlier_grant.carry_over if earlier_grant else CarryOver.NOT_STATED,
        "funder": earlier_grant.funder.name if earlier_grant else "",
        "recipient": earlier_grant.recipient.name if earlier_grant else body.force,
        "recipient_unit": earlier_grant.recipient_unit if earlier_grant else "",
    }
