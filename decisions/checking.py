"""The checks of decisions/checks over a paper at the desk."""

from datetime import date
from typing import Any

from decisions.models import Decision


def problems_of(decision: Decision, day: date) -> list[Any]:
    """Every problem that a check finds in a paper on a day."""
    return []
