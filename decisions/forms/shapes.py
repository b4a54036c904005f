"""The shapes that forms of parts are made of: long text, paragraphs, a day, an answer."""

import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from django import forms
from django.urls import reverse_lazy

from components.widgets import DateBoxes
from figures.dates import LONDON, format_date, london_day
from figures.fields import DayField
from figures.text import one_line, plain_text

#: More than the longest advice anybody has written (200 pages); beyond it something else was pasted.
MOST_TEXT = 600_000

_SENTENCE_ENDS = (".", ":", ";", "?", "!", ".”", ".’", '."', ".)")
_POINT = re.compile(r"\s*[-•*–▪◦●○]\s")
_MARKUP = (
    "Begin points with “- ”, set points below them in by two spaces. **bold**, _italic_, [words](https://…), a note "
    "as [^1]. What you paste keeps its shape."
)
_NUMBERED = "Leave a blank line between paragraphs; the program numbers them."
#: Part 1 keeps the report's own numbers, and adds none.
_OWN_NUMBERS = "Leave a blank line between paragraphs; the report keeps the numbers that you type, or has none."


def long_text(label: str, hint: str = "", *, rows: int = 6, required: bool = False, **options: Any) -> forms.CharField:
    """A box for text of any length."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class SummaryField(forms.CharField):
    """Plain text in paragraphs.

    Word puts a single line end after a paragraph. Where every line ends as a sentence does, each is a paragraph;
    otherwise the line ends are somebody's own, as in a letter whose lines were broken to fit.
    """

    def to_python(self, value: Any) -> Any:
        """The text, with a blank line between paragraphs that came without one; points stay together."""
        text = super().to_python(value) or ""
        lines = [line.rstrip() for line in text.splitlines()]
        if not all(lines) or not all(line.endswith(_SENTENCE_ENDS) for line in lines if not _POINT.match(line)):
            return text
        return "".join(
            line + ("\n" if _POINT.match(line) and _POINT.match(after) else "\n\n")
            for line, after in pairwise([*lines, ""])
        ).rstrip()


def summary_text(label: str, hint: str = "") -> forms.CharField:
    """A box for an executive summary."""
    return SummaryField(
        label=label, help_text=hint, required=False, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )


def paragraphs(label: str, hint: str = "", *, own_numbers: bool = False) -> forms.CharField:
    """A box for a section of the paper. The page's heading says its label already, so that it is only read out."""
    field = long_text(label, f"{hint} {_OWN_NUMBERS if own_numbers else _NUMBERED} {_MARKUP}".strip(), rows=14)
    field.widget.attrs["data-label-size"] = "hidden"
    field.widget.attrs["class"] = "govuk-textarea--long"
    # With scripts the editor stands over the box, and asks here what pasted text means.
    field.widget.attrs["data-convert"] = reverse_lazy("desk:text_convert")
    return field


def line(label: str, hint: str = "", *, max_length: int = 200, **options: Any) -> forms.CharField:
    """A box for one line that may stay empty."""
    return forms.CharField(label=label, help_text=hint, max_length=max_length, required=False, **options)


def day(label: str, hint: str = "", *, missing: str = "") -> DayField:
    """Three boxes for a day, which may stay empty unless a sentence says what is `missing` then."""
    return DayField(
        label=label,
        help_text=hint or "For example 17 12 2018.",
        widget=DateBoxes,
        required=bool(missing),
        error_messages={"required": missing} if missing else None,
    )


def answer(label: str, choices: Any, hint: str = "", **options: Any) -> forms.ChoiceField:
    """Radios of which none need be chosen yet."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=choices, widget=forms.RadioSelect, required=False, **options
    )


def start_of(day: date, at: datetime) -> datetime:
    """The first moment of a day in London; raises ValidationError unless the day is after that of `at`."""
    if day <= london_day(at):
        word = "today" if day == london_day(at) else "past"
        raise forms.ValidationError(f"{format_date(day)} is {word}. Enter a day from tomorrow on, or choose now.")
    return datetime.combine(day, time(), tzinfo=LONDON)


class PartForm(forms.Form):
    """A part that is one form. `values` is what the part stores."""

    def clean(self) -> dict[str, Any]:
        """Keep one kind of line end, so that an untouched text stays the same text, and nothing that cannot be seen."""
        data = super().clean() or {}
        return {name: self._plain(name, value) if isinstance(value, str) else value for name, value in data.items()}

    def _plain(self, name: str, text: str) -> str:
        """The text without invisible characters; of a one-line box on one line."""
        return one_line(text) if isinstance(self.fields[name].widget, forms.TextInput) else plain_text(text)

    def values(self) -> dict[str, Any]:
        """What the part stores; after `is_valid`."""
        return dict(self.cleaned_data)
