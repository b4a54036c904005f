"""Mistakes in published decisions that the public tells of."""
