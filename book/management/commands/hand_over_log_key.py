"""`manage.py hand_over_log_key`: the log's former key names its successor, for all who check (docs/proof.md)."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from book.actions.hand_over_key import hand_over_log_key


class Command(BaseCommand):
    """Signs with both keys, publishes the statement and prints it."""

    help = "Publish that the key of LOG_FORMER_KEY_FILE hands the log over to the key of LOG_KEY_FILE."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once."""
        try:
            self.stdout.write(hand_over_log_key(timezone.now()))
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        except IntegrityError as error:
            sentence = str(error).partition("\n")[0]
            raise CommandError(f"The key cannot hand over, or has done so already: {sentence}") from None
