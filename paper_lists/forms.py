"""The filters of the list of papers, the name of a saved view, and to whom papers and grants are given."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from accounts.forms import PersonChoice
from accounts.models import Holding, Person
from accounts.offices import offices_that_may
from decisions.models import Decision
from grants.models import Grant, Organisation
from paper_lists.finding import SORTS, STANDS


class ListForm(forms.Form):
    """Text, where papers stand, whose they are, whose money, in which order."""

    q = forms.CharField(
        label="Reference or words",
        help_text="In all texts but Part 2, such as an author, a unit or a grant’s number.",
        required=False,
        max_length=200,
    )
    status = forms.ChoiceField(label="Status", choices=[("", "All"), *STANDS.items()], required=False)
    owner = forms.ModelChoiceField(Person.objects.none(), label="Owner", empty_label="Anybody", required=False)
    funder = forms.ModelChoiceField(Organisation.objects.none(), label="Funder", empty_label="All", required=False)
    sort = forms.ChoiceField(label="Order", choices=[*SORTS.items()], required=False)
    mine = forms.BooleanField(label="Only mine", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners: Any = self.fields["owner"]
        is_owner = Q(given_to=OuterRef("pk")) | Q(given_to=None, created_by=OuterRef("pk"))
        owners.queryset = Person.objects.filter(Exists(Decision.objects.filter(is_owner, imported=False)))
        funders: Any = self.fields["funder"]
        funders.queryset = Organisation.objects.filter(grants_given__isnull=False).distinct().order_by("name")


class ViewForm(forms.Form):
    """The name of a view."""

    name = forms.CharField(label="Name of the view", max_length=80, error_messages={"required": "Enter a name."})


class _GivingForm(forms.Form):
    """To whom something goes: a colleague whose office on the day lets them do this with it."""

    may = ""

    to = PersonChoice(
        Person.objects.none(),
        label="Give them to",
        empty_label="Choose a colleague",
        error_messages={"required": "Choose a colleague."},
    )

    def __init__(self, *args: Any, owner: Person, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["to"]
        holdings = Holding.objects.on(day).filter(office__in=offices_that_may(self.may))
        people.queryset = Person.objects.filter(holdings__in=holdings, is_active=True).exclude(pk=owner.pk).distinct()


class GiveForm(_GivingForm):
    """Which papers go to whom."""

    may = "write"

    papers = forms.MultipleChoiceField(
        label="Papers", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose at least one paper."}
    )
    field_order = ("papers", "to")

    def __init__(self, *args: Any, papers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["papers"]
        field.choices = papers
        field.initial = [pk for pk, _ in papers]


class GiveGrantsForm(_GivingForm):
    """The grants of a person, and the colleague who looks after them from now on."""

    may = "grants"

    grants = forms.MultipleChoiceField(
        label="Grants", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose at least one grant."}
    )
    field_order = ("grants", "to")

    def __init__(self, *args: Any, owner: Person, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        field: Any = self.fields["grants"]
        field.choices = [(grant.pk, str(grant)) for grant in Grant.objects.owned_by(owner).order_by("pk")]
