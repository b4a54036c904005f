"""The people, each with a browser of their own, on a day in November 2018."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from accounts.models import Person
from components.clock import held_at
from tests.queries import CountingClient

#: A moment on the day after the papers of tests/decisions/papers.py are written.
NOW = datetime(2018, 11, 21, 10, 0, tzinfo=UTC)

As = Callable[[Person], CountingClient]


@pytest.fixture
def signed_in() -> As:
    """A browser in which a person has signed in."""

    def sign_in(person: Person) -> CountingClient:
        client = CountingClient(raise_request_exception=True)
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The desk's clock stands still."""
    with held_at(NOW):
        yield
