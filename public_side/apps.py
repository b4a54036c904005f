"""The app, so that its commands are found."""

from django.apps import AppConfig


class PublicSideConfig(AppConfig):
    """No models: what it makes lies in databases that hold no table of the desk's."""

    name = "public_side"
