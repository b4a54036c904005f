"""manage.py load_profile: put the body's profile in force in the database. Run by whoever migrates."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from components.refusals import Refused
from decisions.actions.profile_loading import load_agreed_profile
from decisions.profiles import keep_passkey_rule
from profiles import ProfileError, current

#: The exit code while two administrators have not agreed; `deploy/upgrade` goes on then.
AWAITS_AGREEMENT = 3


class Command(BaseCommand):
    """Uses the owner's role: the desk cannot change by what rules its papers are judged.

    The first profile is loaded at set-up; a changed one when two administrators have agreed to it at the desk.
    """

    help = "Load the profile that BODY names: its steps, required signatories and series of references."

    def add_arguments(self, parser: CommandParser) -> None:
        """--trial for a trial, which has no administrators to ask."""
        parser.add_argument(
            "--trial", action="store_true", help="load it without two administrators; not in production"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, unless it is in force already."""
        try:
            profile = current()
        except ProfileError as error:
            raise CommandError(str(error)) from None
        keep_passkey_rule(settings.PASSKEYS_COMPULSORY, at=timezone.now())
        name = profile.body.name_on().name
        if options["trial"] and settings.PRODUCTION:
            raise CommandError("Only a trial loads a changed profile without two administrators.")
        try:
            is_new = load_agreed_profile(profile, at=timezone.now(), trial=options["trial"])
        except Refused as refused:
            raise CommandError(str(refused), returncode=AWAITS_AGREEMENT) from None
        if is_new:
            self.stdout.write(f"The profile of {name} is in force ({profile.digest[:12]}).")
        else:
            self.stdout.write(f"The profile of {name} is in force already ({profile.digest[:12]}).")
