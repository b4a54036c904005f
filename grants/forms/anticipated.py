"""What people may type about money that was said to be coming."""

from typing import Any

from django import forms
from django.db.models import Q

from components.widgets import DateBoxes
from figures.fields import DayField, FinancialYearField, MoneyField
from grants.models import AnticipatedMoney, Tranche
from profiles import current


class AnticipatedForm(forms.Form):
    """Money that was said to be coming."""

    year = FinancialYearField(
        label="Financial year",
        help_text="For example 2020/21.",
        error_messages={"required": "Enter the financial year that it is for."},
    )
    amount = MoneyField(label="Amount", error_messages={"required": "Enter the amount."})
    said_in = forms.CharField(
        max_length=200,
        label="Where it was first said",
        help_text=f"A decision or a letter, for example {current().references.example}.",
        error_messages={"required": "Enter where it was first said."},
    )
    said_on = DayField(
        label="When", widget=DateBoxes, error_messages={"required": "Enter the day on which it was first said."}
    )
    note = forms.CharField(max_length=500, required=False, label="Note (optional)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.attrs["data-width"] = "10"


class SettleForm(forms.Form):
    """What became of it."""

    came_as = forms.ModelChoiceField(
        Tranche.objects.none(),
        required=False,
        empty_label="It did not come",
        label="What it came as",
        help_text="Money of the same year from the same funder, of this grant or of one that continues it.",
    )
    on = DayField(label="Known since", widget=DateBoxes, error_messages={"required": "Enter since when that is known."})
    note = forms.CharField(
        max_length=500, required=False, label="Note", help_text="Needed where the money did not come: why not?"
    )

    def __init__(self, *args: Any, anticipated: AnticipatedMoney, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grant = anticipated.grant
        same = Q(grant=grant) | Q(grant__funder=grant.funder_id)
        picker: Any = self.fields["came_as"]
        picker.queryset = Tranche.objects.filter(same, year=anticipated.year.start).select_related("fund", "grant")
        picker.label_from_instance = lambda t: f"{t.grant.code} {t.grant.title}: {t}"
