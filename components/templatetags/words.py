"""Tags for words in two languages: what stays English in a page of another language says so (WCAG 3.1.2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from figures.dates import MONTHS
from figures.quarters import Quarter
from figures.templatetags.paper_words import day_words, is_english, moment_words

register = template.Library()
register.filter("day_words", day_words)
register.filter("moment_words", moment_words)

_MARK = mark_safe(' lang="en-GB"')


@register.filter
def month_words(day: date) -> str:
    """March 2027, or Mawrth 2027: the month that a day is in."""
    return f"{gettext(MONTHS[day.month - 1])} {day.year}"


@register.filter
def quarter_words(quarter: Quarter) -> str:
    """October to December 2026, or Hydref–Rhagfyr 2026: a name of a month after “i” would be mutated."""
    first, last = (gettext(MONTHS[day.month - 1]) for day in (quarter.starts_on, quarter.ends_on))
    return gettext("%(first)s to %(last)s %(year)s") % {"first": first, "last": last, "year": quarter.ends_on.year}


@register.simple_tag
def in_english() -> SafeString:
    """The attribute of an element whose words are English in every page: a paper's text, a page not translated yet."""
    return SafeString() if is_english() else _MARK


@register.simple_tag
def in_language() -> SafeString:
    """The attribute of an element whose words are in the page's language, inside what may be English."""
    return SafeString() if is_english() else format_html(' lang="{}"', get_language())


@register.simple_tag
def other_language() -> str:
    """The language of the page, empty for English: part of the cache key of a template fragment."""
    return "" if is_english() else str(get_language())


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
    page = "en" if is_english() else str(get_language())
    return not language or str(language).partition("-")[0] == page.partition("-")[0]


@register.simple_tag
def words(text: object) -> str:
    """A fixed word that a view gave, in the page's language; marked as English where it has no translation."""
    english = str(text)
    if is_english() or not english:
        return english
    translated = gettext(english)
    return translated if translated != english else format_html('<span lang="en-GB">{}</span>', english)


@register.filter
def in_words(text: object) -> str:
    """A fixed word that a view gave, in the page’s language, where nothing can be marked: an attribute, an option."""
    english = str(text)
    return english if is_english() or not english else gettext(english)


@register.simple_tag
def in_words_of(*parts: object) -> str:
    """Fixed words that follow one another without a space, each in the page's language."""
    return "".join(in_words(part) for part in parts)


@register.simple_tag
def written(text: object) -> str:
    """What people wrote in English, inside an element in the page's language, marked where that is another."""
    english = str(text)
    return english if is_english() or not english else format_html('<span lang="en-GB">{}</span>', english)


@register.simple_tag
def fixed(text: str) -> str:
    """A fixed word in the page's language, inside an element whose words may be in another."""
    return in_page(gettext(text))


@register.simple_tag
def in_page(text: str) -> str:
    """A text that is in the page's language already, inside an element whose words may be in another."""
    return text if is_english() else format_html('<span lang="{}">{}</span>', get_language(), text)


def filled(sentence: str, by_people: Mapping[str, object], **parts: object) -> str:
    """A sentence in the page's language with its places filled in; what people wrote in English is marked as such."""
    if is_english():
        return sentence % (parts | dict(by_people))
    marked = {name: written(text) for name, text in by_people.items()}
    plain = {name: conditional_escape(str(part)) for name, part in parts.items()}
    return mark_safe(conditional_escape(sentence) % (plain | marked))  # noqa: S308 - each part was escaped above


def followed_by_english(sentence: str, text: str) -> str:
    """A sentence in the page's language, then a text that people wrote in English, marked where the page is not."""
    return format_html("{} {}", sentence, written(text)) if text and not is_english() else f"{sentence} {text}".strip()


@register.simple_tag
def counted(count: int, singular: str, many: str) -> str:
    """ "1 decision", "2 decisions"; in Welsh with the form of the word that its number asks for."""
    return ngettext(f"%(count)s {singular}", f"%(count)s {many}", count) % {"count": f"{count:,}"}
