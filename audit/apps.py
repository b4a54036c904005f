"""The application's name in Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The history."""

    name = "audit"
    verbose_name = "History"
