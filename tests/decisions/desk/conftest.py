"""The people, each with a browser of their own, on a day in November 2018."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import Person
from components.clock import held_at
from tests.decisions.desk.typing import PASSWORD

#: A moment on the day after the papers of tests/decisions/papers.py are written.
NOW = datetime(2018, 11, 21, 10, 0, tzinfo=UTC)

As = Callable[[Person], Client]


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def signed_in() -> As:
    """A browser in which a person has signed in."""

    def sign_in(person: Person) -> Client:
        if not person.has_usable_password():
            # One hash for all: hashing well is slow, and this password is no secret.
            person.password = _hashed()
            person.save(update_fields=["password"])
        client = Client(raise_request_exception=True)
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The desk's clock stands still."""
    with held_at(NOW):
        yield
