"""What the Design System's examples call a thing, said in the words of our partials and of Django's forms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from components.widgets import CountedTextarea, DateBoxes

Options = dict[str, Any]


def words(options: Any, text: str = "text", html: str = "html") -> Any:
    """Plain text, or text that is safe as it is; empty for what is not given."""
    if not isinstance(options, dict):
        return options or ""
    return mark_safe(options[html]) if options.get(html) else options.get(text, "")


def plain(*names: str) -> Callable[[Options], Options]:
    """An adapter that passes some options on under our own names."""

    def adapt(options: Options) -> Options:
        return {_snake(name): options[name] for name in names if name in options}

    return adapt


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def with_text(*names: str) -> Callable[[Options], Options]:
    """An adapter for partials whose main parameter is a text."""

    def adapt(options: Options) -> Options:
        return {**plain(*names)(options), "text": words(options)}

    return adapt


def skip_link(options: Options) -> Options:
    """Ours leads to #main-content where the Design System's leads to #content."""
    return {"href": "#content", **with_text("href", "classes")(options)}


def phase_banner(options: Options) -> Options:
    """Its tag is a parameter, not a component inside."""
    tag = options.get("tag", {})
    return {**with_text("classes")(options), "tag": words(tag), "tag_classes": tag.get("classes", "")}


def breadcrumbs(options: Options) -> Options:
    """Items with text and address."""
    items = [{"text": words(item), "href": item.get("href", "")} for item in options.get("items", [])]
    label = options.get("labelText", "")
    return {"items": items, "collapse": options.get("collapseOnMobile"), "label": label, **plain("classes")(options)}


def service_navigation(options: Options) -> Options:
    """Items with text and address, the current one marked."""
    items = [
        {**item, "text": words(item)}
        for item in options.get("navigation") or []
        if isinstance(item, dict) and (item.get("text") or item.get("html"))
    ]
    names = (
        "navigationLabel",
        "navigationId",
        "navigationClasses",
        "serviceName",
        "serviceUrl",
        "ariaLabel",
        "classes",
    )
    return {**plain(*names)(options), "items": items, "menu_label": options.get("menuButtonText", "")}


def generic_header(options: Options) -> Options:
    """A logo that is safe text."""
    return {
        "logo": words(options, "logoText", "logoHtml"),
        "href": options.get("url", ""),
        **plain("classes", "containerClasses")(options),
    }


def button(options: Options) -> Options:
    """A button or link."""
    names = ("href", "classes", "name", "value", "type", "disabled", "preventDoubleClick", "isStartButton", "id")
    return with_text(*names)(options)


def label(options: Options) -> Options:
    """A label for a control."""
    return {**with_text("classes", "isPageHeading")(options), "for_id": options.get("for", "")}


def error_message(options: Options) -> Options:
    """No hidden word is asked for with a dash."""
    hidden = options.get("visuallyHiddenText", "Error")
    return {**with_text("classes", "id")(options), "visually_hidden_text": hidden or "-"}


def error_summary(options: Options) -> Options:
    """Errors with text and address."""
    errors = [{"text": words(error), "href": error.get("href", "")} for error in options.get("errorList", [])]
    return {
        "errors": errors,
        "title": words(options, "titleText", "titleHtml"),
        "description": words(options, "descriptionText", "descriptionHtml"),
        **plain("classes", "disableAutoFocus")(options),
    }


def notification_banner(options: Options) -> Options:
    """A sentence, or safe text of its own."""
    content = {"html": mark_safe(options["html"])} if options.get("html") else {"text": options.get("text", "")}
    names = ("type", "role", "classes", "disableAutoFocus")
    title = {
        "title": words(options, "titleText", "titleHtml"),
        "title_id": options.get("titleId", ""),
        "title_level": options.get("titleHeadingLevel", ""),
    }
    return {**plain(*names)(options), **content, **title}


def warning_text(options: Options) -> Options:
    """The hidden word is called icon."""
    return {**with_text("classes")(options), "icon": options.get("iconFallbackText", "")}


def panel(options: Options) -> Options:
    """A title and a text."""
    title = words(options, "titleText", "titleHtml")
    return {**with_text("classes", "headingLevel")(options), "title": title}


def details(options: Options) -> Options:
    """A summary and a text."""
    return {**with_text("classes", "id", "open")(options), "summary": words(options, "summaryText", "summaryHtml")}


