"""Tags that components need: errors of a page's forms, classes of widgets, navigation, labels of statuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, FileInput
from django.template.context import Context

from components.widgets import CountedTextarea
from components.wording import error_words

register = template.Library()

STATUS_COLOURS = {
    "draft": "grey",
    "sent back": "orange",
    "submitted": "blue",
    "checked": "purple",
    "endorsed": "turquoise",
    "approved": "green",
    "refused": "red",
    "withdrawn": "orange",
    "published": "green",
    "waiting to be published": "yellow",
    "withdrawn from the register": "orange",
    "urgent": "red",
    "deferred": "yellow",
    "imported": "grey",
    "in force": "green",
    "revoked": "red",
    "replaced": "orange",
    "amended": "yellow",
    "continued": "turquoise",
    "corrected": "yellow",
    "released": "blue",
    "overdue": "red",
    "not started": "blue",
    "in progress": "turquoise",
    "blocks": "red",
    "warns": "yellow",
    "informs": "blue",
}

SEVERITY_WORDS = {
    "blocks": "Must be put right",
    "warns": "Check this",
    "informs": "For information",
}


@register.filter
def status_colour(status: object) -> str:
    """Name the tag colour of a status; an unknown status is grey, never an error."""
    return STATUS_COLOURS.get(str(status).lower(), "grey")


@register.filter
def severity_words(severity: object) -> str:
    """Say a check's severity as a person would."""
    return SEVERITY_WORDS.get(str(severity).lower(), str(severity).capitalize())


@register.filter
def sentence_case(text: object) -> str:
    """Give a lower-case word its capital and leave the rest as it is."""
    words = str(text)
    return words[:1].upper() + words[1:]


@register.filter
def has_items(groups: Iterable[dict[str, Any]]) -> bool:
    """Say whether any of some groups holds an item, so that no empty box is drawn."""
    return any(group.get("items") for group in groups)


@register.filter
def labelled(amounts: Iterable[object], columns: Iterable[str]) -> list[tuple[object, str]]:
    """Each amount of a row with the name of its column, for a table that becomes labelled lines on a phone."""
    return list(zip(amounts, columns, strict=False))


@register.filter
def field_kind(field: BoundField) -> str:
    """Say which layout a field takes: "checkbox", "fieldset", "file" or "plain"."""
    if isinstance(field.field.widget, CheckboxInput):
        return "checkbox"
    if field.use_fieldset:
        return "fieldset"
    return "file" if isinstance(field.field.widget, FileInput) else "plain"


@register.filter
def field_option(field: BoundField, name: str) -> str:
    """Read what a form asks of its field's layout, from the widget's data attributes.

    Known are prefix ("£"), suffix, width (characters: 2, 3, 4, 5, 10, 20, 30) and label-size ("m", "l", "hidden").
    """
    return str(field.field.widget.attrs.get(f"data-{name}", ""))


@register.filter
def error_sentences(field: BoundField) -> list[str]:
    """Give the sentences of a field's errors; they name the field where Django's words do not."""
    return error_words(field)


@register.filter
def character_limit(field: BoundField) -> int | None:
    """Give the limit that a counted text area announces; None for every other field."""
    if not isinstance(field.field.widget, CountedTextarea):
        return None
    return getattr(field.field, "max_length", None)


@register.simple_tag
def widget_class(widget: dict[str, Any], block: str) -> str:
    """Give a widget its block's class, its error class and the classes its author asked for."""
    attrs = widget["attrs"]
    classes = [block]
    if attrs.get("aria-invalid"):
        classes.append(f"{block}--error")
    if attrs.get("data-width"):
        classes.append(f"govuk-input--width-{attrs['data-width']}")
    classes += str(attrs.get("class", "")).split()
    return " ".join(dict.fromkeys(classes))


def _deleted(formset: BaseFormSet[Any]) -> list[BaseForm]:
    """Forms marked for removal, whose errors no longer matter."""
    return list(formset.deleted_forms) if formset.can_delete and formset.is_valid() else []


def _holders(context: Context, given: tuple[object, ...]) -> list[object]:
    """Take the forms named in the tag, else those the page calls form, formset or forms."""
    if given:
        return [holder for holder in given if holder]
    names = ("form", "formset", "forms", "formsets")
    return [context[name] for name in names if context.get(name)]


