"""Uploading a paper that exists already: the file or its text, and where its left-over lines belong."""

from collections.abc import Sequence
from typing import Any

from django import forms

from decisions.forms.shapes import long_text
from decisions.parts import PARTS
from intake.actions.uploads import Placing
from intake.models import Upload
from intake.parsing.read_paper import Unplaced

#: Where a left-over line may go: every part that holds running text.
_PLACES = [
    ("summary", "Executive summary"),
    *((part.key, f"{part.group}: {part.label}") for part in PARTS.values() if part.section),
]
_CHOICES = [("", "Decide later"), (Upload.ASIDE, "Set aside: it belongs nowhere"), *_PLACES]
#: A page with more questions than this is no help to anybody; the rest stays listed beside the text.
MOST_QUESTIONS = 60


class UploadForm(forms.Form):
    """The paper: as a file, or its text pasted."""

    upload = forms.FileField(
        label="Choose the paper",
        required=False,
        help_text="A PDF, Word, OpenDocument, rich text, web page, letter or text file, or a zip of them, up to 20 MB.",
    )
    text = long_text("Or paste its text", rows=8)
    ours_because = forms.CharField(
        label="If it looks like another body’s paper and is yours: how do you know?", required=False, max_length=500
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is given, and not both."""
        data = super().clean() or {}
        is_given = [bool(data.get("upload")), bool((data.get("text") or "").strip())]
        if not any(is_given) and not self.errors:
            self.add_error("upload", "Choose the paper’s file, or paste its text.")
        if all(is_given):
            self.add_error("text", "Choose a file or paste the text, not both.")
        return data

    def uploaded(self) -> tuple[str, bytes]:
        """Name and bytes of what was uploaded; after `is_valid`."""
        if upload := self.cleaned_data["upload"]:
            return upload.name, upload.read()
        return "pasted text.txt", self.cleaned_data["text"].encode()


class PlacingForm(forms.Form):
    """One question for each line that found no place: to which part it belongs, or none."""

    def __init__(self, *args: Any, lines: list[Unplaced], questions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines[:MOST_QUESTIONS]
        for line in self.lines:
            shortened = line.text if len(line.text) <= 120 else f"{line.text[:119]}…"
            self.fields[f"line-{line.line}"] = forms.ChoiceField(
                label=f"Line {line.line}: {shortened}", choices=_CHOICES, required=False
            )
        add_question(self, questions)

    def placings(self) -> list[Placing]:
        """What was chosen, in the order of the paper; lines left for later are not in it. After `is_valid`."""
        placings = (
            Placing(line.line, line.text, self.cleaned_data.get(f"line-{line.line}", "")) for line in self.lines
        )
        return [placing for placing in placings if placing.part]


def add_question(form: forms.Form, questions: Sequence[str]) -> None:
    """Where the reader cannot tell what is meant to be public, a person says that they looked."""
    if questions:
        form.fields["looked"] = forms.BooleanField(
            label="I have looked at this, and what was read may be entered",
            help_text=" ".join(questions),
            error_messages={"required": "Look at what the reader could not tell, and tick that you have."},
        )


class EnterForm(forms.Form):
    """Whoever enters an earlier decision has compared what was read with the paper."""

    def __init__(self, *args: Any, questions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_question(self, questions)

    compared = forms.BooleanField(
        label="I have compared what was read with the paper, and it was decided and published before this register",
        error_messages={"required": "Compare what was read with the paper, and tick that you have."},
    )
