"""The measurement of publishing follows the rules of the book, which takes only what the desk holds as decided."""

import pytest

from benchmarks.book import ROUNDS, published
from book.models import Entry
from decisions.models import Decision


@pytest.mark.django_db
def test_papers_are_published_for_the_measurement_and_taken_back() -> None:
    assert ROUNDS > 1
    assert published() > 0
    assert not Decision.objects.exists()
    assert not Entry.objects.using("default").exists()
