"""One's own text and another person's, laid side by side in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django import forms

from figures.dates import format_date, format_moment
from figures.money import format_money
from figures.references import grant_code


@dataclass(frozen=True)
class Sides:
    """What two people, or one in two tabs, wrote of one part, as text, and the pieces in which they differ."""

    yours: str
    theirs: str
    theirs_by: str
    own: bool
    pieces: list[dict[str, str]]


def sides(form: Any, error: Any) -> Sides:
    """The two texts of a part: what stands in the form, and what a StalePart carries."""
    own_values, fields = form.values(), _fields(form)
    own_text, their_text = in_words(own_values, fields), in_words(error.theirs, fields)
    author = "you, in another tab," if error.own else error.their_name
    by = f"Saved by {author} on {format_moment(error.their_at)}"
    return Sides(own_text, their_text, by, error.own, list(pieces(their_text, own_text)))


def _fields(form: Any) -> dict[str, forms.Field]:
    """The fields of a form, or of the rows of a formset."""
    if hasattr(form, "forms"):
        return dict(form.forms[0].fields) if form.forms else {}
    return dict(form.fields)


def in_words(values: dict[str, Any], fields: dict[str, forms.Field]) -> str:
    """A part's values as a person reads them: each labelled, rows numbered; a part of one text is that text alone."""
    if "rows" in values:
        return "\n\n".join(_row(number, row, fields) for number, row in enumerate(values["rows"], 1)) or "Nothing."
    if "text" in values and set(values) <= {"text", "heading"}:
        return "\n\n".join(str(values[name]) for name in ("heading", "text") if name in values)
    return "\n".join(_labelled(name, value, fields) for name, value in values.items())


def _row(number: int, row: Any, fields: dict[str, forms.Field]) -> str:
    if not isinstance(row, dict):
        return grant_code(int(row))
    return "\n".join([f"{number}.", *(_labelled(name, value, fields) for name, value in row.items())])


def _labelled(name: str, value: Any, fields: dict[str, forms.Field]) -> str:
    field = fields.get(name)
    label = str(field.label) if field and field.label else name.replace("_", " ").capitalize()
    return f"{label}: {_display(value, field)}"


def _display(value: Any, field: forms.Field | None) -> str:
    """A field's value as people read it: money, days and choices in words; a dash for none."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if "Money" in type(field).__name__:
        return format_money(Decimal(str(value)))
    if isinstance(value, date):
        return format_date(value)
    if "Day" in type(field).__name__:
        return format_date(date.fromisoformat(str(value)))
    choices = dict(getattr(field, "choices", ())) if isinstance(field, forms.ChoiceField) else {}
    if isinstance(field, forms.ModelChoiceField):
        return grant_code(int(value))
    return str(choices.get(value, value))


def pieces(before: str, after: str) -> Iterable[dict[str, str]]:
    """What is the same, was added and was removed between two texts, word by word."""
    old, new = _words(before), _words(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield {"kind": "same", "text": "".join(old[a:b])}
            continue
        if b > a:
            yield {"kind": "removed", "text": "".join(old[a:b])}
        if d > c:
            yield {"kind": "added", "text": "".join(new[c:d])}


#: Beyond so many words a comparison word by word takes too long; lines are compared then.
_MOST_WORDS = 4000


def _words(text: str) -> list[str]:
    lines = text.splitlines(keepends=True)
    words = [word for line in lines for word in line.replace(" ", " \0").split("\0")]
    return words if len(words) <= _MOST_WORDS else lines
