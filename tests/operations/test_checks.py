"""`manage.py check --deploy` in production: a seal that is missing, does not open or has run out is an error."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.check import PRODUCTION
from documents.keys import KeyPlace
from tests.documents.sealed import make_place

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)


def check(place: KeyPlace, var: Path, **changes: str) -> str:
    """What the command says, "" when it finds nothing wrong."""
    environment = {
        "PATH": os.environ["PATH"],
        **PRODUCTION,
        "VAR": str(var),
        "SEAL_KEY_FILE": str(place.key_file),
        "SEAL_KEY_PASSPHRASE": place.passphrase,
        "SEAL_CERTIFICATE_FILE": str(place.certificate_file),
        "SEAL_ROOTS_FILE": str(place.roots_file),
        **changes,
    }
    words = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def test_a_seal_in_order_passes(tmp_path: Path) -> None:
    assert check(make_place(tmp_path, at=NOW), tmp_path) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SEAL_KEY_FILE": "/nowhere/seal.key"}, "The seal's key /nowhere/seal.key cannot be read."),
        ({"SEAL_KEY_PASSPHRASE": "wrong"}, "The passphrase does not open the seal's key"),
        ({"SEAL_CERTIFICATE_FILE": "/nowhere/seal.crt"}, "holds no certificate"),
        ({"LOG_KEY_FILE": "/nowhere/log.key"}, "The log's key cannot be read"),
        ({"FACE": "register", "SEAL_ROOTS_FILE": "", "BOOK_DATABASE_URL": "postgresql://a:b@h/c"}, "SEAL_ROOTS_FILE"),
    ],
)
def test_what_is_missing_or_does_not_open_is_an_error(changes: dict[str, str], words: str, tmp_path: Path) -> None:
    assert words in check(make_place(tmp_path, at=NOW), tmp_path, **changes)


def test_a_certificate_that_has_run_out_is_an_error(tmp_path: Path) -> None:
    place = make_place(tmp_path, at=NOW - timedelta(days=400), years=1)
    assert "The seal's certificate ran out" in check(place, tmp_path)


def test_a_certificate_that_soon_runs_out_is_a_warning(tmp_path: Path) -> None:
    place = make_place(tmp_path, at=NOW - timedelta(days=300), years=1)
    assert "runs out in 6" in check(place, tmp_path)
