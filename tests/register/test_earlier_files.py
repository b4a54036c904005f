"""The exports of earlier days are kept by day and digest; none gives what was withdrawn or expunged since."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from figures.references import Reference
from http_cache.book_version import book_version
from register.opendata.export_files import write_exports
from register.opendata.export_folder import earlier_exports
from tests.book.agreeing import expunge, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815, paper
from tests.people import People

pytestmark = pytest.mark.committed

FIRST_DAY = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECOND_DAY = FIRST_DAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def two_days(tmp_path: Path, settings: Any, published: Publish) -> Iterator[Path]:
    """The files of a day on which PCD 510 was the only decision, and those of a later day."""
    settings.EXPORTS = tmp_path / "exports"
    book_version.forget()
    published(PCD_510)
    write_exports(at=FIRST_DAY)
    published(PCD_815)
    write_exports(at=SECOND_DAY)
    yield settings.EXPORTS
    book_version.forget()


def status_of(path: str) -> int:
    """The status of an answer, whose file is closed."""
    answer = Client().get(path)
    answer.close()
    return answer.status_code


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_each_day_gives_the_file_that_it_had_under_its_digest() -> None:
    client = Client()
    days = client.get("/open-data/history.json").json()["days"]
    assert [day["day"] for day in days] == ["2026-10-01", "2026-09-01"]
    assert [day["entries"] for day in days] == [2, 1]
    stated = {file["name"]: file for file in days[1]["files"]}
    earlier = client.get("/open-data/history/2026-09-01/decisions.csv")
    content = body(earlier)
    assert b"PCD 510" in content
    assert b"PCD 815" not in content
    assert sha256(content).hexdigest() == stated["decisions.csv"]["sha256"]
    assert len(content) == stated["decisions.csv"]["size"]
    assert earlier["Content-Disposition"] == 'attachment; filename="decisions-2026-09-01.csv"'
    assert earlier["Content-Type"].startswith("text/csv")
    page = client.get("/open-data/history/?file=decisions.csv").content.decode()
    assert stated["decisions.csv"]["sha256"] in page
    assert "/open-data/history/2026-10-01/decisions.csv" in page


def test_a_list_of_days_that_is_lost_begins_anew_with_the_newest_files(two_days: Path) -> None:
    (two_days / "history.json").unlink()
    assert earlier_exports() == []
    assert write_exports(at=SECOND_DAY) == 0
    assert earlier_exports()[0].files.keys() >= {"decisions.csv", "book.sqlite"}


def test_a_withdrawn_decision_is_given_by_no_file_of_an_earlier_day(people: People) -> None:
    client = Client()
    withdraw(reference=Reference.parse("PCD 815"), reason="A mistake.", by=people.dev, at=NOW)
    book_version.forget()
    # At once, before the worker comes round.
    gone = client.get("/open-data/history/2026-10-01/decisions.csv")
    assert gone.status_code == 410
    assert "it held what has since been withdrawn" in gone.content.decode()
    assert "it held what has since been withdrawn" in client.get("/open-data/history/").content.decode()
    days = client.get("/open-data/history.json").json()["days"]
    assert days[0]["files"] == []
    # The day before PCD 815 was published held nothing of it.
    assert status_of("/open-data/history/2026-09-01/decisions.csv") == 200


def test_the_worker_removes_the_bytes_and_the_digest_of_what_was_expunged(people: People, two_days: Path) -> None:
    expunge(number=1, reason="A name that the law protects.", by=people.dev, at=NOW)
    write_exports(at=SECOND_DAY + timedelta(days=1))
    days = {exports.day.isoformat(): exports.files for exports in earlier_exports()}
    assert days["2026-09-01"] == days["2026-10-01"] == {}
    kept = {file.sha256 for file in days["2026-10-02"].values()}
    names = {path.name.removesuffix(".gz") for path in two_days.iterdir()}
    assert names == kept | {"current.json", "history.json", "lock"}
    assert all(day["files"] == {} for day in json.loads((two_days / "history.json").read_text())["days"][1:])


def test_the_oldest_files_go_where_room_ends_and_their_digests_stay(settings: Any, published: Publish) -> None:
    settings.EXPORTS_KEPT_BYTES = 1
    digest = earlier_exports()[1].files["decisions.csv"].sha256
    published(paper(511))
    write_exports(at=SECOND_DAY + timedelta(days=1))
    client = Client()
    gone = client.get("/open-data/history/2026-09-01/decisions.csv")
    assert gone.status_code == 410
    assert "room for newer files only" in gone.content.decode()
    assert digest in client.get("/open-data/history/").content.decode()
    assert status_of("/open-data/history/2026-10-02/decisions.csv") == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/open-data/history/?file=../secret_key", 400),
        ("/open-data/history/?before=yesterday", 400),
        ("/open-data/history/2026-09-02/decisions.csv", 404),
        ("/open-data/history/2026-09-01/current.json", 404),
        ("/open-data/history/yesterday/decisions.csv", 404),
    ],
)
def test_what_names_no_file_is_refused(path: str, status: int) -> None:
    assert status_of(path) == status
