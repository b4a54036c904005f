"""The first page, the list and what is done with many papers at once."""
