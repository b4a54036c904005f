"""Organisations, funds, grants, tranches and spend returns: the money that decisions are about."""
