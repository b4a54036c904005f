"""What may be typed into the confidential Part 2: items, exemptions, who may read it."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms import PersonChoice
from accounts.models import Holding, Person
from components.rows import Rows, rows_of
from components.uploads import MOST
from decisions.forms.shapes import day, line, long_text
from figures.text import plain_text
from part2.actions import ExemptionFacts, ItemFacts

#: Sections of the Freedom of Information Act 2000 that exempt information (Part II of the Act).
SECTIONS = {
    "21": "accessible by other means",
    "22": "intended for future publication",
    "23": "security bodies (never shown in public)",
    "24": "national security",
    "26": "defence",
    "27": "international relations",
    "28": "relations within the United Kingdom",
    "29": "the economy",
    "30": "investigations and proceedings",
    "31": "law enforcement",
    "32": "court records",
    "33": "audit functions",
    "34": "parliamentary privilege",
    "35": "formulation of government policy",
    "36": "effective conduct of public affairs",
    "37": "communications with the Sovereign, honours",
    "38": "health and safety",
    "39": "environmental information",
    "40": "personal information",
    "41": "information provided in confidence",
    "42": "legal professional privilege",
    "43": "commercial interests",
    "44": "prohibitions on disclosure",
}
#: Absolute: no balance of public interest is asked for (section 2(3) of the Act); 40 is so for personal data of others.
ABSOLUTE = frozenset({"21", "23", "32", "34", "40", "41", "44"})


class ItemForm(forms.Form):
    """A text or a file that is withheld."""

    row_words = "Item"

    title = forms.CharField(
        label="Title of the item",
        max_length=200,
        help_text="For people at the desk; not published.",
        error_messages={"required": "Enter a title for this item, or remove it."},
    )
    text = long_text("Text", "Or choose a file below.", rows=6)
    upload = forms.FileField(
        label="File",
        required=False,
        help_text=f"A PDF, Word, image or plain text file of up to {MOST // 1024 // 1024} MB.",
    )
    keep = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kept_name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    review_on = day("To be reviewed on (optional)")

    def clean(self) -> dict[str, Any]:
        """Either a text or a file."""
        data = super().clean() or {}
        has_file = bool(data.get("upload") or data.get("keep"))
        if has_file and data.get("text"):
            self.add_error("text", "This item has a text and a file. Make two items of them.")
        elif not has_file and not data.get("text") and "upload" not in self.errors:
            self.add_error("text", "Write the text of this item, or choose a file.")
        return data

    def facts(self) -> ItemFacts:
        """What the action takes; after `is_valid`."""
        data, upload = self.cleaned_data, self.cleaned_data.get("upload")
        return ItemFacts(
            title=data["title"],
            text=plain_text(data["text"]),
            file_name=upload.name if upload else "",
            file_data=upload.read() if upload else b"",
            keep=data["keep"] if not upload else None,
            review_on=data["review_on"],
        )


class ExemptionForm(forms.Form):
    """A section of the Freedom of Information Act 2000 relied on."""

    row_words = "Exemption"

    section = forms.ChoiceField(
        label="Section",
        choices=[("", "Choose a section"), *((n, f"Section {n}: {words}") for n, words in SECTIONS.items())],
        error_messages={"required": "Choose the section relied on, or remove this exemption."},
    )
    limb = line("Limb", "For example (1)(a). Say which where the section has several.", max_length=40)
    reason = long_text("Why it applies", rows=3)
    balance = long_text("Balance of public interest", "For qualified exemptions: why withholding outweighs.", rows=3)
    lapses_on = day("Expected to lapse on (optional)")

    def still_lacks(self) -> str:
        """That a qualified exemption has no balance yet (section 2(2)(b) of the Act); empty where none lacks."""
        section = self.cleaned_data.get("section")
        if not section or section in ABSOLUTE or self.cleaned_data.get("balance"):
            return ""
        return f"Section {section} is qualified: its balance of public interest is still to be stated."

    def facts(self) -> ExemptionFacts:
        """What the action takes; after `is_valid`."""
        values: dict[str, Any] = {k: plain_text(v) if isinstance(v, str) else v for k, v in self.cleaned_data.items()}
        return ExemptionFacts(**values)


class _ExemptionRows(Rows):
    """Exemptions; 23 and 24 are not cited together for one paper without saying which item each covers."""

    def clean(self) -> None:
        """Refuse the pair that must not stand together for the same information."""
        cited = {form.cleaned_data.get("section") for form in self.forms if form.is_valid()}
        if {"23", "24"} <= cited:
            raise forms.ValidationError(
                "Sections 23 and 24 are not relied on together for the same information. Keep one."
            )


ItemRows = rows_of(ItemForm, Rows)
ExemptionRows = rows_of(ExemptionForm, _ExemptionRows)


class ReaderForm(forms.Form):
    """One more person who may read Part 2."""

    person = PersonChoice(
        Person.objects.none(),
        label="Let one more person read this Part 2",
        empty_label="Choose a person",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a person from the list."),
    )

    def __init__(self, *args: Any, day: date, removed: bool = False, **kwargs: Any) -> None:
        """Whoever holds an office on the day may be chosen; anybody who was named may be `removed`."""
        super().__init__(*args, **kwargs)
        picker: Any = self.fields["person"]
        holders = Holding.objects.on(day).values("person_id")
        picker.queryset = Person.objects.all() if removed else Person.objects.filter(pk__in=holders)
