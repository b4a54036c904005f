"""Who asks."""

import pytest
from django.test import Client


@pytest.fixture
def public() -> Client:
    """Anybody: no cookies, no session."""
    return Client()
