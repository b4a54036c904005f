"""Tags for words in two languages: what stays English in a page of another language says so (WCAG 3.1.2)."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

register = template.Library()

_MARK = mark_safe(' lang="en-GB"')


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")


@register.simple_tag
def in_english() -> SafeString:
    """The attribute of an element whose words are English in every page: a paper's text, a page not translated yet."""
    return SafeString() if _is_english() else _MARK


@register.simple_tag
def other_language() -> str:
    """The language of the page; empty for English: a part of what a drawn fragment is kept under."""
    return "" if _is_english() else str(get_language())


@register.simple_tag
def words(text: object) -> str:
    """A fixed word that a view gave, in the page's language; marked as English where it has no translation."""
    english = str(text)
    if _is_english() or not english:
        return english
    translated = gettext(english)
    return translated if translated != english else format_html('<span lang="en-GB">{}</span>', english)
