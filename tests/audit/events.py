"""Events for tests, written down as the program writes them."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from audit.models import Event

#: A person whom no table holds.
FATIMA = Person(pk=1, name="Fatima Finch")
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def recorded(sentence: str = "Fatima Finch did something.", **changed: Any) -> Event:
    """Fatima did something; `changed` replaces what is recorded of it."""
    facts: dict[str, Any] = {
        "verb": "try", "at": AT, "by": FATIMA, "subject": "decision:12",
        "sentence": sentence, "details": {"before": None, "after": "£1"}, **changed,
    }  # fmt: skip
    with transaction.atomic():
        return record(**facts)
