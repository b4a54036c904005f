"""`manage.py verify_audit`: names the first event that was altered or removed; prints an anchor to keep elsewhere."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

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
        nested = connection.in_atomic_block
        with transaction.atomic():
            if not nested:
                # One snapshot for events and head, so that events added meanwhile do not look like a forgery.
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            report = verify(Event.objects.all().in_order(), Head.objects.first(), anchor)
        if report.problem:
            raise CommandError(report.problem)
        words = "1 event was" if report.count == 1 else f"{report.count:,} events were"
        self.stdout.write(f"{words} checked; none was altered or removed.")
        if report.count:
            self.stdout.write(f"Anchor, to keep elsewhere: {report.anchor}")
