"""`make test`: every check and every test, each announced; the tests come last, so the last line is their count."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
FOLDERS = (
    "accounts audit components config database decisions deploy documents figures grants register tests benchmarks"
)
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
    """The checks before the tests."""
    folders = [folder for folder in FOLDERS.split() if (ROOT / folder).is_dir()]
    manage = [str(BIN / "python"), "manage.py"]
    return [
        Step("Format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        Step("Lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        Step("Types", [str(BIN / "mypy"), "--no-error-summary", *folders, "manage.py"]),
        Step("Imports run one way through the house", [str(BIN / "lint-imports")]),
        Step("No migration is missing", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("Settings for production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


def main() -> int:
    """Run all of it; 1 when anything failed, which is said again before the tests' own summary."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.setdefault("VAR", str(ROOT / "var"))
    failed = [step.words for step in steps() if not _passes(step, environment)]
    tests = [
        str(BIN / "pytest"),
        "-q",
        "-n",
        os.environ.get("TEST_PROCESSES", "2"),
        "--dist",
        "loadfile",
        # In the order of the folders: the longest files have few tests, and would come last, one process waiting.
        "--no-loadscope-reorder",
        "--durations",
        "15",
    ]
    print("Tests, on PostgreSQL and in Chromium (some minutes) …", flush=True)
    if failed:
        print(f"FAILED before the tests: {'; '.join(failed)}", flush=True)
    code = subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode
    return 1 if failed or code else 0


def _passes(step: Step, environment: dict[str, str]) -> bool:
    print(f"{step.words} …", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        step.command, cwd=ROOT, env={**environment, **step.environment}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    print(f"  {'failed' if done.returncode else 'passed'} in {time.monotonic() - began:.0f} s", flush=True)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
