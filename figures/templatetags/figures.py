"""Filters that show money, dates and sizes in pages and papers."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from figures.dates import format_date, format_moment, format_start
from figures.money import format_money, format_signed_money

register = template.Library()


@register.filter
def money(amount: Decimal | str | None) -> str:
    """£250,000; nothing for a blank amount."""
    return format_money(Decimal(amount)) if amount not in (None, "") else ""


@register.filter
def signed_money(amount: Decimal | None) -> str:
    """£250,000 or −£1,234.50; nothing for a blank amount."""
    return format_signed_money(amount)


@register.filter
def date_words(day: date | datetime | str | None) -> str:
    """17 December 2018, from a day, a moment or an ISO day."""
    if not day:
        return ""
    return format_date(date.fromisoformat(day) if isinstance(day, str) else day)


@register.filter
def moment(value: datetime | str | None) -> str:
    """17 December 2018 at 10:30am, on London's clock."""
    if not value:
        return ""
    return format_moment(datetime.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def machine_moment(value: datetime | str | None) -> str:
    """2018-12-17T10:30:00+00:00, for the attribute `datetime` (HTML, 2.3.5.7: at most three digits of a second)."""
    if not value:
        return ""
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).isoformat(timespec="seconds")


@register.filter
def start(value: datetime | None) -> str:
    """17 December 2018, or 17 December 2018 at 10:30am where that is not the day's first minute."""
    return format_start(value)


@register.filter
def filesize_words(size: int) -> str:
    """112KB or 2.4MB, as in the text of a link to a file."""
    return f"{size / 1_000_000:.1f}MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))}KB"


@register.filter
def plural(count: int, words: str) -> str:
    """ "1 decision", "2 decisions" from `count|plural:"decision,decisions"`."""
    singular, many = words.split(",")
    return f"{count:,} {singular if count == 1 else many}"
