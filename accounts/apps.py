"""The application's name in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and offices."""

    name = "accounts"
    verbose_name = "People"
