"""Days and moments: read as people write them, shown as the register prints them, counted in working days."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_NUMERIC = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?(?:\s*[/.\-]\s*|\s+)(\d{1,2})(?:\s*[/.\-]\s*|\s+)(\d{4}|\d{2})$", re.IGNORECASE
)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_WORDS = re.compile(
    r"^(?:[a-z]+day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-/]+([a-z]{3,9})\.?,?[\s\-/]+(\d{4}|\d{2})$",
    re.IGNORECASE,
)
_NOT_A_DATE = "Enter a date such as 17 December 2018 or 17/12/2018."


def _month(word: str) -> int:
    for number, name in enumerate(MONTHS, 1):
        if name.lower().startswith(word.lower()) or (word.lower() == "sept" and number == 9):
            return number
    raise ValueError(_NOT_A_DATE)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def parse_date(text: str) -> date:
    """Read 17/12/2018, 17 12 18, 2018-12-17, 17 December 2018, Monday 3rd Sept 2018: day first, as in England.

    Raises ValueError with a sentence for anything else, for days that no calendar has, and for years
    that no paper can mean, such as 0202.
    """
    typed = " ".join(text.replace("\u00a0", " ").split())
    if match := _ISO.match(typed):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _NUMERIC.match(typed):
        day, month, year = int(match[1]), int(match[2]), _year(match[3])
    elif match := _WORDS.match(typed):
        day, month, year = int(match[1]), _month(match[2]), _year(match[3])
    else:
        raise ValueError(_NOT_A_DATE)
    if not 1900 <= year <= 2199:
        raise ValueError("Enter a date with a year between 1900 and 2199, such as 17 December 2018.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{typed} is not a day in the calendar. {_NOT_A_DATE}") from None


def format_date(day: date | None) -> str:
    """17 December 2018; nothing for no date."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def format_moment(moment: datetime | None) -> str:
    """A moment on London's clock: 17 December 2018 at 10:30am; nothing for none."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{format_date(local.date())} at {hour}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def format_start(moment: datetime | None) -> str:
    """The moment from which something holds: the day alone when it is midnight in London, else day and time."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    return format_date(local.date()) if local.time() == time() else format_moment(moment)


def london_day(moment: datetime) -> date:
    """The day on London's calendar at a moment."""
    return moment.astimezone(LONDON).date()


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday of England (Freedom of Information Act 2000, section 10(6))."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that is `count` (0 or more) working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first`, up to and with `last`; 0 when last is not later."""
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, span + 1))
