"""`manage.py hand_over_seal`: the former key of the seal names the new one and its root (docs/seal.md)."""

import getpass
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from book.seal import hand_overs_file, key_place, seal_hand_overs, seal_keys
from documents.keys import KeyPlace, KeyTrouble, open_keys
from documents.seal_hand_over import from_json, hand_over_seal, to_json
from figures.dates import london_day


class Command(BaseCommand):
    """Signs with both keys, and adds the statement to those that are published."""

    help = (
        "Publish that a former key of the seal hands over to the present one. Its passphrase is read from "
        "SEAL_FORMER_KEY_PASSPHRASE."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The former key, its certificate and its roots."""
        for name in ("key", "certificate", "roots"):
            parser.add_argument(f"--former-{name}", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once for each change of keys."""
        at = timezone.now()
        former = KeyPlace(
            trial_folder=key_place().trial_folder,
            key_file=options["former_key"],
            passphrase=os.environ.get("SEAL_FORMER_KEY_PASSPHRASE", ""),
            certificate_file=options["former_certificate"],
            roots_file=options["former_roots"],
        )
        try:
            statement = hand_over_seal(open_keys(former, at=at), seal_keys(at=at), on=london_day(at))
        except KeyTrouble as trouble:
            raise CommandError(str(trouble)) from None
        published = from_json(seal_hand_overs()) if seal_hand_overs() else ()
        file = hand_overs_file()
        try:
            file.write_bytes(to_json([*published, statement]))
        except OSError as error:
            raise CommandError(
                f"Nothing is published: {error}. As root, make a file that this account may write, and run this again: "
                f"install -o {getpass.getuser()} -m 644 /dev/null {file}"
            ) from None
        self.stdout.write(f"{statement.text}\nIt is published at /verify/seal-hand-overs.json.")
