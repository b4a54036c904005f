"""What people may type about grants: labels, hints and the sentences for what does not fit."""

from typing import Any

from django import forms

from components.rows import Rows, rows_of
from components.widgets import DateBoxes
from figures.dates import format_date
from figures.fields import DayField, FinancialYearField, MoneyField
from figures.money import format_money
from figures.text import one_line
from grants.actions import GrantFacts, TrancheFacts
from grants.models import CarryOver, Direction, Fund, Grant, Organisation, Route, Tranche

_CHOOSE = "Choose from the list"


def picked_or_new(form: forms.Form, pick: str, new: str, what: str) -> Any:
    """The row picked, or the name of a new one; an error at the list when neither or both are given."""
    picked, name = form.cleaned_data.get(pick), one_line(form.cleaned_data.get(new, ""))
    if picked and name and picked.name.lower() != name.lower():
        form.add_error(new, f"You chose {picked.name} from the list and typed another name. Keep one of the two.")
    elif not picked and not name and pick not in form.errors:
        form.add_error(pick, f"Choose {what} from the list, or enter a new one beside it.")
    return picked or name


class GrantForm(forms.Form):
    """What a grant is."""

    title = forms.CharField(
        max_length=300,
        label="Title of the grant",
        help_text="As the funder calls it, or in your own words.",
        error_messages={"required": "Enter the title of the grant."},
    )
    purpose = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        label="Purpose",
        help_text="What the money is for, in one or two sentences. This is published.",
        error_messages={"required": "Enter what the money is for."},
    )
    direction = forms.ChoiceField(
        choices=Direction.choices,
        widget=forms.RadioSelect,
        label="Is the grant received or made?",
        error_messages={"required": "Choose whether the grant is received or made."},
    )
    funder = forms.ModelChoiceField(
        Organisation.objects.all(),
        required=False,
        empty_label=_CHOOSE,
        label="Funder",
        help_text="Who gives the money.",
    )
    new_funder = forms.CharField(max_length=200, required=False, label="Or a funder that is not on the list")
    recipient = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, empty_label=_CHOOSE, label="Recipient", help_text="Who receives it."
    )
    new_recipient = forms.CharField(max_length=200, required=False, label="Or a recipient that is not on the list")
    recipient_unit = forms.CharField(
        max_length=200,
        required=False,
        label="Recipient’s unit (optional)",
        help_text="The part of the organisation that does the work, for example Cyber Crime Unit.",
    )
    route = forms.ChoiceField(
        choices=Route.choices,
        widget=forms.RadioSelect,
        label="How does it come about?",
        error_messages={"required": "Choose how the grant comes about."},
    )
    carry_over = forms.ChoiceField(
        choices=CarryOver.choices,
        widget=forms.RadioSelect,
        label="What happens to money that is not spent in its year?",
        initial=CarryOver.NOT_STATED,
        error_messages={"required": "Choose what happens to money that is not spent in its year."},
    )

    def clean(self) -> dict[str, Any]:
        """Take the organisation picked or the name of a new one; the two must differ."""
        data = self.cleaned_data
        data["funder"] = picked_or_new(self, "funder", "new_funder", "the funder")
        data["recipient"] = picked_or_new(self, "recipient", "new_recipient", "the recipient")
        names = [str(data[side]).casefold() for side in ("funder", "recipient")]
        if names[0] and names[0] == names[1]:
            self.add_error("recipient", "The funder and the recipient must be different organisations.")
        return data

    def facts(self) -> GrantFacts:
        """What the action takes; after `is_valid`."""
        names = ("title", "purpose", "funder", "recipient", "recipient_unit", "direction", "route", "carry_over")
        return GrantFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def known(grant: Grant) -> dict[str, Any]:
        """The initial values of a grant that exists."""
        names = ("title", "purpose", "funder", "recipient", "recipient_unit", "direction", "route", "carry_over")
        return {name: getattr(grant, name) for name in names}