def _actions(holder: Any) -> list[Options]:
    items = (holder or {}).get("items") or []
    return [
        {
            "text": words(item),
            "href": item.get("href", ""),
            "hidden": item.get("visuallyHiddenText", ""),
            "classes": item.get("classes", ""),
        }
        for item in items
    ]


def summary_list(options: Options) -> Options:
    """Rows of key, value and actions; a card around them."""
    rows = [
        {
            "key": words(row["key"]),
            "key_classes": row["key"].get("classes", ""),
            "value": words(row["value"]),
            "value_classes": row["value"].get("classes", ""),
            "actions": _actions(row.get("actions")),
            "actions_classes": (row.get("actions") or {}).get("classes", ""),
            "classes": row.get("classes", ""),
        }
        for row in options.get("rows") or []
        if row
    ]
    card = options.get("card") or {}
    title = card.get("title") or {}
    return {
        "rows": rows,
        "some_actions": any(row["actions"] for row in rows),
        "card_title": words(title),
        "card_level": title.get("headingLevel", ""),
        "card_actions": _actions(card.get("actions")),
        "card_classes": card.get("classes", ""),
        **plain("classes")(options),
    }


def _cell(cell: Options) -> Options:
    return {"text": words(cell), **plain("format", "classes", "colspan", "rowspan")(cell)}


def table(options: Options) -> Options:
    """Head and rows of cells."""
    return {
        "head": [_cell(cell) for cell in options.get("head") or []],
        "rows": [[_cell(cell) for cell in row] for row in options.get("rows") or [] if row],
        "first_cell_is_header": options.get("firstCellIsHeader", False),
        **plain("caption", "captionClasses", "classes")(options),
    }


def task_list(options: Options) -> Options:
    """Tasks whose status is a word or a tag."""
    items = []
    for item in options.get("items") or []:
        if item:
            status = item.get("status") or {}
            tag = status.get("tag") or {}
            items.append(
                {
                    "title": words(item["title"]),
                    "href": item.get("href", ""),
                    "hint": words(item.get("hint") or ""),
                    "status": words(status),
                    "cannot_start": "cannot-start-yet" in status.get("classes", ""),
                    "tag": words(tag),
                    "tag_classes": tag.get("classes", ""),
                    "classes": item.get("classes", ""),
                }
            )
        else:
            items.append({})
    return {"items": items, **plain("idPrefix", "classes")(options)}


def tabs(options: Options) -> Options:
    """Parts with a label; plain text stands in a paragraph, as the example's does."""
    items = []
    for item in options.get("items") or []:
        if item:
            part = item.get("panel") or {}
            text = (
                words(part) if part.get("html") else format_html('<p class="govuk-body">{}</p>', part.get("text", ""))
            )
            items.append({"label": item.get("label", ""), "id": item.get("id", ""), "text": text})
    return {"items": items, **plain("title", "id", "classes")(options)}


def pagination(options: Options) -> Options:
    """Ways back and on, and numbered pages."""
    ways = {}
    for way in ("previous", "next"):
        given = options.get(way)
        if given:
            ways[way] = {"href": given["href"], "text": words(given), "label": given.get("labelText", "")}
    items = [
        {**item, "label": item.get("visuallyHiddenText", ""), "number": item.get("number", "")}
        for item in options.get("items") or []
        if item
    ]
    label_ = options.get("landmarkLabel", "")
    return {**ways, "items": items, "landmark_label": label_, **plain("classes")(options)}


PARTIALS: dict[str, Callable[[Options], Options]] = {
    "back-link": with_text("href", "classes"),
    "breadcrumbs": breadcrumbs,
    "button": button,
    "details": details,
    "error-message": error_message,
    "error-summary": error_summary,
    "generic-header": generic_header,
    "hint": with_text("id", "classes"),
    "inset-text": with_text("id", "classes"),
    "label": label,
    "notification-banner": notification_banner,
    "pagination": pagination,
    "panel": panel,
    "phase-banner": phase_banner,
    "service-navigation": service_navigation,
    "skip-link": skip_link,
    "summary-list": summary_list,
    "table": table,
    "tabs": tabs,
    "tag": with_text("classes"),
    "task-list": task_list,
    "warning-text": warning_text,
}


