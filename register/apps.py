"""The register as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The book and the public site."""

    name = "register"
    verbose_name = "Register"
