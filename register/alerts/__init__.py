"""Alerts by e-mail: what can be followed, and what the public sends in to follow it."""
