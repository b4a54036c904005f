"""`manage.py verify_audit`: names the first event that was altered or removed; prints an anchor to keep elsewhere."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit.models import Event, Head
from audit.verifying import verify


class Command(BaseCommand):
    """Check the history."""

    help = "Check that no event of the history was altered or removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The anchor of an earlier run."""
        parser.add_argument("--anchor", default="", help="number:hash as an earlier run printed it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, say what was found, and fail when something is wrong."""
        anchor = str(options["anchor"]).strip().lower()
        if anchor and not re.fullmatch(r"[1-9]\d{0,17}:[0-9a-f]{64}", anchor):
            raise CommandError("An anchor looks like 1234:5e88… (a number, a colon, 64 figures 0 to f).")
        with transaction.atomic():
            # The head first: events that come in meanwhile are then extra, never missing.
            head = Head.objects.first()
            until = head.count if head else 0
            events = Event.objects.order_by("number", "id")
            if head:
                events = events.filter(number__lte=until) | events.filter(number__isnull=True)
            report = verify(events.iterator(chunk_size=2000), head, anchor)
        if report.problem:
            raise CommandError(report.problem)
        words = "1 event was" if report.count == 1 else f"{report.count:,} events were"
        self.stdout.write(f"{words} checked; none was altered or removed.")
        if report.count:
            self.stdout.write(f"Anchor, to keep elsewhere: {report.anchor}")
