"""The public site of the sample book, as in tests/register."""

from tests.register.conftest import _fresh, book, public, published

__all__ = ["_fresh", "book", "public", "published"]
