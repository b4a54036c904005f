"""manage.py import_catalogue: a whole folder of pages and files, entered or left for a person, its faults listed."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from components.clock import now
from components.tables import write_csv
from intake.bulk_import.files import Outcome, files_in, read_all
from intake.catalogue.audit import Fault, audit, count_by_check, write_audit


class Command(BaseCommand):
    """Reads on all processors. Files that were entered or wait are recognised by their bytes: it can be run again."""

    help = "Read a folder of published pages and papers into the register, and list the faults of the catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, who enters, and where the tables go."""
        parser.add_argument("folder", type=Path, help="a folder of saved pages, PDFs and other files")
        parser.add_argument("--as", dest="person", metavar="EMAIL", default="", help="the person who enters the papers")
        parser.add_argument("--read-only", action="store_true", help="read and audit; nothing is entered")
        parser.add_argument("--table", type=Path, metavar="CSV", help="what became of every file, and why")
        parser.add_argument("--audit", type=Path, metavar="CSV", help="every fault, where it is and what would mend it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, enter, report."""
        paths = files_in([options["folder"]])
        if not paths:
            self.stderr.write("There is no file to read.")
            sys.exit(1)
        quiet = not sys.stderr.isatty()
        outcomes = list(tqdm(read_all(paths), total=len(paths), unit="file", disable=quiet, leave=False))
        faults = audit(outcomes)
        if options["audit"]:
            write_audit(options["audit"], faults)
        for check, count in count_by_check(faults):
            self.stdout.write(f"{check}: {count}")
        if not options["read_only"]:
            self.enter(outcomes, faults, options)

    def enter(self, outcomes: list[Outcome], faults: list[Fault], options: dict[str, Any]) -> None:
        """Enter the papers in the order of their links; write the table, and what the desk shows of the import."""
        from intake.bulk_import.store import Storing, StoringRefused
        from intake.catalogue.enter import enter_all
        from intake.catalogue.keeping import keep_import

        try:
            by = Storing(email=options["person"], published=True, now=now).person
        except StoringRefused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        quiet = not sys.stderr.isatty()
        entries = list(tqdm(enter_all(outcomes, by=by, moment=now), unit="paper", disable=quiet, leave=False))
        keep_import(outcomes, entries, faults, folder=options["folder"], by=by, at=now())
        if options["table"]:
            rows = ((e.path, e.state, e.reference, e.sentence) for e in entries)
            write_csv(options["table"], ("file", "state", "reference", "why"), rows)
        counts = Counter(entry.state for entry in entries)
        self.stdout.write(", ".join(f"{count} {state}" for state, count in counts.items()) + ".")
