"""Recomputing the whole book: every hash, every seal, every reading row; what does not fit is named."""

from register.checking.findings import Finding, Tick
from register.checking.whole import check_book

__all__ = ["Finding", "Tick", "check_book"]
