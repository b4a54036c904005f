"""`manage.py verify_book`: recompute the whole book, name what was removed or altered, report what was expunged."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone
from tqdm import tqdm

from book.integrity import check_book
from book.integrity.book import work_to_do
from book.seal import trusted_roots


class Command(BaseCommand):
    """Ends with 1 when anything is wrong."""

    help = "Recompute every hash, seal and reading row of the book, and say what does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to leave out, and what was kept outside."""
        parser.add_argument("--no-seals", action="store_true", help="Leave out the seals of the papers (faster).")
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            metavar="FILE",
            help="A checkpoint that was kept, with the key on a line of its own after it. May be given again.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, with progress, and report."""
        using = "default" if connections["default"].settings_dict.get("USER") else "book"
        roots = None if options["no_seals"] else trusted_roots(at=timezone.now())
        checkpoints = [Path(name).read_text() for name in options["checkpoint"]]
        wrong = 0
        with tqdm(total=work_to_do(using), desc="Checking the book", unit="", disable=None) as bar:
            for finding in check_book(using, roots=roots, checkpoints=checkpoints, tick=bar.update):
                wrong += finding.kind == "wrong"
                bar.clear()
                self.stdout.write(f"{finding.kind.upper()}: {finding.sentence}")
        if wrong:
            raise CommandError(f"The book is not whole: {wrong} thing{'s' if wrong > 1 else ''} found.")
        self.stdout.write("The book is whole: every entry, proof, file and page is as it was published.")
