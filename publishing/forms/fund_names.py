"""What people may choose about funds that are written in several ways."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.stepup import StepUpForm
from publishing.fund_names import KnownFund


class MergeFundsForm(StepUpForm):
    """Two funds that are one, and whose name stands for both. Public totals change: who merges proves who they are."""

    field_order = ("merged", "kept", "password", "code", "passkey")

    merged = forms.ChoiceField(
        label="This fund", error_messages={"required": "Choose the fund that is another name of the other."}
    )
    kept = forms.ChoiceField(
        label="is another name of",
        error_messages={"required": "Choose the fund whose name stands."},
    )

    def __init__(self, *args: Any, funds: Iterable[KnownFund], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose from the list"), *((f.identifier, str(f)) for f in funds if not f.merged_into)]
        for name in ("merged", "kept"):
            field: Any = self.fields[name]
            field.choices = choices
