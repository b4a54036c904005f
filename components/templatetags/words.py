"""Tags for words in two languages: what stays English in a page of another language says so (WCAG 3.1.2)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from figures.dates import LONDON, MONTHS, format_date, format_moment

register = template.Library()

_MARK = mark_safe(' lang="en-GB"')


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")


@register.simple_tag
def in_english() -> SafeString:
    """The attribute of an element whose words are English in every page: a paper's text, a page not translated yet."""
    return SafeString() if _is_english() else _MARK


@register.simple_tag
def in_language() -> SafeString:
    """The attribute of an element whose words are in the page's language, inside what may be English."""
    return SafeString() if _is_english() else format_html(' lang="{}"', get_language())


@register.simple_tag
def other_language() -> str:
    """The language of the page; empty for English: a part of what a drawn fragment is kept under."""
    return "" if _is_english() else str(get_language())


@register.simple_tag
def texts(own: object, language: str, translations: Iterable[Any] | None = ()) -> list[dict[str, object]]:
    """A text that people wrote in its languages, that of the page first: dicts of `text` and `language` (a BCP 47 tag).

    `translations` have `text` and `language`, as attributes or as keys.
    """
    rows = [{"text": own, "language": language}]
    for row in translations or ():
        pair = row if isinstance(row, dict) else {"text": row.text, "language": row.language}
        rows.append(pair)
    return sorted((row for row in rows if row["text"]), key=lambda row: not _is_of_page(row["language"])) or rows


@register.simple_tag
def lang(language: object) -> SafeString:
    """The attribute of an element in a language (a BCP 47 tag) that is not the page's; empty in its own."""
    return SafeString() if _is_of_page(language) else format_html(' lang="{}"', language)


def _is_of_page(language: object) -> bool:
    page = "en" if _is_english() else str(get_language())
    return not language or str(language).partition("-")[0] == page.partition("-")[0]


@register.simple_tag
def words(text: object) -> str:
    """A fixed word that a view gave, in the page's language; marked as English where it has no translation."""
    english = str(text)
    if _is_english() or not english:
        return english
    translated = gettext(english)
    return translated if translated != english else format_html('<span lang="en-GB">{}</span>', english)


@register.simple_tag
def counted(count: int, singular: str, many: str) -> str:
    """ "1 decision", "2 decisions"; in Welsh with the form of the word that its number asks for."""
    return ngettext(f"%(count)s {singular}", f"%(count)s {many}", count) % {"count": f"{count:,}"}


@register.filter
def day_words(day: date | None) -> str:
    """17 December 2018, or 17 Rhagfyr 2018; nothing for no date."""
    if day is None or _is_english():
        return format_date(day)
    return f"{day.day} {gettext(MONTHS[day.month - 1])} {day.year}"


@register.filter
def moment_words(moment: datetime | None) -> str:
    """17 December 2018 at 10:30am, or 17 Rhagfyr 2018 am 10:30yb, on London's clock; nothing for none."""
    if moment is None or _is_english():
        return format_moment(moment)
    local = moment.astimezone(LONDON)
    half = gettext("am") if local.hour < 12 else gettext("pm")
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}{half}"
    return gettext("%(day)s at %(clock)s") % {"day": day_words(local.date()), "clock": clock}
