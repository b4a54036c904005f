"""`make test`: every check and every test, each told with the time it took; the last line is the tests' count.

    python -m deploy.check [--lint | --coverage] [arguments of pytest …]

`--lint` leaves the tests out, `--coverage` says which lines they reach. Whatever else is given goes to pytest, and
leaves out none of the checks before it. Checks run two at a time: one of them takes as long as all the others.
"""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from deploy.seal_keys import make_seal

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
FOLDERS = (
    "accounts attachments audit awards benchmarks book checks components config database decisions delegated "
    "deploy documents drafting figures grants http_cache intake ledgers local_postgres mail markup operations "
    "outside_figures paper_lists part2 profiles public_api public_side publishing register rulings sample "
    "spreadsheets static_export tests text_readers tools verification wording"
)
#: Where `make coverage` writes its pages.
COVERAGE = Path(os.environ.get("VAR") or ROOT / "var") / "coverage"
#: As in production, with secrets that are strong and of no use anywhere.
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "check-" + "5f0c1d9ab37e4286" * 4,
    "ALLOWED_HOSTS": "register.example",
    "REGISTER_ADDRESS": "https://register.example",
    "SEAL_KEY_FILE": "/etc/decision-register/seal-key.pem",
    "EMAIL_HOST": "mail.example",
    "CLIENT_ADDRESS_HEADER": "X-Real-IP",
}


@dataclass(frozen=True)
class Step:
    """One check: what it sees to, its command, and what it needs of the environment."""

    words: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def steps() -> list[Step]:
    """The checks before the tests, the longest first."""
    folders = [folder for folder in FOLDERS.split() if (ROOT / folder).is_dir()]
    manage = [str(BIN / "python"), "manage.py"]
    return [
        Step("Types", [str(BIN / "mypy"), "--no-error-summary", *folders, "manage.py"]),
        Step("Format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        Step("Lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        Step("Imports run one way", [str(BIN / "lint-imports")]),
        Step("No migration is missing", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("Settings for production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], _with_a_seal()),
    ]


def _with_a_seal() -> dict[str, str]:
    """Production with a seal that opens: `check --deploy` tries it."""
    folder = Path(os.environ.get("VAR", ROOT / "var")) / "check-seal"
    return PRODUCTION | make_seal(folder, organisation="Checks of the register", at=datetime.now(UTC))


def main() -> int:
    """Run all of it; 1 when anything failed, which is said again before the tests' own summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", action="store_true", help="leave the tests out")
    parser.add_argument("--coverage", action="store_true", help="measure which lines the tests reach")
    options, for_pytest = parser.parse_known_args()
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.setdefault("VAR", str(ROOT / "var"))
    print("Checks, two at a time …", flush=True)
    began = time.monotonic()
    with ThreadPoolExecutor(2) as side_by_side:
        failed = [words for words in side_by_side.map(partial(_failed, environment=environment), steps()) if words]
    print(f"Checks before the tests: {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"FAILED before the tests: {'; '.join(failed)}", flush=True)
    if options.lint:
        return 1 if failed else 0
    print("Tests, on PostgreSQL and in Chromium (some minutes) …", flush=True)
    command = pytest_command(for_pytest, coverage=options.coverage)
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return 1 if failed or code else 0


def pytest_command(arguments: list[str], *, coverage: bool) -> list[str]:
    """The tests' command: in processes side by side, with the time that each folder took."""
    command = [str(BIN / "pytest"), "-q", "-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadfile"]
    # In the order of the folders: the longest files have few tests, and would come last, one process waiting.
    command += ["--no-loadscope-reorder", "--durations", "15", "-p", "tools.durations"]
    if coverage:
        command += ["--cov", "--cov-report", "term:skip-covered", "--cov-report", f"html:{COVERAGE}"]
    return [*command, *arguments]


def _failed(step: Step, environment: dict[str, str]) -> str:
    """Run a check and say how it ended; its words when it failed, "" when it passed."""
    began = time.monotonic()
    run = subprocess.run(
        step.command, cwd=ROOT, env={**environment, **step.environment}, check=False, capture_output=True, text=True
    )
    result = f"{step.words} {'failed' if run.returncode else 'passed'} in {time.monotonic() - began:.0f} s"
    print(f"{run.stdout}{run.stderr}\n{result}" if run.returncode else result, flush=True)
    return step.words if run.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
