"""The application of the page components."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Holds no model; lowest layer beside figures."""

    name = "components"
