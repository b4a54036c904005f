"""The people, and publishing in one line."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from book.actions import publish_due
from book.part1.v1 import Part1
from tests.book.agreeing import publish
from tests.people import People

#: The moment of the tests. The database's own clock is later, so what is due now is published at once.
NOW = datetime(2018, 12, 18, 10, 30, tzinfo=UTC)

Publish = Callable[..., None]


@pytest.fixture
def published(people: People) -> Publish:
    """published(PCD_510, PCD_815): Dev publishes papers now."""

    def run(*papers: Part1, **more: Any) -> None:
        for paper in papers:
            pdf = f"%PDF-1.7 sealed {paper.reference}".encode()
            values: dict[str, Any] = {"pdf": pdf, "pages": 5, "due_at": NOW, "by": people.dev, "at": NOW} | more
            publish(part1=paper.to_json(), **values)
        publish_due()

    return run
