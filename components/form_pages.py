"""What every page with a form does when it is sent: make the change, or say why not and show the form again."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from components.refusals import Refused


def sent(request: HttpRequest) -> QueryDict | None:
    """The data of a form that was sent, even when it is empty; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def apply_form(request: HttpRequest, form: forms.BaseForm, change: Callable[[], object]) -> int | None:
    """Make the change that a valid form asks for.

    Returns None when it was made, so that the view goes on to the next page; otherwise the status with which the page
    is shown again: 200 for a form that was not sent, 422 for one with errors, and that of the refusal, whose
    sentence is then above the page.
    """
    if not form.is_valid():
        return 422 if form.is_bound else 200
    return apply_change(request, change)


def apply_change(request: HttpRequest, change: Callable[[], object]) -> int | None:
    """Make a change; None when it was made, otherwise the refusal's status, its sentence above the page."""
    try:
        change()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return refusal.status
    return None


def seen_version(request: HttpRequest, otherwise: int = -1) -> int:
    """The version (hidden field `seen`) of the thing when its page was drawn; `otherwise` (-1 fits none) if missing."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else otherwise
