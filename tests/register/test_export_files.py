"""Large exports are files, written once for a state of the book; what it no longer says is served from none."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from book.actions import publish_due
from figures.references import Reference
from http_cache.book_version import book_version
from register.opendata import export_files
from register.opendata.export_files import EXPORTS, write_exports
from register.opendata.export_folder import current_exports
from tests.book.agreeing import withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.people import People

pytestmark = pytest.mark.committed

#: Each export by its address.
ADDRESSES = {
    "decisions.csv": "/decisions.csv",
    "decisions.json": "/decisions.json",
    "decisions.ndjson": "/open-data/decisions.ndjson",
    "tranches.csv": "/open-data/tranches.csv",
    "links.csv": "/open-data/links.csv",
}
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(autouse=True)
def exports(tmp_path: Path, settings: Any, published: Publish) -> Iterator[Path]:
    settings.EXPORTS = tmp_path / "exports"
    published(PCD_510, PCD_815)
    book_version.forget()
    yield settings.EXPORTS
    book_version.forget()


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_the_files_are_byte_for_byte_what_is_written_without_them() -> None:
    client = Client()
    before = {name: body(client.get(path)) for name, path in ADDRESSES.items()}
    # No grant of this book can be in the 360Giving package.
    assert write_exports(at=NOW) == len(EXPORTS) - 1
    for name, path in ADDRESSES.items():
        answer = client.get(path)
        assert answer["ETag"] == f'"{sha256(before[name]).hexdigest()}"', name
        assert body(answer) == before[name], name
        packed = client.get(path, headers={"accept-encoding": "gzip, br"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(body(packed)) == before[name]
        assert packed["ETag"] != answer["ETag"]
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_state_is_written_once_and_the_next_state_again(published: Publish, people: People, exports: Path) -> None:
    assert write_exports(at=NOW) > 0
    assert write_exports(at=LATER) == 0
    first = current_exports()
    withdraw(reference=Reference.parse("PCD 815"), reason="A mistake.", by=people.dev, at=NOW)
    publish_due()
    assert write_exports(at=LATER) > 0
    second = current_exports()
    assert first
    assert second
    assert first.state != second.state
    # Nothing of the state before lies there still.
    names = {file.sha256 for file in second.files.values()}
    own = {"current.json", "history.json", "lock"}
    assert {path.name.removesuffix(".gz") for path in exports.iterdir()} == names | own


def test_a_withdrawn_decision_is_in_no_file_that_is_served(people: People, exports: Path) -> None:
    client = Client()
    write_exports(at=NOW)
    assert b"PCD 815" in body(client.get("/decisions.csv"))
    withdraw(reference=Reference.parse("PCD 815"), reason="A mistake.", by=people.dev, at=NOW)
    book_version.forget()
    # The worker has not come round yet: the file of before lies there and is not used.
    assert b"PCD 815" not in body(client.get("/decisions.csv"))


def test_files_rest_while_the_book_changes_often_but_old_ones_go_at_once(
    people: People, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_exports(at=NOW)
    monkeypatch.setattr(export_files, "REST", 10**9)
    withdraw(reference=Reference.parse("PCD 815"), reason="A mistake.", by=people.dev, at=NOW)
    book_version.tag()
    book_version.forget()
    Client().get("/decisions/")
    assert write_exports(at=NOW) == 0
    assert {path.name for path in exports.iterdir()} == {"current.json", "history.json", "lock"}
    assert b"PCD 815" not in body(Client().get("/decisions.csv"))


def test_an_export_can_be_fetched_in_parts_and_is_not_sent_twice() -> None:
    client = Client()
    write_exports(at=NOW)
    whole = client.get("/open-data/decisions.ndjson")
    data, tag = body(whole), whole["ETag"]
    assert whole["Accept-Ranges"] == "bytes"
    part = client.get("/open-data/decisions.ndjson", headers={"range": "bytes=5-14", "if-range": tag})
    assert (part.status_code, body(part)) == (206, data[5:15])
    assert part["Content-Range"] == f"bytes 5-14/{len(data)}"
    assert client.get("/open-data/decisions.ndjson", headers={"range": "bytes=99999999-"}).status_code == 416
    assert client.get("/open-data/decisions.ndjson", headers={"if-none-match": tag}).status_code == 304


def test_a_part_of_the_list_is_never_the_whole_file() -> None:
    write_exports(at=NOW)
    listed = json.loads(body(Client().get("/decisions.json?q=zebra")))
    assert listed["decisions"] == []


def test_behind_nginx_the_process_only_says_which_file(settings: Any) -> None:
    write_exports(at=NOW)
    settings.EXPORTS_THROUGH_NGINX = "/-/exports/"
    answer = Client().get("/decisions.csv", headers={"range": "bytes=0-1"})
    current = current_exports()
    assert current
    assert answer["X-Accel-Redirect"] == f"/-/exports/{current.files['decisions.csv'].sha256}"
    assert answer.content == b""
    assert answer["Content-Disposition"] == 'attachment; filename="decisions.csv"'


@pytest.mark.parametrize("damage", ["", "{", '{"state": 1}', '{"files": []}'])
def test_a_damaged_list_of_files_is_as_none(exports: Path, damage: str) -> None:
    write_exports(at=NOW)
    (exports / "current.json").write_text(damage)
    assert b"PCD 510" in body(Client().get("/decisions.csv"))
    assert write_exports(at=LATER) > 0


def test_two_workers_do_not_write_at_once(exports: Path) -> None:
    import fcntl

    exports.mkdir()
    with (exports / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert write_exports(at=NOW) == 0
    assert write_exports(at=NOW) > 0
