"""Requests by the public for a paper in an accessible format."""
