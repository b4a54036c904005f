"""`manage.py take_over FOLDER`: go on from the book of a register that ended (docs/archive.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from book.actions.close import check_address
from book.actions.take_over import take_over
from book.log.predecessor import BadFolder, Predecessor
from components.refusals import Refused
from figures.text import one_line


class Command(BaseCommand):
    """Checks a mirror's folder and takes the book in it over into this register, which is still empty."""

    help = "Take over the book of a register that ended, from a mirror's folder, before the first entry of one's own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The copy, whose it was, and why."""
        parser.add_argument("folder", type=Path, help="what mirror_register.py copied")
        parser.add_argument(
            "--key", required=True, help="the predecessor's log key, name+id+key, as its office printed it"
        )
        parser.add_argument("--name", required=True, help="the predecessor's name")
        parser.add_argument("--address", required=True, help="where its register stood, beginning with https://")
        parser.add_argument("--reason", required=True, help="by what law or decision this register takes over")
        parser.add_argument("--unclosed", action="store_true", help="take over a register that nobody closed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, whole or not at all."""
        name, reason, address = one_line(options["name"]), one_line(options["reason"]), options["address"].strip()
        try:
            if not name or not reason:
                raise Refused("Say whose register it was, and by what law or decision this one takes over.")
            check_address(address)
            old = Predecessor(options["folder"], options["key"])
            with tqdm(total=old.head.size, desc="Taking over", disable=None) as bar:
                done = take_over(
                    old,
                    name=name,
                    address=address,
                    reason=reason,
                    unclosed=options["unclosed"],
                    at=timezone.now(),
                    tick=bar.update,
                )
        except (Refused, BadFolder, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{done.entries} entries of {name} are taken over; entry {done.number} says so.")
