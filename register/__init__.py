"""The book and the public site: entries, pages, search, feeds, open data, verifying."""
