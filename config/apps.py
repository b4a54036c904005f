"""The config app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wiring: settings, addresses, the worker."""

    name = "config"
    verbose_name = "Config"

    def ready(self) -> None:
        """Register what the apps must not know of one another."""
        from config import proposals

        proposals.register_all()
