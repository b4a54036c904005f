"""Measurements of speed: each module has `measure()`, which prints what it finds and says whether targets are met."""
