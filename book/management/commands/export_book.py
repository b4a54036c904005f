"""`manage.py export_book FOLDER`: the book as files that tools/audit_book.py checks without this program."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from book.log.lines import entry_line
from book.models import Entry, File, TreeHead


class Command(BaseCommand):
    """Writes entries, heads, keys and files."""

    help = "Write the whole book into a folder, in the form in which the public addresses of the log give it."
    #: Entries in one file.
    chunk = 1000

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, with progress."""
        folder: Path = options["folder"]
        (folder / "files").mkdir(parents=True, exist_ok=True)
        total = Entry.objects.count()
        with tqdm(total=total, desc="Writing entries", disable=None) as bar:
            for first in range(1, total + 1, self.chunk):
                entries = Entry.objects.filter(number__range=(first, first + self.chunk - 1)).prefetch_related("files")
                lines = [json.dumps(entry_line(entry), ensure_ascii=False) + "\n" for entry in entries]
                (folder / f"entries-{first:09}.ndjson").write_text("".join(lines), encoding="utf-8")
                bar.update(len(lines))
        heads = list(TreeHead.objects.all())
        for head in heads:
            (folder / f"checkpoint-{head.size:09}").write_text(head.checkpoint, encoding="utf-8")
        (folder / "keys").write_text("".join(f"{key}\n" for key in sorted({head.verifier for head in heads})))
        for digest in tqdm(
            list(File.objects.exclude(content=None).values_list("sha256", flat=True)),
            desc="Writing files",
            disable=None,
        ):
            (folder / "files" / digest).write_bytes(bytes(File.objects.get(sha256=digest).content or b""))
        self.stdout.write(f"{total} entries and {len(heads)} signed heads written to {folder}.")
