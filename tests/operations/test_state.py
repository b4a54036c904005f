"""The state of the service: each part that fails is a sentence on the administrators' page and in /readyz."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from components.clock import held_at
from mail.actions import PAUSES, write
from mail.models import Letter
from operations import rounds, state
from operations.actions import warning
from operations.actions.backups import record_backup, record_failed_backup
from operations.heartbeat import SILENT_FOR, beat
from operations.jobs import record_heartbeat
from operations.state import service_state
from tests.documents.sealed import NOW, make_place
from tests.people import People

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def beginning(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A worker that has just been heard of, and nothing remembered of other tests."""
    settings.VAR = tmp_path
    cache.clear()
    state._results.clear()
    warning._last_check.clear()
    rounds._failing.clear()
    beat(at=NOW, troubles={})
    yield
    rounds._failing.clear()
    cache.clear()


def seal_with(settings: Any, folder: Path, *, years: int = 3) -> None:
    """Use a seal of a body's own, valid from now for so many years."""
    place = make_place(folder, years=years)
    files = {"KEY_FILE": place.key_file, "CERTIFICATE_FILE": place.certificate_file, "ROOTS_FILE": place.roots_file}
    settings.SEAL = settings.SEAL | {name: str(path) for name, path in files.items()}
    settings.SEAL["KEY_PASSPHRASE"] = place.passphrase


def sentences(at: Any = NOW) -> list[str]:
    return [finding.sentence for finding in service_state(at=at).findings()]


def test_nothing_is_said_when_all_is_well(people: People) -> None:
    assert sentences() == []


def test_a_seal_that_has_run_out_degrades_the_desk_and_not_the_register(
    people: People, settings: Any, tmp_path: Path
) -> None:
    seal_with(settings, tmp_path, years=1)
    late = NOW + timedelta(days=366)
    with held_at(late):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    reasons = {part["part"]: part["reason"] for part in answer.json()["degraded"]}
    assert "ran out on 17 March 2027" in reasons["seal"]


def test_a_passphrase_that_is_wrong_is_said(people: People, settings: Any, tmp_path: Path) -> None:
    seal_with(settings, tmp_path)
    settings.SEAL["KEY_PASSPHRASE"] = "close sesame"
    assert "The passphrase does not open the seal's key" in sentences()[0]


@pytest.mark.parametrize(("days", "notice"), [(89, "90 days"), (29, "30 days"), (6, "7 days")])
def test_the_end_of_the_seal_is_told_before_it_comes(
    people: People, settings: Any, tmp_path: Path, days: int, notice: str
) -> None:
    seal_with(settings, tmp_path, years=1)
    at = NOW + timedelta(days=365 - days)
    beat(at=at, troubles={})
    (finding,) = service_state(at=at).findings()
    assert f"runs out on 17 March 2027, in {days} days" in finding.sentence
    assert finding.once.endswith(notice)


def test_administrators_are_written_to_once_for_each_notice(people: People, settings: Any, tmp_path: Path) -> None:
    seal_with(settings, tmp_path, years=1)
    for days in (91, 89, 60, 29, 28, 6, 5):
        at = NOW + timedelta(days=365 - days)
        beat(at=at, troubles={})
        warning.warn_administrators(at=at)
    letters = Letter.objects.order_by("id").values_list("to", "body")
    assert [to for to, _ in letters] == ["ada@example.org", "amir@example.org"] * 3
    assert [body.partition(" in ")[2].partition(".")[0] for _, body in letters][::2] == ["89 days", "29 days", "6 days"]


def test_a_worker_that_fell_silent_is_noticed(people: People) -> None:
    assert sentences(NOW + SILENT_FOR) == []
    assert "The worker has not been heard of since" in sentences(NOW + SILENT_FOR + timedelta(seconds=1))[0]


def test_a_worker_without_the_logs_key_says_so(people: People, settings: Any, tmp_path: Path) -> None:
    settings.LOG_KEY_FILE = str(tmp_path / "nothing.key")
    record_heartbeat(NOW + timedelta(seconds=1))
    assert "log key. The log's key cannot be read from LOG_KEY_FILE" in sentences()[0]


def test_a_job_that_fails_in_every_round_is_logged_once_and_shown(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(at: Any) -> int:
        raise OSError("disk full of secret rows")

    jobs = {"disks filled": broken, "heartbeats recorded": record_heartbeat}
    for seconds in range(0, 60, 2):
        rounds.work_round(jobs, NOW + timedelta(seconds=seconds))
    assert [record.name for record in caplog.records if record.exc_info].count("operations.rounds") == 1
    assert "disks filled. OSError" in sentences(NOW + timedelta(minutes=1))[0]
    assert "secret" not in str(sentences(NOW + timedelta(minutes=1)))


def test_letters_that_ran_out_of_tries_are_shown(people: People) -> None:
    write(to="kaya@example.org", subject="A", body="B", at=NOW)
    Letter.objects.update(attempts=len(PAUSES) + 1, problem="SMTPException")
    assert sentences() == ["One letter was refused by the mail server at every try, and will not be tried again."]
    assert service_state(at=NOW).measures()["letters_given_up"] == 1


def test_a_failed_backup_is_shown_and_told_until_one_is_made(people: People) -> None:
    record_failed_backup(reason="pg_dump is not installed.", at=NOW)
    assert sentences() == ["The backup failed: pg_dump is not installed."]
    assert warning.warn_administrators(at=NOW) == 2
    warning._last_check.clear()
    assert warning.warn_administrators(at=NOW) == 0
    record_backup(name="a.backup", size=1, sha256="0" * 64, encrypted=True, at=NOW)
    assert sentences() == []


def test_in_production_an_old_backup_is_shown(people: People, settings: Any) -> None:
    record_backup(name="a.backup", size=1, sha256="0" * 64, encrypted=True, at=NOW - timedelta(hours=37))
    assert sentences() == []
    settings.PRODUCTION = True
    assert [s for s in sentences() if "The last backup is too old" in s]
    assert service_state(at=NOW).measures()["backup_age"] == 37 * 3600


def test_the_page_is_for_administrators_and_shows_what_is_wrong(people: People) -> None:
    record_failed_backup(reason="pg_dump is not installed.", at=NOW)
    client = Client()
    client.force_login(people.fatima)
    assert client.get("/desk/service/").status_code == 403
    client.force_login(people.ada)
    with held_at(NOW):
        page = client.get("/desk/service/").content.decode()
    assert "The backup failed: pg_dump is not installed." in page
    assert "Works" in page
    record_backup(name="a.backup", size=1, sha256="0" * 64, encrypted=True, at=NOW)
    with held_at(NOW):
        assert "Everything works as it should." in client.get("/desk/service/").content.decode()


def test_a_round_of_the_worker_leaves_a_sign_of_life(people: People) -> None:
    cache.clear()
    call_command("work", "--once")
    with held_at(NOW):
        assert "worker" not in str(Client().get("/readyz").json()["degraded"])
