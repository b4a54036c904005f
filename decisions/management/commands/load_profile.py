"""manage.py load_profile: put the body's profile in force in the database. Run by whoever migrates."""

from profile import ProfileError, current
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from decisions.profiles import load_profile


class Command(BaseCommand):
    """Uses the owner's role: the desk cannot change by what rules its papers are judged."""

    help = "Load the profile that BODY names: its steps, required signatories and series of references."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, unless it is in force already."""
        try:
            profile = current()
        except ProfileError as error:
            raise CommandError(str(error)) from None
        name = profile.body.name_on().name
        if load_profile(profile, at=timezone.now()):
            self.stdout.write(f"The profile of {name} is in force ({profile.digest[:12]}).")
        else:
            self.stdout.write(f"The profile of {name} is in force already ({profile.digest[:12]}).")
