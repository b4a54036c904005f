"""What an administrator types about people and offices, and what a holder types to delegate theirs."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.leavers import addresses_in
from accounts.models import Holding, Person
from accounts.offices import Office, body_offices, clashes
from accounts.stepup import StepUpForm
from components.widgets import DateBoxes
from figures.dates import london_day
from figures.fields import DayField


class PersonChoice(forms.ModelChoiceField):
    """A colleague from a list: two may be called the same, so each stands there with their address."""

    def label_from_instance(self, person: Person) -> str:
        """The name, the address beside it where no long name or title hides it, and the job title."""
        return ", ".join(filter(None, (f"{person.name[:60]} ({person.email})", person.job_title)))


class PersonForm(StepUpForm):
    """An account that is made or changed, with a fresh proof of who does it."""

    name = forms.CharField(label="Full name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    job_title = forms.CharField(label="Job title", max_length=200, required=False)
    email = forms.EmailField(
        label="Email address", help_text="They sign in with it.", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    field_order = ("name", "job_title", "email", "password", "code", "passkey")


class StaffForm(forms.Form):
    """The addresses of everybody who works for the body today."""

    staff = forms.CharField(
        label="Addresses of everybody who works here today",
        help_text="Paste them from your directory, in any form. Nothing of it is kept.",
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Paste the addresses."},
    )

    def clean_staff(self) -> frozenset[str]:
        """The addresses in what was pasted."""
        addresses = addresses_in(self.cleaned_data["staff"])
        if not addresses:
            raise forms.ValidationError("There is no e-mail address in what was pasted.")
        return addresses


class ReasonForm(StepUpForm):
    """Why a change is proposed, and a fresh proof of who proposes it."""

    reason = forms.CharField(
        label="Why (optional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever confirms it reads this, and the history keeps it.",
    )
    field_order: Sequence[str] = ("reason", "password", "code", "passkey")


class OfficeForm(ReasonForm):
    """An office for a period."""

    office = forms.ChoiceField(
        label="Office",
        choices=lambda: [(office.value, office.label) for office in body_offices()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the office."},
    )
    from_on = DayField(label="First day", widget=DateBoxes)
    until_on = DayField(
        label="Last day", required=False, widget=DateBoxes, help_text="Leave it empty if no end is known."
    )
    field_order = ("office", "from_on", "until_on", "reason", "password", "code", "passkey")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why, if the first day is past"

    def clean_until_on(self) -> date | None:
        """The last day, not before the first."""
        return _last_day(self.cleaned_data)


class EndForm(ReasonForm):
    """The last day of an office."""

    until_on = DayField(
        label="Last day",
        widget=DateBoxes,
        help_text="Yesterday ends it at once. A day before its first day takes it back altogether.",
    )
    field_order = ("until_on", "reason", "password", "code", "passkey")


class DelegationForm(StepUpForm):
    """To whom an office is lent, and for which absence."""

    to = PersonChoice(label="Delegate to", queryset=Person.objects.none(), empty_label="Choose a person")
    from_on = DayField(label="First day of your absence", widget=DateBoxes)
    until_on = DayField(label="Last day of your absence", widget=DateBoxes)
    field_order = ("to", "from_on", "until_on", "password", "code", "passkey")

    @staticmethod
    def names_of_terms(data: Iterable[str]) -> list[str]:
        """The names of the controls, as they were sent, that say to whom and for which days."""
        return sorted(name for name in data if name.startswith(("to", "from_on", "until_on")))

    def __init__(self, *args: Any, holding: Holding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        barred = [office for office in Office if office == holding.office or clashes(holding.office, office)]
        # Whose own office rules it out without an end; of one that ends the action says whether it ends in time.
        unable = Holding.objects.on(london_day(self.at)).filter(office__in=barred, until_on=None)
        people = Person.objects.filter(is_active=True).exclude(pk=self.person.pk)
        field.queryset = people.exclude(pk__in=unable.values("person"))

    def clean_until_on(self) -> date | None:
        """The last day, not before the first."""
        return _last_day(self.cleaned_data)


def _last_day(cleaned: dict[str, Any]) -> date | None:
    """The last day as typed; the action refuses one before the first day too, but only here is it tied to its box."""
    first: date | None = cleaned.get("from_on")
    last: date | None = cleaned.get("until_on")
    if first and last and last < first:
        raise forms.ValidationError("The last day must be the first day or later.")
    return last
