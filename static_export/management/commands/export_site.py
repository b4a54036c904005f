"""`manage.py export_site FOLDER`: the whole public register as plain files, for any web server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from static_export.folder import NotAnExport
from static_export.writing import RegisterDoesNotAnswer, export_site


class Command(BaseCommand):
    """Writes the site, and says what changed."""

    help = "Write the whole public register as files, or bring a folder of them up to date. See docs/archive.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder to write to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, with progress; fail when an address that something links has no page."""
        with tqdm(desc="Writing pages", unit=" addresses", disable=None) as bar:
            try:
                report = export_site(options["folder"], at=timezone.now(), progress=lambda _: bar.update() and None)
            except (NotAnExport, RegisterDoesNotAnswer) as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{report.addresses} addresses: {len(set(report.changed))} files written, {len(report.removed)} removed."
        )
        if report.faults:
            faults = "\n".join(f"  {address}: {status}" for address, status in report.faults)
            raise CommandError(f"The register has no page at these addresses, which something names:\n{faults}")
