"""A paper while it is written."""
