"""`manage.py work`: the worker beside the desk, the register, or both. Several may run: one works at a time."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.worker import jobs_of
from operations.rounds import Job, work_round
from operations.turns import Turn


class Command(BaseCommand):
    """Works in rounds until told to stop (SIGTERM, SIGINT), finishing the round it is in."""

    help = "Publish what is due, sign tree heads, send letters, draw transcripts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--face for whose work, --once for one round, --every for the pause between rounds."""
        parser.add_argument(
            "--face",
            choices=["desk", "register", "both"],
            default=settings.FACE,
            help="desk holds the keys; register needs the reader's login alone (default: this process's FACE).",
        )
        parser.add_argument("--once", action="store_true", help="Work until nothing is left to do, then end.")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="Pause between rounds.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the rounds."""
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: stop.set())
        with closing(Turn()) as turn:
            self._work(stop, turn, jobs_of(options["face"]), once=options["once"], pause=options["every"])

    def _work(self, stop: threading.Event, turn: Turn, jobs: Mapping[str, Job], *, once: bool, pause: float) -> None:
        while not stop.is_set():
            with turn as mine:
                done = work_round(jobs, timezone.now()) if mine else {}
            self._say(done)
            idle = not any(count > 0 for count in done.values())
            if once and mine and idle:
                if failed := [words for words, count in done.items() if count < 0]:
                    raise CommandError(f"Some work failed, see the log: {', '.join(failed)}.")
                return
            if idle:
                stop.wait(pause)

    def _say(self, done: dict[str, int]) -> None:
        phrases = [f"{count} {words}" for words, count in done.items() if count > 0]
        if phrases:
            self.stdout.write(", ".join(phrases))
