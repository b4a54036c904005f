"""`manage.py create_administrators`: the first two administrators of an installation, each confirmed by the other."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import Refused, create_administrators
from accounts.invitations import password_link


class Command(BaseCommand):
    """Make them and print the links by which they set their passwords."""

    help = "Make the first two administrators; prints a link for each, by which they set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name and address of each; asked for where left out."""
        for rank in ("first", "second"):
            parser.add_argument(f"--{rank}-name", default="")
            parser.add_argument(f"--{rank}-email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, make, print."""
        details = {rank: self._ask_details(rank, options) for rank in ("first", "second")}
        try:
            administrators = create_administrators(first=details["first"], second=details["second"], at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if not settings.PRODUCTION:
            self.stderr.write(
                "MODE is trial: these links work in this trial alone. In an installation say register-manage "
                "create_administrators, which has the service's own key and address (docs/deploy.md)."
            )
        days = settings.PASSWORD_RESET_TIMEOUT // 86400
        self.stdout.write(f"Give each of them their own link, and nobody else. It works once, for {days} days:")
        for person in administrators:
            self.stdout.write(f"{person.name}: {settings.DESK_ADDRESS}{password_link(person)}")

    def _ask_details(self, rank: str, options: dict[str, Any]) -> dict[str, str]:
        name, email = options[f"{rank}_name"], options[f"{rank}_email"]
        try:
            return {
                "name": name or input(f"Name of the {rank} administrator: "),
                "email": email or input(f"Email address of the {rank} administrator: "),
            }
        except (EOFError, KeyboardInterrupt):
            raise CommandError(f"Say who they are: --{rank}-name and --{rank}-email.") from None
