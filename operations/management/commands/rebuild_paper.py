"""`manage.py rebuild_paper PCD-1901`, or `--all`: draw sealed papers again and compare them byte for byte."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from tqdm import tqdm

from figures.references import Reference
from operations.redrawing import DIFFERS, OTHER_VERSION, redraw_many
from operations.stored_papers import count_papers, sealed_papers


class Command(BaseCommand):
    """Ends with 1 when a paper differs that this very program drew, or when there is no such paper."""

    help = "Draw sealed papers again from the book and say: same, differs, or built by another version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which papers, and in how many processes."""
        parser.add_argument("reference", nargs="?", help="a reference, such as PCD-1901")
        parser.add_argument("--all", action="store_true", help="every sealed paper of the book")
        parser.add_argument("--processes", type=int, default=0, help="how many at once; one for each core if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, with progress, and report."""
        if bool(options["reference"]) == options["all"]:
            raise CommandError("Give one reference, or --all.")
        key = "" if options["all"] else _key(options["reference"])
        using = "default" if connections["default"].settings_dict.get("USER") else "book"
        total = count_papers(using, key)
        if not total and key:
            raise CommandError(f"{options['reference']} has no sealed paper in the book.")
        processes = min(options["processes"] or len(os.sched_getaffinity(0)), total)
        verdicts = []
        with tqdm(total=total, desc="Rebuilding", unit="paper", disable=None if total > 1 else True) as bar:
            for redrawn in redraw_many(sealed_papers(using, key), processes=processes):
                bar.update()
                verdicts.append(redrawn.verdict)
                bar.clear()
                self.stdout.write(f"{redrawn.name}: {redrawn.verdict}")
                if redrawn.verdict == OTHER_VERSION:
                    self.stdout.write(f"  then: {redrawn.build}\n  now:  {redrawn.now}")
        if DIFFERS in verdicts:
            raise CommandError(f"{verdicts.count(DIFFERS)} of {total} differ from what their Part 1 makes.")


def _key(text: str) -> str:
    try:
        return Reference.parse(text).key
    except ValueError as refusal:
        raise CommandError(str(refusal)) from None
