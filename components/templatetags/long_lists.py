"""Rows of lists that have hundreds of them, written in Python: the template engine takes several times as long.

Each is tested against the same row written as a template (`tests/components/test_long_lists.py`).
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from components.templatetags.words import in_english, in_words, words
from figures.templatetags.figures import money

register = template.Library()


@register.simple_tag
def facet_values(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """The values of one filter: `text`, `href`, `count` (“1,234”, “1,000+” or “”) and whether it is `current`."""
    one, many = (escape(gettext(word)) for word in ("decision", "decisions"))
    rows = []
    for item in items:
        text = conditional_escape(words(item["text"]))
        value = (
            f"<strong>{text}</strong>"
            if item.get("current")
            else f'<a class="govuk-link" href="{escape(item["href"])}">{text}</a>'
        )
        count = ""
        if item.get("count"):
            unit = one if item["count"] == "1" else many
            count = (
                '<span class="dr-filters__count"><span class="govuk-visually-hidden">, </span>'
                f'{escape(item["count"])}<span class="govuk-visually-hidden"> {unit}</span></span>'
            )
        rows.append(f"<li>{value}{count}</li>")
    return mark_safe("".join(rows))  # noqa: S308 - each text was escaped above


@register.simple_tag
def money_rows(lines: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of a table of money: `name`, `href` and `amounts`, each a `label` and pounds (`amount`) or None."""
    nil = (
        f'<span aria-hidden="true">–</span><span class="govuk-visually-hidden">{escape(gettext("None or nil"))}</span>'
    )
    english = in_english()
    rows = []
    for line in lines:
        cells = "".join(
            '<td class="govuk-table__cell govuk-table__cell--numeric" '
            f'data-label="{escape(in_words(cell["label"]))}">'
            f"{nil if cell['amount'] is None else escape(money(cell['amount']))}</td>"
            for cell in line["amounts"]
        )
        rows.append(
            '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">'
            f'<a class="govuk-link" href="{escape(line["href"])}"{english}>{escape(line["name"])}</a></th>{cells}</tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 - each text was escaped above
