"""`manage.py close_register`: the end of the register, as two people agreed at the desk (docs/archive.md)."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from book.actions.close import close_register
from components.refusals import Refused


class Command(BaseCommand):
    """Closes the register and prints the statement by which its keys retire."""

    help = "Close the register for good, as two people agreed at the desk. It cannot be undone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once."""
        try:
            closed = close_register(at=timezone.now())
        except (Refused, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from None
        except IntegrityError as error:
            raise CommandError(f"The register is closed already: {str(error).partition(chr(10))[0]}") from None
        self.stdout.write(f"The register is closed: entry {closed.number} is its last.\n\n{closed.statement}")
