"""`manage.py reencrypt_second_factors`: the step of a change of SECRET_KEY before the old one is taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.second_factors import reencrypt_second_factors


class Command(BaseCommand):
    """Can be run at any time, and again; docs/keys.md has the whole change."""

    help = "Stores every second factor under the present SECRET_KEY, so that SECRET_KEY_FALLBACKS can be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        """Store them anew and say how many."""
        result = reencrypt_second_factors(at=timezone.now())
        self.stdout.write(f"{result.changed} second factors were stored anew, {result.unchanged} were so already.")
        if result.unreadable:
            raise CommandError(
                f"{result.unreadable} cannot be read with any of the present keys. Put the key they were made under "
                "into SECRET_KEY_FALLBACKS and run this again, or remove those second factors at the desk."
            )
        self.stdout.write("SECRET_KEY_FALLBACKS is no longer needed for them.")
