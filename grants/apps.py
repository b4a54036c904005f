"""The grants app."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Organisations, funds, grants, tranches and spend returns."""

    name = "grants"
    verbose_name = "Grants"
