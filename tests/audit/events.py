"""Events for tests, written down as the program writes them."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from audit.actions import record
from audit.models import Event

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def told(sentence: str = "Fatima Finch did something.", **changed: Any) -> Event:
    """Fatima did something; `changed` replaces what is recorded of it."""
    facts: dict[str, Any] = {
        "verb": "try", "at": AT, "actor_id": 1, "actor_name": "Fatima Finch", "subject": "decision:12",
        "sentence": sentence, "details": {"before": None, "after": "£1"}, **changed,
    }  # fmt: skip
    with transaction.atomic():
        return record(**facts)
