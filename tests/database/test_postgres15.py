"""The oldest PostgreSQL we promise, Debian's 15: launcher, migrations and the main story, in a cluster of its own.

Nightly, since `make test` tells the same story on a newer one.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import connection

from local_postgres.server import Server
from tests.local_postgres.test_server import eventually

ROOT = Path(__file__).resolve().parents[2]
BIN = Path("/usr/lib/postgresql/15/bin")


@pytest.mark.postgres15
@pytest.mark.django_db
def test_the_server_is_the_one_that_was_asked_for() -> None:
    wanted = os.environ.get("EXPECTED_POSTGRESQL")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000
    assert major == int(wanted) if wanted else major >= 15


@pytest.mark.nightly
@pytest.mark.skipif("EXPECTED_POSTGRESQL" in os.environ, reason="this is the run it would start")
@pytest.mark.skipif(not BIN.exists(), reason="Debian's postgresql-15 is not installed")
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="runs on the server of DATABASE_URL already")
def test_the_main_story_on_postgresql_15() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as var:
        os.chmod(var, 0o755)  # the account that runs PostgreSQL must be able to enter it
        environment = {**os.environ, "VAR": var, "POSTGRES_BIN": str(BIN), "EXPECTED_POSTGRESQL": "15"}
        environment.pop("PYTEST_XDIST_WORKER", None)
        # Only the files with such tests: to collect all others takes longer than half of these.
        files = [str(path) for path in (ROOT / "tests").rglob("test_*.py") if "mark.postgres15" in path.read_text()]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", "postgres15", "-p", "no:cacheprovider", *files],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert eventually(Server(Path(var) / "postgres").is_stopped)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= 6
