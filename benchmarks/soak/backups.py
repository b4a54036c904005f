"""Backups taken while everything is read, written and killed; the last whole one is restored and proved at the end."""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Seconds between two backups.
PAUSE = 20


class Backups:
    """Takes one backup after another, in a thread of its own, until it is told to stop."""

    def __init__(self, folder: Path, environment: Mapping[str, str], kills: Callable[[], int]) -> None:
        """`kills` counts what was killed so far: a backup during which nothing was killed has no excuse to fail."""
        self.folder, self.environment, self._kills = folder, environment, kills
        self.whole: list[Path] = []
        self.interrupted = 0
        self.faults: list[str] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._take, daemon=True)
        folder.mkdir()

    def begin(self) -> None:
        """Take the first, and the others after it."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more; returns when the one under way has ended."""
        self._over.set()
        self._thread.join(120)

    def prove(self) -> str:
        """Restore the last whole backup into a database of its own; a sentence when that fails, or there is none."""
        if not self.whole:
            return f"No backup came to its end; {self.interrupted} were interrupted."
        code, output = self._manage("test_backup", str(self.whole[-1]))
        return f"The backup {self.whole[-1].name} is not whole: {output}" if code else ""

    def _take(self) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            file, before = self.folder / f"soak-{number}.backup", self._kills()
            code, output = self._manage("back_up", str(file))
            if not code:
                self.whole.append(file)
            elif self._kills() == before:
                self.faults.append(f"A backup failed though nothing was killed: {output}")
            else:
                self.interrupted += 1
            self._over.wait(PAUSE)

    def _manage(self, *arguments: str) -> tuple[int, str]:
        command: list[str | Path] = [sys.executable, ROOT / "manage.py", *arguments]
        done = subprocess.run(command, env=dict(self.environment), capture_output=True, text=True, check=False)
        return done.returncode, (done.stderr or done.stdout)[-600:].strip()
