"""The people, for tests of the history."""

import pytest

from tests.people import People, make_people


@pytest.fixture
def people(db: None) -> People:
    """Everybody with their offices."""
    return make_people()
