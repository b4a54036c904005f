"""`manage.py changepassword`: refused. Django's own would let one person at the machine be another, untold."""

from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Says what to do instead."""

    help = "Refused: nobody sets a password for somebody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whatever Django's command takes, so that the sentence is read."""
        parser.add_argument("username", nargs="*")
        parser.add_argument("--database", default="")

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise CommandError(
            "Nobody sets a password for somebody else. Two administrators have a new link sent to them, at the desk; "
            "when no administrator can sign in any more, there is register-manage recover_administrator."
        )
