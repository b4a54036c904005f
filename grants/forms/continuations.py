"""What people may type about the grant that continues an earlier one; its money stands in rows (`TrancheRows`)."""

from typing import Any

from django import forms

from grants.forms.grants import GrantForm
from grants.models import Grant


class ContinuationForm(forms.Form):
    """The words of a continuation, and that its amounts were looked at."""

    title = GrantForm.base_fields["title"]
    purpose = GrantForm.base_fields["purpose"]
    confirmed = forms.BooleanField(
        label="I have compared each year and amount with what the funder says",
        error_messages={
            "required": "Compare each year and amount with what the funder says, and tick that you have: "
            "they begin as those of the earlier grant."
        },
    )

    @staticmethod
    def initial_of(earlier: Grant) -> dict[str, Any]:
        """What the page begins with."""
        return {"title": earlier.title, "purpose": earlier.purpose}
