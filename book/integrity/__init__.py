"""Recomputing the whole book: every hash, every seal, every reading row; what differs is named."""

from book.integrity.book import check_book
from book.integrity.findings import Finding, Tick

__all__ = ["Finding", "Tick", "check_book"]