class TrancheForm(forms.Form):
    """One financial year's money of one fund."""

    year = FinancialYearField(
        label="Financial year",
        help_text="For example 2018/19.",
        error_messages={"required": "Enter the financial year of this row, such as 2018/19."},
    )
    fund = forms.ModelChoiceField(Fund.objects.none(), required=False, empty_label=_CHOOSE, label="Fund")
    new_fund = forms.CharField(max_length=200, required=False, label="Or a fund that is not on the list")
    bid = MoneyField(required=False, label="Bid")
    offered = MoneyField(required=False, label="Offered")
    fund_as_written = forms.CharField(
        max_length=200,
        required=False,
        label="Fund’s name in the paper (optional)",
        help_text="Only if the paper calls the fund otherwise.",
    )

    def __init__(self, *args: Any, funder: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["fund"]
        picker.queryset = funder.funds.all()
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

    def facts(self) -> list[TrancheFacts]:
        """What the action takes, row by row; after `is_valid`."""
        return [form.facts() for form in self.forms if form.has_changed()]

    @staticmethod
    def known(grant: Grant) -> list[dict[str, Any]]:
        """The rows of a grant that exists."""
        names = ("year", "fund", "fund_as_written", "bid", "offered")
        return [{name: getattr(t, name) for name in names} for t in grant.tranches.select_related("fund")]


TrancheRows = rows_of(TrancheForm, _TrancheRows)


class OutcomeForm(forms.Form):
    """What was accepted: one box for each tranche, blank where nothing is yet."""

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tranche in grant.tranches.select_related("fund"):
            asked = [f"{words} {format_money(amount)}" for words, amount in _stages(tranche) if amount is not None]
            self.fields[f"accepted-{tranche.pk}"] = field = MoneyField(
                required=False,
                label=f"{tranche.year}, {tranche.fund.name}",
                help_text=", ".join(asked).capitalize() or "No bid or offer is entered for this year.",
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


class SpendForm(forms.Form):
    """What was spent of one year's money, up to a day."""

    tranche = forms.ModelChoiceField(
        Tranche.objects.none(),
        empty_label=_CHOOSE,
        label="Year and fund",
        error_messages={"required": "Choose the year and fund."},
    )
    spent = MoneyField(
        label="Spent so far in this year",
        help_text="All that has been spent of this year’s money, not only since the last return.",
        error_messages={"required": "Enter what has been spent; 0 if nothing has."},
    )
    until_on = DayField(
        label="Spent up to",
        help_text="For example 31 3 2019.",
        widget=DateBoxes,
        error_messages={"required": "Enter the day up to which the money has been spent."},
    )
    note = forms.CharField(max_length=500, required=False, label="Note (optional)")

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["tranche"]
        picker.queryset = grant.tranches.select_related("fund")
        picker.label_from_instance = lambda t: f"{t.year}, {t.fund.name}"
        self.fields["spent"].widget.attrs["data-width"] = "10"

    def sentence(self) -> str:
        """What was saved, in words; after `is_valid`."""
        data = self.cleaned_data
        return f"{format_money(data['spent'])} of {data['tranche']} up to {format_date(data['until_on'])}"


class OrganisationForm(forms.Form):
    """An organisation's names and identifier."""

    name = forms.CharField(max_length=200, label="Name", error_messages={"required": "Enter the organisation’s name."})
    short_name = forms.CharField(max_length=40, required=False, label="Short name (optional)")
    identifier = forms.CharField(
        max_length=80,
        label="Identifier",
        help_text="A published one such as GB-GOR-D16 where there is one. It stands in the open data.",
        error_messages={"required": "Enter an identifier."},
    )


class FundForm(forms.Form):
    """A fund's usual name."""

    name = forms.CharField(
        max_length=200, label="Name of the fund", error_messages={"required": "Enter the fund’s name."}
    )
