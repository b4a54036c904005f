"""`manage.py make_book --entries 100000`: a large invented book, for measuring."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from benchmarks.synthetic_book.writing import write_book
from book.log.heads import sign_head
from book.models import State


class Command(BaseCommand):
    """Fills an empty book."""

    help = "Write invented decisions into an empty book, believable in number, money and links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and from which seed."""
        parser.add_argument("--entries", type=int, default=1000, metavar="N")
        parser.add_argument("--seed", type=int, default=510)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, with progress."""
        count = options["entries"]
        if settings.PRODUCTION:
            raise CommandError("A register in production is not filled with invented decisions.")
        if not 0 < count <= 1_000_000:
            raise CommandError("Choose between 1 and 1000000 entries.")
        if State.objects.using("default").get().entries:
            raise CommandError(
                "The book has entries already. Invented ones go into an empty book only: choose another VAR."
            )
        with tqdm(total=count, desc="Decisions", disable=None) as bar:
            write_book(count, seed=options["seed"], tick=bar.update, say=lambda text: bar.set_postfix_str(text))
        sign_head()
        self.stdout.write(f"{count} invented decisions written.")
