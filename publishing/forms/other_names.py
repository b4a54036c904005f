"""What people may type about other names of bodies and funds."""

from django import forms

from accounts.stepup import StepUpForm
from book.actions.other_names import LONGEST


class OtherNameForm(StepUpForm):
    """Another name and what is usually so called; whoever makes it public proves who they are."""

    field_order = ("name", "other", "password", "code", "passkey")

    name = forms.CharField(
        label="Usual name",
        min_length=2,
        max_length=LONGEST,
        help_text="As published decisions write it, such as Home Office.",
        error_messages={"required": "Enter the usual name."},
    )
    other = forms.CharField(
        label="Another name of it",
        min_length=2,
        max_length=LONGEST,
        help_text="A short name, an earlier one, or what people call it. It is public at once.",
        error_messages={"required": "Enter the other name."},
    )


class TakeBackForm(forms.Form):
    """The other name whose button was pressed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["take-back"] = forms.CharField(max_length=200)
