"""Widgets beyond Django's own: a date in three boxes, a text area that counts."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

MONTHS = [name.lower() for name in month_name[1:]]


class _TextOfBoxes(str):
    """The joined text of three boxes, which also keeps what was typed in each."""

    __slots__ = ("boxes",)
    boxes: list[str]

    @classmethod
    def of(cls, boxes: list[str]) -> _TextOfBoxes:
        typed = cls(_typed_text(*boxes))
        typed.boxes = boxes
        return typed


def _typed_text(day: str, month: str, year: str) -> str:
    """One text of three boxes: the first alone when the others are blank; with spaces for a month in words, or /."""
    if not (month or year):
        return day
    if any(letter.isalpha() for letter in month):
        return " ".join(part for part in (day, month, year) if part)
    return f"{day}/{month}/{year}"


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each in its own box (the GOV.UK date input).

    Gives its field one text, "17/12/2018" or "17 Dec 2018", so that any date field can read it. A whole
    date in the first box, or one sent as one value under the plain name ("2018-12-17", "17 December
    2018"), is accepted as well, and whatever was typed is shown again in the boxes it was typed in.
    """

    template_name = "django/forms/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts = ("day", "month", "year")
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in parts
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: object) -> list[str]:
        """Split a date, or a text typed as a date, into the three boxes."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        if isinstance(value, _TextOfBoxes):
            return list(value.boxes)
        return _split(str(value or ""))

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """Return what was typed as one text; empty when nothing was."""
        if name in data:
            return str(data[name]).strip()
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part in ("day", "month", "year")]
        return _TextOfBoxes.of(typed) if any(typed) else ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        """Say whether neither the boxes nor the plain name were sent."""
        names = (name, f"{name}_day", f"{name}_month", f"{name}_year")
        return not any(key in data for key in names)

    def id_for_label(self, id_: str) -> str:
        """Point the error summary's link at the first box."""
        return f"{id_}_0" if id_ else id_

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        """Draw the boxes, keeping text that could not be read as a date."""
        return super().render(name, self.decompress(value), attrs, renderer)


def _split(text: str) -> list[str]:
    """Put typed text into day, month and year without losing any of it."""
    if text.count("/") == 2:
        return [part.strip() for part in text.split("/")]
    if text.count("-") == 2 and text[:4].isdigit():
        year, month, day = text.split("-")
        return [day.strip(), month.strip(), year.strip()]
    words = text.split()
    if len(words) == 3 and words[1].lower() in MONTHS:
        return [words[0], str(MONTHS.index(words[1].lower()) + 1), words[2]]
    return [text, "", ""] if text else ["", "", ""]


class CountedTextarea(forms.Textarea):
    """A text area that says how many characters are left; the field's max_length is the limit."""

    template_name = "django/forms/widgets/counted_textarea.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Let the count describe the text area, before its hint and error."""
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        if own.get("id"):
            own["aria-describedby"] = f"{own['id']}-info {own.get('aria-describedby') or ''}".strip()
        return context
