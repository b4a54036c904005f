"""Wiring only: settings, addresses, the WSGI entry. Knows every room; no room knows it."""
