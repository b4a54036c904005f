"""`manage.py set_up_inbox`: the schema that takes in what the public sends, on a public side of its own."""

import os
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError

from public_side.inbox import set_up_inbox


class Command(BaseCommand):
    """Needs INBOX_ADMIN_URL (a superuser there), BOOK_INBOX_URL (the register's login) and INBOX_URL (the worker's)."""

    help = "Makes the schema inbox and its two logins where INBOX_ADMIN_URL says. May be run again."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say what is missing."""
        try:
            addresses = [os.environ[name] for name in ("INBOX_ADMIN_URL", "BOOK_INBOX_URL", "INBOX_URL")]
        except KeyError as missing:
            raise CommandError(f"{missing.args[0]} is not set; docs/deploy.md says what it names.") from None
        admin, public, taker = addresses
        try:
            set_up_inbox(admin=admin, public=public, taker=taker)
        except psycopg2.Error as error:
            raise CommandError(f"The inbox was not set up: {error}") from None
        self.stdout.write("The inbox is ready: BOOK_INBOX_URL for the register, INBOX_URL for the desk's worker.")
