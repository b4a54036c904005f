"""On which day somebody last acted in an office. Apps that know it register a function when the program starts."""

from collections.abc import Callable
from datetime import date

from accounts.models import Holding

Uses = Callable[[Holding], date | None]

_REGISTERED: list[Uses] = []


def register(uses: Uses) -> None:
    """Have an app asked for the last day on which a holding was used."""
    if uses not in _REGISTERED:
        _REGISTERED.append(uses)


def last_use(holding: Holding) -> date | None:
    """The last day on which its holder acted in this office, as far as any app knows; None where they never did."""
    days = [day for uses in _REGISTERED if (day := uses(holding)) is not None]
    return max(days, default=None)
