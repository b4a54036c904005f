"""`manage.py recover_administrator`: when no administrator can sign in any more; in two steps, told to everybody."""

import getpass
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.invitations import password_link
from components.refusals import Refused
from operations.actions.recovery import begin_recovery, finish_recovery


class Command(BaseCommand):
    """The last resort of whoever runs the machine. Another administrator who can sign in does it at the desk."""

    help = (
        "Lets a locked-out administrator back in: first with --reason, then with the --code that the first step prints."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and why or by what code."""
        parser.add_argument("email", help="the administrator's address")
        parser.add_argument("--reason", default="", help="first step: why; kept in the history")
        parser.add_argument("--code", default="", help="second step: what the first one printed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the step that the arguments name."""
        given = {"email": options["email"], "operator": _operator(), "at": timezone.now()}
        try:
            if not options["code"]:
                person, code = begin_recovery(reason=options["reason"], **given)
                self.stdout.write(f"Every administrator is written to that {person.name} is to be let back in.")
                self.stdout.write(
                    f"If that is right, within an hour: recover_administrator {person.email} --code {code}"
                )
                return
            person = finish_recovery(code=options["code"], **given)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"Give this link to {person.name} and nobody else. It works once; a second factor is set up next:"
        )
        self.stdout.write(f"{settings.DESK_ADDRESS}{password_link(person)}")


def _operator() -> str:
    """Who is at the machine, as it knows them: through sudo, the account that called it."""
    return f"The server’s operator ({os.environ.get('SUDO_USER') or getpass.getuser()})"
