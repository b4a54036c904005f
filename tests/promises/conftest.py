"""Publishing in one line, as the tests of the register have it."""

from tests.register.conftest import published

__all__ = ["published"]
