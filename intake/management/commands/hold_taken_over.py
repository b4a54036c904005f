"""`manage.py hold_taken_over`: let the desk hold what came with a predecessor's book (docs/archive.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Person
from components.refusals import Refused
from intake.actions.hold_taken_over import hold_taken_over


class Command(BaseCommand):
    """Enters each as an earlier decision, so that the desk's pages reach it."""

    help = "Let the desk hold every decision that came with a predecessor's book, to continue or correct it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """In whose name."""
        parser.add_argument("--by", required=True, metavar="EMAIL", help="one of the staff who enter earlier decisions")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; a second run finds nothing left."""
        person = Person.objects.filter(email__iexact=options["by"].strip()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['by']}.")
        try:
            count = hold_taken_over(by=person, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The desk holds {count} decisions more.")
