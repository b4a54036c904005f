"""The web server while its workers are renewed under load: nobody is turned away. Times are for `make bench`.

`make test` has the shipped configuration serve a small program, whose workers start at once; `make nightly` the
register.
"""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.loading import readers
from tests.deploy.serving import ROOT, fetch, gunicorn, production_environment

pytestmark = pytest.mark.django_db(databases=["default", "book"])

HEADERS = {"Host": "register.example", "X-Forwarded-Proto": "https"}
PATHS = ("/", "/decisions/", "/healthz")
APPLICATION = "config.wsgi:application"


def workers_of(master: int) -> set[int]:
    """The processes of the workers."""
    listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True, check=False)
    return {int(pid) for pid in listing.stdout.split()}


def wait_until(true: Callable[[], bool], seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.1)


@pytest.mark.nightly
def test_two_reloads_under_load_turn_nobody_away(django_db_setup: None, tmp_path: Path) -> None:
    seconds = 20
    log = tmp_path / "web.log"
    with gunicorn(production_environment(tmp_path, WEB_WORKERS="2"), log) as (address, process):
        with readers(address, PATHS, headers=HEADERS) as load:
            time.sleep(seconds)
            for _ in range(2):
                before = workers_of(process.pid)
                process.send_signal(signal.SIGHUP)
                wait_until(lambda old=before: not workers_of(process.pid) & old)  # type: ignore[misc]
                time.sleep(seconds)
        assert load.failures == []
        assert set(load.statuses) == {200}
        assert len(workers_of(process.pid)) == 2


def test_a_worker_that_grows_is_renewed_and_nobody_is_turned_away(django_db_setup: None, tmp_path: Path) -> None:
    # So little memory that every worker has too much as soon as it may be renewed.
    config = changed_config(
        tmp_path, "web_workers.be_patient(arbiter, 1, 1)", "web_workers.be_patient(arbiter, _most_memory)"
    )
    with gunicorn(production_environment(tmp_path, WEB_WORKERS="2"), tmp_path / "web.log", config) as (
        address,
        process,
    ):
        first = workers_of(process.pid)
        with readers(address, PATHS, headers=HEADERS, count=2) as load:
            wait_until(lambda: not workers_of(process.pid) & first)
        assert load.failures == []
        assert set(load.statuses) == {200}
        assert "is renewed" in (tmp_path / "web.log").read_text()


def test_a_version_that_does_not_start_leaves_the_one_before_serving(django_db_setup: None, tmp_path: Path) -> None:
    config = changed_config(tmp_path, "", "")
    log = tmp_path / "web.log"
    with gunicorn(production_environment(tmp_path, WEB_WORKERS="2"), log, config) as (address, process):
        before = workers_of(process.pid)
        sound = config.read_text()
        config.write_text(sound.replace("small_application:application", "no_such_module:application"))
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: log.read_text().count("those of before go on") >= 2)
        time.sleep(2)
        assert process.poll() is None
        assert workers_of(process.pid) == before
        assert fetch(f"{address}/", headers=HEADERS).status == 200
        config.write_text(sound)
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(workers_of(process.pid)) == 2 and not workers_of(process.pid) & before)
        assert fetch(f"{address}/", headers=HEADERS).status == 200


def test_the_arbiter_loads_nothing_that_a_reload_should_load_anew() -> None:
    script = "import sys, config.web_workers; print([name for name in sys.modules if name.startswith('django')])"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def changed_config(folder: Path, new: str, old: str) -> Path:
    """The shipped configuration as a file of the test's own, which serves the small program, one line of it changed."""
    config = folder / "gunicorn_config.py"
    shutil.copy(ROOT / "config" / "gunicorn.py", config)
    text = config.read_text()
    assert old in text
    text = text.replace(old, new) if old else text
    assert APPLICATION in text
    config.write_text(text.replace(APPLICATION, "tests.deploy.small_application:application"))
    return config
