"""Publishing in one line, as the tests of the register have it."""

from tests.book.conftest import published

__all__ = ["published"]
