"""What people may type about the back catalogue: files, corrections, what was done of a fault."""

from typing import Any

from django import forms

from components.widgets import DateBoxes
from decisions.forms.shapes import long_text
from figures.fields import DayField
from figures.references import Reference
from figures.text import one_line
from intake.models import ReadingCorrection

Fact = ReadingCorrection.Fact


class ArchiveForm(forms.Form):
    """An archive of saved pages and papers."""

    archive = forms.FileField(
        label="Add files to the catalogue",
        help_text="A zip of saved pages and papers, up to 20 MB. For thousands there is manage.py import_catalogue.",
        error_messages={"required": "Choose the zip with the files."},
    )


class SettleForm(forms.Form):
    """What was done about a fault of the catalogue."""

    note = forms.CharField(
        label="What was done about it, or why nothing need be",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Enter what was done about it, or why nothing need be."},
    )


class EnterAllForm(forms.Form):
    """Whoever enters papers of one kind together has looked at them."""

    compared = forms.BooleanField(
        label="I have looked at these papers, and they were decided and published before this register",
        error_messages={"required": "Look at the papers, and tick that you have."},
    )


class CorrectionForm(forms.Form):
    """The facts of a paper as they should have been read."""

    reference = forms.CharField(label="Reference", required=False, max_length=40)
    title = forms.CharField(label="Title", required=False, max_length=300)
    decided_on = DayField(label="Date signed", required=False, widget=DateBoxes)
    decided_by = forms.CharField(label="Decision by", required=False, max_length=200)
    executive_summary = long_text("Executive summary", rows=6)

    def clean_reference(self) -> str:
        """The reference in the writing of its series."""
        text = one_line(self.cleaned_data["reference"])
        if not text:
            return ""
        try:
            return str(Reference.parse(text))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def facts(self) -> dict[str, str]:
        """What the action takes; after `is_valid`."""
        data: dict[str, Any] = self.cleaned_data
        day = data["decided_on"]
        texts = {fact.value: data[fact.value] or "" for fact in Fact if fact != Fact.DECIDED_ON}
        return {**texts, Fact.DECIDED_ON.value: day.isoformat() if day else ""}
