"""A pytest plugin (`-p tools.durations`): how long each folder of tests took, and a file of it for `make quick`."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Seconds by test file, of every run on this machine; a file that was run again has its newest figure.
NAME = "test_durations.json"

_seconds: defaultdict[str, float] = defaultdict(float)


def path() -> Path:
    """Where the durations are kept."""
    return Path(os.environ.get("VAR") or ROOT / "var") / NAME


def known() -> dict[str, float]:
    """Seconds by test file; empty when no run was measured yet."""
    try:
        seconds: dict[str, float] = json.loads(path().read_text())
    except (OSError, ValueError):
        return {}
    return seconds


def by_folder(seconds: dict[str, float]) -> list[tuple[str, float]]:
    """Seconds by folder below tests/, longest first."""
    sums: defaultdict[str, float] = defaultdict(float)
    for file, taken in seconds.items():
        parts = Path(file).parts
        sums["/".join(parts[:2]) if len(parts) > 2 else parts[0]] += taken
    return sorted(sums.items(), key=lambda item: -item[1])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a test's setting up, call and tidying took; with several processes the reports come from all."""
    _seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the folders and keep the files' figures."""
    if not _seconds:
        return
    terminalreporter.section("seconds by folder, of all processes together")
    for folder, taken in by_folder(dict(_seconds)):
        terminalreporter.write_line(f"{taken:8.1f} s  {folder}")
    path().parent.mkdir(parents=True, exist_ok=True)
    seconds = {**known(), **{file: round(taken, 2) for file, taken in _seconds.items()}}
    path().write_text(json.dumps(seconds, indent=1, sort_keys=True))
