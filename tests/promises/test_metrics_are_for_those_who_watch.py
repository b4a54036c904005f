"""/metrics tells those who watch what they need, others nothing, and on the register's face nothing of the desk."""

import json
import re
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shipped
from django.db import connections
from django.test import Client, RequestFactory
from django.utils import timezone

from config.metrics import may_read
from mail.actions import write
from tests.book.agreeing import publish
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.deploy.serving import fetch, gunicorn, production_environment
from tests.people import People

WATCHING = Path(shipped.BASE_DIR) / "deploy" / "watching"
HEADERS = {"Host": "register.example", "X-Forwarded-Proto": "https"}


def values(text: str) -> dict[str, float]:
    """Each line's name with its labels, and its value."""
    lines = [line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


@pytest.mark.committed
def test_what_waits_is_told_by_number_and_age(
    published: Publish, people: People, settings: Any, tmp_path: Path
) -> None:
    published(PCD_510)
    now = timezone.now()
    write(to="kaya@example.org", subject="A word", body="Words", at=now - timedelta(hours=2))
    publish(part1=PCD_815.to_json(), pdf=b"%PDF-1.7", pages=1, due_at=now + timedelta(days=9), by=people.dev, at=NOW)
    settings.BACKUPS = str(tmp_path)
    (tmp_path / "register-1.backup").write_bytes(b"")
    metrics = values(Client().get("/metrics").content.decode())
    assert metrics["register_book_entries"] == 1
    assert metrics["register_entries_without_head"] == 1
    assert metrics["register_publications_waiting"] == 1
    assert metrics["register_publications_overdue_seconds"] == 0
    assert metrics["register_letters_waiting"] == 1
    assert metrics["register_letters_oldest_seconds"] >= 7200
    assert metrics["register_replica_lag_seconds"] == 0
    assert metrics["register_disk_free_bytes"] > 0
    assert metrics["register_backup_written_at"] > 1_500_000_000
    assert metrics['register_database_up{alias="book"}'] == metrics['register_database_up{alias="default"}'] == 1


@pytest.mark.committed
def test_a_register_process_knows_nothing_of_what_waits(
    published: Publish, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(PCD_510)
    monkeypatch.setattr(shipped, "DATABASES", {**settings.DATABASES, "default": {}})
    settings.FACE = "register"
    settings.BACKUPS = "/"
    text = Client().get("/metrics").content.decode()
    assert "register_book_entries 1" in text
    for word in ("waiting", "overdue", "letters", "backup", 'alias="default"'):
        assert word not in text.replace("register_database_up Whether", "")


@pytest.mark.committed
def test_a_database_that_is_away_is_told_and_the_rest_still_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def away(*args: Any) -> Any:
        raise OperationalError

    monkeypatch.setattr(connections["book"], "cursor", away)
    metrics = values(Client().get("/metrics").content.decode())
    assert metrics['register_database_up{alias="book"}'] == 0
    assert metrics['register_database_up{alias="default"}'] == 1
    assert "register_letters_waiting" in metrics


@pytest.mark.parametrize(
    ("token", "headers", "address", "allowed"),
    [
        ("", {}, "127.0.0.1", True), ("", {}, "::1", True), ("", {}, "10.0.0.1", False), ("", {}, "", False),
        ("", {"X-Real-IP": "127.0.0.1"}, "127.0.0.1", False), ("", {"X-Forwarded-For": ""}, "127.0.0.1", False),
        ("right", {}, "127.0.0.1", False), ("right", {"Authorization": "Bearer right"}, "10.0.0.1", True),
        ("right", {"Authorization": "Bearer wrong"}, "127.0.0.1", False),
        ("right", {"Authorization": "Bearer "}, "::1", False),
        ("right", {"Authorization": "Bearer rïght"}, "::1", False),
    ],
)  # fmt: skip
def test_metrics_are_given_only_to_those_who_may_read_them(
    settings: Any, token: str, headers: dict[str, str], address: str, allowed: bool
) -> None:
    settings.METRICS_TOKEN = token
    request = RequestFactory().get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert may_read(request) is allowed


@pytest.mark.django_db(databases=["default", "book"])
def test_a_machine_that_may_not_read_metrics_gets_404() -> None:
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.django_db(databases=["default", "book"])
def test_all_workers_count_together_and_lose_nothing_when_they_are_renewed(
    django_db_setup: None, tmp_path: Path
) -> None:
    with gunicorn(production_environment(tmp_path, WEB_WORKERS="2"), tmp_path / "web.log") as (address, process):
        for _ in range(40):
            assert fetch(f"{address}/", headers=HEADERS).status == 200

        def answered() -> float:
            metrics = values(fetch(f"{address}/metrics", headers={"Host": "register.example"}).body.decode())
            return metrics['register_requests_total{face="both",method="GET",side="register",status="2xx"}']

        before = answered()
        assert before >= 40
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert answered() >= before + 1


def test_rules_and_board_ask_only_for_what_is_told() -> None:
    source = "".join((Path(shipped.BASE_DIR) / "config" / name).read_text() for name in ("metrics.py", "counting.py"))
    exported = set(re.findall(r'"(register_[a-z_]+)"', source))
    board = json.loads((WATCHING / "board.json").read_text())
    queried = {name for panel in board["panels"] for target in panel["targets"] for name in names_in(target["expr"])}
    queried |= names_in((WATCHING / "alerts.yml").read_text())
    assert queried
    assert {name.removesuffix("_total").removesuffix("_bucket") for name in queried} == exported


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\bregister_[a-z_]+", text))
