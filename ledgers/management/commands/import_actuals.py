"""manage.py import_actuals: enter a ledger's CSV or XLSX file by a saved column map."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from accounts.models import Person
from components.clock import now
from components.refusals import Refused
from figures.money import format_signed_money
from grants.models import LedgerFile, LedgerMap
from ledgers.actions import discard_ledger, enter_ledger, preview_ledger, upload_ledger
from ledgers.reading import LedgerReading


class Command(BaseCommand):
    """All of a file's new lines are entered, or none: then each fault costs a sentence, and the exit code is 1."""

    help = "Enter what a ledger's file (CSV or XLSX) says was spent or received, by a column map kept at the desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and how to read it."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX file of the ledger")
        parser.add_argument("--map", required=True, metavar="NAME", help="the column map, as it is called at the desk")
        parser.add_argument("--as", dest="person", metavar="EMAIL", required=True, help="the person who enters it")
        parser.add_argument(
            "--grant", action="append", default=[], metavar="CODE=G-0001", help="whose money a shared code is"
        )
        parser.add_argument("--dry-run", action="store_true", help="read only: say what would be entered")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, enter unless it is a dry run, tell; exit with 1 when anything stands against it."""
        person = Person.objects.filter(email__iexact=options["person"]).first()
        columns = LedgerMap.objects.filter(name__iexact=options["map"]).first()
        if person is None:
            self.refuse("No person of the desk has this address.")
        if columns is None:
            self.refuse("There is no column map of this name.")
        try:
            data = options["file"].read_bytes()
            file = upload_ledger(name=options["file"].name, data=data, columns=columns, by=person, at=now())
        except (Refused, OSError) as error:
            self.refuse(str(error))
        reading = self.entered(file, person, options)
        self.report(reading, options)
        if not reading.is_ready:
            sys.exit(1)

    def entered(self, file: LedgerFile, person: Person, options: dict[str, Any]) -> LedgerReading:
        """What the file came to; nothing of it stays that was not entered."""
        grants_by_code = dict(pair.rsplit("=", 1) for pair in options["grant"] if "=" in pair)
        reading = preview_ledger(file=file, answers={}, at=now())
        answers = {
            question.key: tranche.pk
            for question in reading.questions
            for tranche in question.choices
            if grants_by_code.get(question.code, "").upper() == tranche.grant.code
        }
        reading = preview_ledger(file=file, answers=answers, at=now())
        if options["dry_run"] or not reading.is_ready:
            discard_ledger(file=file, by=person, at=now())
            return reading
        return enter_ledger(file=file, answers=answers, by=person, at=now())

    def report(self, reading: LedgerReading, options: dict[str, Any]) -> None:
        """Print the result."""
        if options["json"]:
            plain = {"file": options["file"].name, "map": options["map"], "entered": not options["dry_run"]}
            plain["entered"] = plain["entered"] and reading.is_ready
            self.stdout.write(json.dumps(plain | reading.as_json(), ensure_ascii=False, indent=2))
            return
        for fault in reading.faults:
            self.stderr.write(f"Row {fault.row}, {fault.column}, “{fault.value}”: {fault.reason}")
        for question in reading.questions:
            names = " or ".join(f"{tranche.grant.code} ({tranche.fund.name})" for tranche in question.choices)
            self.stderr.write(
                f"{question.rows} lines of {question.code} in {question.year} "
                f"({format_signed_money(question.total)}) fit {names}: say --grant {question.code}=G-…"
            )
        verb = "would be entered" if options["dry_run"] else "entered" if reading.is_ready else "read, none entered"
        counts = f"{reading.already:,} are in already, {reading.nil:,} are nil, {reading.sums:,} only add up others"
        self.stdout.write(f"{len(reading.entries):,} of {reading.rows:,} lines {verb}; {counts}.")
        for tranche, kind, count, total in reading.totals():
            self.stdout.write(
                f"  {tranche.grant.code} {tranche}: {kind}, {count:,} lines, {format_signed_money(total)}"
            )

    def refuse(self, sentence: str) -> NoReturn:
        """Say one sentence and stop."""
        self.stderr.write(sentence)
        sys.exit(1)
