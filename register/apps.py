"""The register as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The public site, which reads the book."""

    name = "register"
    verbose_name = "Register"
