"""manage.py load_sample: fill an empty register with the sample, for a trial."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sample.loading import is_loaded, load


class Command(BaseCommand):
    """Loads the sample once; a register that holds anything is left as it is."""

    help = "Fill an empty register with trial people and sample papers. Refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, telling each step."""
        if settings.PRODUCTION:
            raise CommandError("The sample is for trials: it is not loaded in production.")
        if is_loaded():
            self.stdout.write("The register holds papers already: the sample is not loaded again.")
            return
        password = os.environ.get("DEMO_PASSWORD", "trial")
        load(password=password, at=timezone.now(), report=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write("The sample is loaded.")
