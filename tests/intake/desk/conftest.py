"""The same people, browsers and clock as at the desk."""

from tests.decisions.desk.conftest import clock, signed_in

__all__ = ["clock", "signed_in"]
