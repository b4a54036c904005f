"""The form of a file that is published with the paper."""

from typing import Any

from django import forms

from attachments.actions import AttachmentFacts, check_kind
from components.refusals import Refused
from components.uploads import MOST
from decisions.models import Attachment


class AttachmentForm(forms.Form):
    """A file, what it is called, and how it can be read."""

    upload = forms.FileField(
        label="File",
        help_text=f"PDF, Word (docx), Excel (xlsx) or CSV, at most {MOST // 1024 // 1024} MB. It is published.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose another."},
    )
    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="As the background papers name it.",
        error_messages={"required": "Enter a title."},
    )
    accessible = forms.ChoiceField(
        label="Can it be read with a screen reader?",
        choices=Attachment.Accessible.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the file can be read with a screen reader."},
    )
    accessible_in = forms.TypedChoiceField(
        label="If another attachment holds the same, which", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, known: list[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["accessible_in"]
        choices.choices = [("", "None"), *((row.number, f"{row.number}. {row.title}") for row in known)]

    def clean_upload(self) -> Any:
        """Refuse a wrong file together with whatever else is missing: a browser asks for the file again each time."""
        upload = self.cleaned_data["upload"]
        try:
            check_kind(upload.name, upload.read())
        except Refused as error:
            raise forms.ValidationError(str(error)) from None
        upload.seek(0)
        return upload

    def facts(self) -> AttachmentFacts:
        """What is added; after `is_valid`."""
        data = self.cleaned_data
        return AttachmentFacts(
            title=data["title"],
            file_name=data["upload"].name,
            data=data["upload"].read(),
            accessible=data["accessible"],
            accessible_in=data["accessible_in"],
        )
