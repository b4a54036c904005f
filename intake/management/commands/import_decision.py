"""manage.py import_decision: read papers that already exist, and enter them."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from intake.bulk_import.files import Outcome, counts_sentence, files_in, marked_as_known, read_all, write_report


class Command(BaseCommand):
    """Reads files and folders; a refused file costs one sentence on the error stream and exit code 1."""

    help = "Read earlier decision papers (.txt .md .html .docx .pdf, or folders of them) into the register."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and what to do with them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a paper, or a folder of papers")
        parser.add_argument("--dry-run", action="store_true", help="read only; no database is needed")
        parser.add_argument("--json", action="store_true", help="print what was understood as JSON")
        parser.add_argument("--published", action="store_true", help="propose as decided earlier; another publishes")
        parser.add_argument("--as", dest="person", metavar="EMAIL", help="the person who enters the papers")
        parser.add_argument("--report", type=Path, metavar="CSV", help="write a report on every file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, store unless it is a dry run, report; exit with 1 when a file was refused."""
        paths = files_in(options["files"])
        if not paths:
            self.refuse("There is no file to read.")
        quiet = len(paths) == 1 or not sys.stderr.isatty()
        outcomes: Iterable[Outcome] = tqdm(read_all(paths), total=len(paths), unit="file", disable=quiet, leave=False)
        if not options["dry_run"]:
            outcomes = self.stored(outcomes, options)
        reports = [replace(outcome, reading=None) for outcome in outcomes]  # its lines are kept with what was stored
        if options["report"]:
            write_report(options["report"], reports)
        self.report(reports, options, single=len(paths) == 1 and not options["files"][0].is_dir())
        refused_files = [outcome for outcome in reports if outcome.state == "refused"]
        for outcome in refused_files:
            self.stderr.write(outcome.sentence)
        if refused_files:
            sys.exit(1)

    def stored(self, outcomes: Iterable[Outcome], options: dict[str, Any]) -> Iterable[Outcome]:
        """Enter what was read; what is in the register already is passed over, so the command can be run again."""
        from intake.bulk_import.store import Storing, StoringRefused  # only here: a dry run needs no database

        try:
            storing = Storing(email=options["person"] or "", published=options["published"], now=timezone.now)
        except StoringRefused as error:
            self.refuse(str(error))
        return storing.store(marked_as_known(outcomes, storing.known))

    def report(self, outcomes: list[Outcome], options: dict[str, Any], *, single: bool) -> None:
        """Print the JSON of what was read, or a line for each file and the count."""
        if options["json"]:
            papers = [outcome.paper.as_json() for outcome in outcomes if outcome.paper]
            output: Any = papers if not single else papers[0] if papers else None
            if papers or not single:
                self.stdout.write(json.dumps(output, ensure_ascii=False, indent=2))
            return
        if len(outcomes) <= 20:
            for outcome in outcomes:
                if outcome.paper:
                    self.stdout.write(f"{outcome.path.name}: {_report_line(outcome)}")
                elif outcome.state != "refused":
                    self.stdout.write(outcome.sentence)
        if not single:
            self.stdout.write(f"{len(outcomes)} files: {counts_sentence(outcomes)}.")
        if options["published"] and not options["dry_run"] and any(outcome.is_read for outcome in outcomes):
            self.stdout.write("Another person who enters earlier decisions confirms this at the desk, which publishes.")

    def refuse(self, sentence: str) -> None:
        """Print one sentence and exit."""
        self.stderr.write(sentence)
        sys.exit(1)


def _report_line(outcome: Outcome) -> str:
    """What one file came to, as the command prints it: the state, the paper, its warnings."""
    paper = outcome.paper
    if paper is None:
        return outcome.sentence
    parts = [str(paper.reference or "no reference"), paper.title or "no title"]
    return f"{outcome.state}: {', '.join(parts)}" + "".join(f"\n  {w.severity}: {w.message}" for w in paper.warnings)
