"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Papers that exist already: uploads, what was read of them, and what was made of them."""

    name = "intake"
    verbose_name = "Intake"
