"""The application's name in Django, and its one start-up act: listening to the sign-in library."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and offices."""

    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Listen to the sign-in library."""
        from accounts import receivers

        receivers.connect()
