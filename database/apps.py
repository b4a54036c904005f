"""The database app."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Brings the commands migrate, set_up_roles, back_up and restore, and the checks of the roles."""

    name = "database"

    def ready(self) -> None:
        """Register the checks."""
        from database import checks, function_checks  # noqa: F401
