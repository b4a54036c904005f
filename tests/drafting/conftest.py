"""The people at the desk, as in tests/decisions/desk."""

from tests.decisions.desk.conftest import clock, signed_in

__all__ = ["clock", "signed_in"]
