"""Totals, threads, charts and statistics of the book."""
