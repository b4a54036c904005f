"""What people may type about a file of a grant."""

from typing import Any

from django import forms

from components.uploads import MOST
from grants.actions.files import GrantFileFacts
from grants.models import Actual, Agreement, AgreementTerm, Grant, GrantFile

About = GrantFile.About


class GrantFileForm(forms.Form):
    """A file and what it shows."""

    upload = forms.FileField(
        label="File",
        help_text=f"PDF, Word (docx), Excel (xlsx), CSV, text, PNG or JPEG, at most {MOST // 1024 // 1024} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.csv,.txt,.png,.jpg,.jpeg"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose another."},
    )
    title = forms.CharField(
        max_length=200, required=False, label="Title (optional)", help_text="Without one, the name of the file."
    )
    about = forms.ChoiceField(
        widget=forms.RadioSelect, label="What does it show?", error_messages={"required": "Choose what the file shows."}
    )
    entry = forms.CharField(
        max_length=12, required=False, label="Number of the entry", help_text="Only for an entry of money: E-12."
    )

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant = grant
        self.agreements = {str(row.pk): row for row in grant.agreements.all()}
        self.terms = {str(row.pk): row for row in AgreementTerm.objects.filter(agreement__grant=grant)}
        field: Any = self.fields["about"]
        field.choices = [
            *((f"agreement-{pk}", f"Version {row.version} of the agreement") for pk, row in self.agreements.items()),
            *(
                (f"consent-{pk}", f"The consent of version {row.version} to carry over")
                for pk, row in self.agreements.items()
                if row.consent_on
            ),
            *((f"term-{pk}", f"That it was met: {row}") for pk, row in self.terms.items()),
            ("actual", About.ACTUAL.label),
            ("other", About.OTHER.label),
        ]

    def clean(self) -> dict[str, Any]:
        """An entry of money is named by its number, and belongs to this grant."""
        if self.cleaned_data.get("about") == "actual":
            number = str(self.cleaned_data.get("entry", "")).upper().removeprefix("E-").strip()
            is_number = number.isascii() and number.isdecimal() and len(number) < 10
            entry = Actual.objects.filter(tranche__grant=self.grant, pk=int(number)).first() if is_number else None
            if entry is None:
                self.add_error("entry", f"Enter the number of an entry of {self.grant.code}, for example E-12.")
            self.cleaned_data["actual"] = entry
        return self.cleaned_data

    def facts(self) -> GrantFileFacts:
        """What the action takes; after `is_valid`."""
        about, _, number = str(self.cleaned_data["about"]).partition("-")
        agreement: Agreement | None = self.agreements.get(number) if about in {"agreement", "consent"} else None
        return GrantFileFacts(
            about=about,
            file_name=str(self.cleaned_data["upload"].name),
            data=self.cleaned_data["upload"].read(),
            title=self.cleaned_data["title"],
            agreement=agreement,
            term=self.terms.get(number) if about == "term" else None,
            actual=self.cleaned_data.get("actual"),
        )
