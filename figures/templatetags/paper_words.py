"""Tags for the fixed words and the days of a drawn paper, in its language or in both."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, override

from figures.dates import LONDON, MONTHS, format_date, format_moment

register = template.Library()


def is_english() -> bool:
    """Whether the active language is English."""
    return (get_language() or "en").startswith("en")


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], text: object) -> str:
    """Fixed words of a drawn paper in its language, with those of each language in `also` beside them."""
    english = str(text)
    if not english:
        return english
    own = gettext(english)
    others: list[tuple[str, str]] = []
    for language in context.get("also") or ():
        with override(language):
            others.append((language, gettext(english)))
    spans = [format_html(' <span class="also" lang="{}">/ {}</span>', *pair) for pair in others if pair[1] != own]
    return format_html("{}{}", own, mark_safe("".join(spans)))  # noqa: S308 - each was escaped above


@register.filter
def day_words(day: date | None) -> str:
    """17 December 2018, or 17 Rhagfyr 2018; nothing for no date."""
    if day is None or is_english():
        return format_date(day)
    return f"{day.day} {gettext(MONTHS[day.month - 1])} {day.year}"


@register.filter
def moment_words(moment: datetime | None) -> str:
    """17 December 2018 at 10:30am, or 17 Rhagfyr 2018 am 10:30yb, on London's clock; nothing for none."""
    if moment is None or is_english():
        return format_moment(moment)
    local = moment.astimezone(LONDON)
    half = gettext("am") if local.hour < 12 else gettext("pm")
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}{half}"
    return gettext("%(day)s at %(clock)s") % {"day": day_words(local.date()), "clock": clock}
