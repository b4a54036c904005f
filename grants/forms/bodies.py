"""What people may type about bodies beside funder and recipient."""

from typing import Any

from django import forms

from grants.models import Grant


class BodiesForm(forms.Form):
    """The bodies that a grant passes through, and those with which it is made jointly."""

    through = forms.CharField(
        max_length=2000,
        required=False,
        label="Through which bodies does the money pass?",
        help_text="A name on each line, in the order in which it passes, without the funder and the recipient.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    joint = forms.CharField(
        max_length=2000,
        required=False,
        label="With which bodies is it made or received jointly?",
        help_text="A name on each line.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def names(self) -> dict[str, list[str]]:
        """What the action takes; after `is_valid`."""
        return {name: self.cleaned_data[name].splitlines() for name in ("through", "joint")}

    @staticmethod
    def initial_of(grant: Grant) -> dict[str, Any]:
        """The initial values of a grant (`with_other_bodies`)."""
        return {name: "\n".join(getattr(grant, name) or ()) for name in ("through", "joint")}
