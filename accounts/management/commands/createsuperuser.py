"""`manage.py createsuperuser`: refused. There is no such person: what somebody may do comes from their offices."""

from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Says what to do instead."""

    help = "Refused: offices are given by two administrators."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whatever Django's command takes, so that the sentence is read."""
        for name in ("--email", "--name", "--database"):
            parser.add_argument(name, default="")
        parser.add_argument("--noinput", "--no-input", action="store_true")

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise CommandError(
            "Nobody may do everything here. Administrators make accounts at the desk and give offices, two together; "
            "the first two are made by manage.py create_administrators."
        )
