"""Bringing a paper that exists already: the file or its text, and where its left-over lines belong."""

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
MOST_ASKED = 60


class BringForm(forms.Form):
    """The paper: as a file, or its text pasted."""

    upload = forms.FileField(
        label="Choose the paper",
        required=False,
        help_text="A text, Markdown, web page, Word (.docx) or PDF file with text in it, up to 20 MB.",
    )
    text = long_text("Or paste its text", rows=8)

    def clean(self) -> dict[str, Any]:
        """One of the two is given, and not both."""
        data = super().clean() or {}
        given = [bool(data.get("upload")), bool((data.get("text") or "").strip())]
        if not any(given) and not self.errors:
            self.add_error("upload", "Choose the paper’s file, or paste its text.")
        if all(given):
            self.add_error("text", "Choose a file or paste the text, not both.")
        return data

    def brought(self) -> tuple[str, bytes]:
        """Name and bytes of what was brought; after `is_valid`."""
        if upload := self.cleaned_data["upload"]:
            return upload.name, upload.read()
        return "pasted text.txt", self.cleaned_data["text"].encode()


class PlacingForm(forms.Form):
    """One question for each line that found no place: to which part it belongs, or none."""

    def __init__(self, *args: Any, lines: list[Unplaced], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines[:MOST_ASKED]
        for one in self.lines:
            shown = one.text if len(one.text) <= 120 else f"{one.text[:119]}…"
            self.fields[f"line-{one.line}"] = forms.ChoiceField(
                label=f"Line {one.line}: {shown}", choices=_CHOICES, required=False
            )

    def placings(self) -> list[Placing]:
        """What was chosen, in the order of the paper; lines left for later are not in it. After `is_valid`."""
        chosen = (Placing(one.line, one.text, self.cleaned_data.get(f"line-{one.line}", "")) for one in self.lines)
        return [one for one in chosen if one.part]


class EnterForm(forms.Form):
    """Whoever enters an earlier decision has compared what was read with the paper."""

    compared = forms.BooleanField(
        label="I have compared what was read with the paper, and it was decided and published before this register",
        error_messages={"required": "Compare what was read with the paper, and tick that you have."},
    )
