"""The mail app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """One outbox for every letter."""

    name = "mail"
    verbose_name = "Mail"