def _errors(holders: Iterable[object]) -> Iterator[dict[str, str]]:
    """List each error once as {"text", "href"}, in the order of the page."""
    for holder in holders:
        if isinstance(holder, list | tuple):
            yield from _errors(holder)
        elif isinstance(holder, BaseFormSet):
            if holder.is_bound:
                yield from _formset_errors(holder)
        elif isinstance(holder, BaseForm) and holder.is_bound:
            yield from _form_errors(holder)


def _formset_errors(formset: BaseFormSet[Any]) -> Iterator[dict[str, str]]:
    """List what is wrong with a formset as a whole, then with each of its forms."""
    for message in formset.non_form_errors():
        yield {"text": str(message), "href": ""}
    several = len(formset.forms) > 1
    for number, form in enumerate(formset.forms, 1):
        if form not in _deleted(formset):
            row = getattr(form, "row_name", "") or f"{getattr(form, 'row_words', 'Row')} {number}"
            for error in _form_errors(form):
                yield {"text": f"{row}: {error['text']}", "href": error["href"]} if several else error


def _form_errors(form: BaseForm) -> Iterator[dict[str, str]]:
    """List what is wrong with a form as a whole, then field by field."""
    for message in form.non_field_errors():
        yield {"text": str(message), "href": ""}
    for field in form.hidden_fields():
        for sentence in error_words(field):
            yield {"text": sentence, "href": ""}
    for field in form.visible_fields():
        for sentence in error_words(field):
            yield {"text": sentence, "href": f"#{_focus_id(field)}"}


def _focus_id(field: BoundField) -> str:
    """Find the id of the control that a link in the error summary must focus."""
    if field.field.widget.use_fieldset:
        return f"{field.auto_id}_0"
    return field.id_for_label or str(field.auto_id)


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: Context, *given: object) -> dict[str, object]:
    """Draw the error summary of the page's forms and formsets; nothing when there is no error."""
    return {"errors": list(_errors(_holders(context, given)))}


@register.simple_tag(takes_context=True)
def error_prefix(context: Context, *given: object) -> str:
    """Return "Error: " for the page's title when any of its forms has an error."""
    return "Error: " if any(True for _ in _errors(_holders(context, given))) else ""


#: Words of a User-Agent header and their browser, in order: Edge also names Chrome, and Chrome also names Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser_words(user_agent: str) -> str:
    """Say "Firefox on Windows" for a User-Agent header; the header itself where the browser is not known."""
    browser = next((name for word, name in _BROWSERS if word in user_agent), "")
    system = next((name for word, name in _SYSTEMS if word in user_agent), "")
    return f"{browser} on {system}" if browser and system else browser or user_agent


@register.filter
def has_error(messages: Iterable[Message] | None) -> bool:
    """Say whether one of the messages above a page tells of a problem."""
    return any("error" in message.tags for message in messages or ())


@register.inclusion_tag("components/service_navigation.html", takes_context=True)
def navigation(context: Context, label: str, *given: str | list[str], in_rows: bool = False) -> dict[str, object]:
    """Draw the main navigation from labels and addresses by turns, singly or in lists, marking the current page.

    The item whose address is the longest start of the page's own address is the current one. An item that leads to
    a face's first page ("/desk/", below which the others lie) is current on that page alone. With `in_rows` the items
    stay visible on a phone, so that nothing moves once scripts have run.
    """
    path = context["request"].path if "request" in context else ""
    pairs = [part for value in given for part in (value if isinstance(value, list) else [str(value)])]
    items: list[dict[str, object]] = [
        {"text": text, "href": href} for text, href in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    hrefs = pairs[1::2]
    inside = [href for href in hrefs if path.startswith(href) and (path == href or not _has_below(href, hrefs))]
    nearest = max(inside, key=len, default=None)
    for item in items:
        item["active"] = item["href"] == nearest
        item["current"] = item["href"] == path
    return {"items": items, "menu_label": label, "in_rows": in_rows}


def _has_below(href: str, hrefs: Iterable[str]) -> bool:
    """Say whether another address lies below this one."""
    return any(other != href and other.startswith(href) for other in hrefs)
