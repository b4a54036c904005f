"""allauth's forms for passwords, labelled in sentence case as every other page is."""

from typing import Any

from allauth.account import forms


class _SentenceCase:
    """Labels as they are written here: only the first word has a capital."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # mixed into forms, which have fields
            label = str(field.label)
            field.label = label[:1] + label[1:].lower()


class ChangePasswordForm(_SentenceCase, forms.ChangePasswordForm):
    """The page on which a person changes their own password."""


class ResetPasswordKeyForm(_SentenceCase, forms.ResetPasswordKeyForm):
    """The page that the link in a letter opens."""
