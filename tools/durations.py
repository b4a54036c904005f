"""A pytest plugin (`-p tools.durations`): how long each folder of tests took, and a file of it for `make quick`.

Where a time is set, it leaves out, and says so, what has not begun by then: `make quick` stays short on a slow or busy
machine, and where no run was measured yet.
"""

import json
import os
import time
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Seconds by test file, of every run on this machine; a file that was run again has its newest figure.
NAME = "test_durations.json"
#: The variable that says until when tests begin, in seconds since 1970; without it they all run.
UNTIL = "TESTS_BEGIN_UNTIL"
TIME_IS_OVER = "the minute is over; `make test` runs it"

_seconds: defaultdict[str, float] = defaultdict(float)
#: Files of which tests were left out because time was over: what the others took says too little.
_cut_short: set[str] = set()


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
    for file, duration in seconds.items():
        parts = Path(file).parts
        sums["/".join(parts[:2]) if len(parts) > 2 else parts[0]] += duration
    return sorted(sums.items(), key=lambda item: -item[1])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Leave a test out when the time is over."""
    if time.time() > float(os.environ.get(UNTIL, "inf")):
        pytest.skip(TIME_IS_OVER)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a test's setting up, call and tidying took; with several processes the reports come from all."""
    file = report.nodeid.partition("::")[0]
    _seconds[file] += report.duration
    if report.skipped and TIME_IS_OVER in str(report.longrepr):
        _cut_short.add(file)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the folders and keep the files' figures."""
    if not _seconds:
        return
    terminalreporter.section("seconds by folder, of all processes together")
    for folder, duration in by_folder(dict(_seconds)):
        terminalreporter.write_line(f"{duration:8.1f} s  {folder}")
    path().parent.mkdir(parents=True, exist_ok=True)
    seconds = {**known(), **{file: round(_seconds[file], 2) for file in _seconds.keys() - _cut_short}}
    path().write_text(json.dumps(seconds, indent=1, sort_keys=True))
