"""`manage.py work`: the desk's worker. One is enough; several do no harm."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.worker import work_round


class Command(BaseCommand):
    """Works in rounds until told to stop (SIGTERM, SIGINT), finishing the round it is in."""

    help = "Publish what is due, sign tree heads, send letters, draw transcripts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--once for one round, --every for the pause between rounds."""
        parser.add_argument("--once", action="store_true", help="Work until nothing is left to do, then end.")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="Pause between rounds.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the rounds."""
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: stop.set())
        while not stop.is_set():
            done = work_round(timezone.now())
            self._say(done)
            idle = not any(count > 0 for count in done.values())
            if options["once"] and idle:
                if failed := [words for words, count in done.items() if count < 0]:
                    raise CommandError(f"Some work failed, see the log: {', '.join(failed)}.")
                return
            if idle:
                stop.wait(options["every"])

    def _say(self, done: dict[str, int]) -> None:
        said = [f"{count} {words}" for words, count in done.items() if count > 0]
        if said:
            self.stdout.write(", ".join(said))
