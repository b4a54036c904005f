"""The config app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wiring: settings, addresses, the worker."""

    name = "config"
    verbose_name = "Config"
