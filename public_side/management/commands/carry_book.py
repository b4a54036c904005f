"""`manage.py carry_book`: a copy of the book on the public side's own server, which follows the primary."""

import os
import time
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from psycopg2.extensions import make_dsn, parse_dsn

from public_side.carrying import CarryingError, allow_carrier, drop_copy, follow, make_copy, offer


class Command(BaseCommand):
    """Needs OWNER_DATABASE_URL, BOOK_CARRIER_URL, PUBLIC_ADMIN_URL and PUBLIC_DATABASE_URL (docs/deploy.md)."""

    help = "Makes a copy of the book in the database that PUBLIC_ADMIN_URL names, and has it follow the primary."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--drop removes a copy."""
        parser.add_argument("--drop", action="store_true", help="stop following, and remove that copy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the copy and wait until it is whole, or remove it."""
        try:
            if options["drop"]:
                drop_copy(admin=_address("PUBLIC_ADMIN_URL"))
                self.stdout.write("The copy is removed.")
                return
            self._carry(_address("BOOK_CARRIER_URL"), _address("PUBLIC_ADMIN_URL"), _address("PUBLIC_DATABASE_URL"))
        except (CarryingError, psycopg2.Error) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The copy is whole and follows. PUBLIC_DATABASE_URL is the register's BOOK_DATABASE_URL now.")

    def _carry(self, carrier: str, admin: str, reader: str) -> None:
        with connections["owner"].cursor() as cursor:
            publication = offer(cursor)
            allow_carrier(cursor, str(parse_dsn(carrier)["user"]))
        make_copy(owner=_owner(), admin=admin, reader=reader)
        follow(admin=admin, carrier=carrier, publication=publication, wait=lambda: time.sleep(0.2))


def _owner() -> str:
    """The owner's database as libpq takes it."""
    params = connections["owner"].get_connection_params()
    return str(
        make_dsn(**{name: params[name] for name in ("host", "port", "user", "password", "dbname") if name in params})
    )


def _address(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise CommandError(f"{name} is not set; docs/deploy.md says what it names.") from None
