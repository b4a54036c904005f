"""Sentences for errors that Django words without saying which answer is meant."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import BoundField, CheckboxInput, Field, FileField, FileInput, RadioSelect, Select
from django.forms.fields import ChoiceField, EmailField, MultipleChoiceField
from django.forms.models import ModelChoiceField


def error_words(field: BoundField) -> list[str]:
    """Give the sentences of a field's errors, naming the field where Django's own words do not.

    A form's or parser's own sentence is passed on as it is.
    """
    errors = field.form.errors.as_data().get(field.name, [])
    return [sentence for error in errors for sentence in _words(field, error)]


def _words(field: BoundField, error: ValidationError) -> list[str]:
    """Word one error, or each of the errors that it holds."""
    named = f"“{field.label}”"
    if error.code == "required" and _is_default(error, Field, "required"):
        return [_missing(field, named)]
    if error.code == "max_length" and error.message == MaxLengthValidator.message:
        params: dict[str, Any] = dict(error.params or {})
        return [f"{named} must be {params['limit_value']:,} characters or fewer; it has {params['show_value']:,}"]
    for kind in (ChoiceField, MultipleChoiceField, ModelChoiceField):
        if error.code == "invalid_choice" and _is_default(error, kind, "invalid_choice"):
            return [f"Choose one of the answers offered for {named}"]
    if error.code == "invalid" and isinstance(field.field, EmailField):
        return ["Enter an email address in the form name@example.org"]
    if error.code == "empty" and _is_default(error, FileField, "empty"):
        return [f"The file chosen for {named} is empty"]
    return [str(message) for message in error.messages]


def _is_default(error: ValidationError, kind: type[Field], code: str) -> bool:
    """Say whether an error still has the words that Django gives to every field of a kind."""
    return str(error.message) == str(kind.default_error_messages[code])


def _missing(field: BoundField, named: str) -> str:
    """Say what to do about an answer that was not given."""
    widget = field.field.widget
    if widget.is_hidden:
        return "The form was not sent whole: open its page again and send it once more"
    if isinstance(widget, CheckboxInput):
        return f"Tick {named} to go on"
    if isinstance(widget, FileInput):
        return f"Choose a file for {named}"
    if isinstance(widget, Select | RadioSelect) or (widget.use_fieldset and not hasattr(widget, "widgets")):
        return f"Choose an answer for {named}"
    return f"Fill in {named}"
