"""Wiring only: settings, addresses, the WSGI entry. Knows every app; no app knows it."""
