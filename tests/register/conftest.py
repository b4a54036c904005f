"""One book for all tests that only read, and a public side that remembers nothing between tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from http_cache.book_version import book_version
from tests.book.conftest import published
from tests.people import make_people
from tests.register.sample import make_book

__all__ = ["published"]


@pytest.fixture(scope="module")
def book(committed_module: None) -> None:
    """The sample book with forty more decisions."""
    make_book(make_people(), more=40)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    book_version.forget()
    caches["public"].clear()
    yield
    book_version.forget()


@pytest.fixture
def public() -> Client:
    """Anybody: no cookies, no session."""
    return Client()