def _attrs(options: Options, *names: str) -> dict[str, Any]:
    attrs = {name: options[name] for name in names if options.get(name)}
    for name in ("prefix", "suffix"):
        if options.get(name):
            attrs[f"data-{name}"] = words(options[name])
    classes = options.get("classes", "")
    return {**attrs, "class": classes} if classes else attrs


def _choices(options: Options) -> list[tuple[Any, Any]]:
    return [(item.get("value", ""), words(item)) for item in options.get("items") or [] if item]


def _text(options: Options) -> forms.Field:
    kind = options.get("type", "text")
    attrs = _attrs(options, "inputmode", "autocomplete", "pattern", "autocapitalize")
    if options.get("spellcheck") is not None:
        attrs["spellcheck"] = "true" if options["spellcheck"] else "false"
    widget = forms.TextInput(attrs=attrs)
    widget.input_type = kind
    return forms.CharField(widget=widget)


def _textarea(options: Options) -> forms.Field:
    attrs = _attrs(options, "autocomplete")
    if options.get("spellcheck") is not None:
        attrs["spellcheck"] = "true" if options["spellcheck"] else "false"
    widget = forms.Textarea(attrs={**attrs, "rows": options.get("rows", 5)})
    return forms.CharField(widget=widget)


def _counted(options: Options) -> forms.Field:
    widget = CountedTextarea(attrs={**_attrs(options), "rows": options.get("rows", 5)})
    return forms.CharField(widget=widget, max_length=options.get("maxlength"))


def _select(options: Options) -> forms.Field:
    return forms.ChoiceField(choices=_choices(options), widget=forms.Select(attrs=_attrs(options)))


def _radios(options: Options) -> forms.Field:
    return forms.ChoiceField(choices=_choices(options), widget=forms.RadioSelect(attrs=_attrs(options)))


def _checkboxes(options: Options) -> forms.Field:
    widget = forms.CheckboxSelectMultiple(attrs=_attrs(options))
    return forms.MultipleChoiceField(choices=_choices(options), widget=widget)


def _date(options: Options) -> forms.Field:
    return forms.CharField(widget=DateBoxes(attrs=_attrs(options)))


def _file(options: Options) -> forms.Field:
    return forms.FileField(widget=forms.FileInput(attrs=_attrs(options)))


FIELDS: dict[str, Callable[[Options], forms.Field]] = {
    "character-count": _counted,
    "checkboxes": _checkboxes,
    "date-input": _date,
    "file-upload": _file,
    "input": _text,
    "radios": _radios,
    "select": _select,
    "textarea": _textarea,
}


def draw_field(component: str, options: Options) -> str:
    """The example as a field of a Django form, drawn by field.html."""
    field = FIELDS[component](options)
    heading = options.get("label") or (options.get("fieldset") or {}).get("legend") or {}
    field.label = words(heading)
    field.help_text = words(options.get("hint") or "")
    field.required = False
    field.disabled = options.get("disabled", False)
    size = str(heading.get("classes", "")).rpartition("--")[2]
    field.widget.attrs["data-label-size"] = size or "plain"
    name = options.get("name") or options.get("namePrefix") or options["id"]
    form_class = type("ExampleForm", (forms.Form,), {name: field})
    error = options.get("errorMessage")
    id_ = _FixedId(options.get("id") or options.get("idPrefix") or name)
    form = form_class({name: _value(options)}, {}, auto_id=id_) if error else form_class(auto_id=id_)
    if error:
        form.full_clean()
        form.errors.clear()
        form.add_error(name, ValidationError(str(words(error)), code="example"))
    form.initial[name] = _value(options)
    return form[name].as_field_group()


def _value(options: Options) -> Any:
    """The value of an example, wherever it is said."""
    chosen = [
        item.get("value", "")
        for item in options.get("items") or []
        if item and (item.get("selected") or item.get("checked"))
    ]
    if chosen:
        return chosen if len(chosen) > 1 else chosen[0]
    value = options.get("value", options.get("values", ""))
    if isinstance(value, dict):
        return "/".join(str(value.get(part, "")) for part in ("day", "month", "year"))
    return value


class _FixedId(str):
    """An id that does not depend on the field's name, as the examples have it."""

    def __new__(cls, id_: str) -> "_FixedId":
        instance = super().__new__(cls, "%s")
        instance.id_ = id_
        return instance

    id_: str

    def __mod__(self, name: object) -> str:
        return self.id_
