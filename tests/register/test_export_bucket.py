"""The copy of the exports in a bucket: a real client of S3 against a server by others, over HTTP."""

import gzip
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
import requests
from django.test import Client

from book.actions import publish_due
from figures.references import Reference
from http_cache.book_version import book_version
from register.opendata import export_bucket, export_files
from register.opendata.export_files import EXPORTS, write_exports
from register.opendata.export_folder import earlier_exports
from tests.book.agreeing import withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.peers import FOLDER
from tests.people import People

pytestmark = pytest.mark.committed

KEYS = {"AWS_ACCESS_KEY_ID": "register", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "eu-west-2"}
#: What the files say of the decision that is withdrawn; its reference stays in a notice.
TITLE = PCD_815.title.encode()
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that speaks S3."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = os.pathsep.join([*sys.path, str(FOLDER)])
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        assert process.poll() is None, "The server of the bucket ended."
        try:
            requests.get(address, timeout=2)
        except requests.ConnectionError:
            sleep(0.1)
        else:
            return
    pytest.fail("The server of the bucket does not answer.")


@pytest.fixture
def bucket(
    server: str, tmp_path: Path, settings: Any, published: Publish, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """An empty bucket that the settings name, and a book with two decisions."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(export_files, "_copied", {})
    settings.EXPORTS = tmp_path / "exports"
    settings.EXPORTS_BUCKET, settings.EXPORTS_BUCKET_ENDPOINT = "exports/register", server
    export_bucket._storage_of.cache_clear()
    made = boto3.resource("s3", endpoint_url=server).Bucket("exports")
    made.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    published(PCD_510, PCD_815)
    book_version.forget()
    yield made
    made.objects.delete()
    made.delete()
    export_bucket._storage_of.cache_clear()
    book_version.forget()


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Any:
    """Makes this process one of a machine that has no folder of exports."""

    def leave() -> None:
        settings.EXPORTS = tmp_path / "nothing here"

    return leave


def names(bucket: Any) -> set[str]:
    return {item.key for item in bucket.objects.all()}


def fetched(answer: Any, **headers: str) -> requests.Response:
    """What the bucket gives a reader who was sent on to it."""
    assert answer.status_code == 307, answer
    assert "no-store" in answer["Cache-Control"]
    return requests.get(answer["Location"], headers=headers, timeout=10, allow_redirects=False)


def test_a_machine_without_the_folder_sends_readers_to_the_same_bytes_in_the_bucket(bucket: Any, elsewhere: Any):
    whole = b"".join(Client().get("/decisions.csv"))
    assert write_exports(at=NOW) == len(EXPORTS) - 1
    elsewhere()
    answer = Client().get("/decisions.csv")
    assert urlsplit(answer["Location"]).path.startswith("/exports/register/")
    given = fetched(answer)
    assert given.content == whole
    assert given.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert given.headers["Content-Disposition"] == 'attachment; filename="decisions.csv"'
    packed = requests.get(
        Client().get("/decisions.csv", headers={"accept-encoding": "gzip"})["Location"], timeout=10, stream=True
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.raw.read(decode_content=False)) == whole


def test_the_address_serves_for_ten_seconds_and_for_one_object(bucket: Any, elsewhere: Any):
    write_exports(at=NOW)
    elsewhere()
    address = Client().get("/decisions.csv")["Location"]
    assert "X-Amz-Expires=10" in address
    # Closed to whoever has no signed address: the policy of the bucket, which has no rule that opens it.
    assert not any("AllUsers" in str(grant) for item in bucket.objects.all() for grant in item.Acl().grants)


def test_what_is_withdrawn_is_given_no_more_at_once_and_gone_from_the_bucket_in_the_next_round(
    bucket: Any, elsewhere: Any, people: People, settings: Any
):
    worker = settings.EXPORTS
    write_exports(at=NOW)
    told = {item.key for item in bucket.objects.all() if TITLE in item.get()["Body"].read()}
    assert len(told) > 2
    withdraw(reference=Reference.parse("PCD 815"), reason="A mistake.", by=people.dev, at=NOW)
    publish_due()
    book_version.forget()
    elsewhere()
    assert b"PCD 815" not in b"".join(Client().get("/decisions.csv"))
    assert earlier_exports()[0].files == {}
    settings.EXPORTS = worker
    assert write_exports(at=LATER) > 0
    assert not told & names(bucket)
    assert all(TITLE not in item.get()["Body"].read() for item in bucket.objects.all())
    elsewhere()
    assert b"PCD 815" not in fetched(Client().get("/decisions.csv")).content


def test_a_bucket_that_does_not_answer_costs_readers_nothing_but_the_file(bucket: Any, elsewhere: Any, settings: Any):
    write_exports(at=NOW)
    elsewhere()
    settings.EXPORTS_BUCKET_ENDPOINT = "http://127.0.0.1:9"
    answer = Client().get("/decisions.csv")
    assert answer.status_code == 200
    assert b"PCD 815" in b"".join(answer)
    assert Client().get("/open-data/history/").status_code == 200


def test_a_copy_that_fails_is_made_in_the_next_round(bucket: Any, settings: Any, server: str):
    settings.EXPORTS_BUCKET_ENDPOINT = "http://127.0.0.1:9"
    with pytest.raises(export_bucket.BucketUnavailable, match="could not be copied"):
        write_exports(at=NOW)
    assert names(bucket) == set()
    settings.EXPORTS_BUCKET_ENDPOINT = server
    assert write_exports(at=NOW) == 0
    assert "register/current.json" in names(bucket)
    stamps = {item.key: item.last_modified for item in bucket.objects.all()}
    write_exports(at=NOW)
    assert {item.key: item.last_modified for item in bucket.objects.all()} == stamps


def test_files_of_an_earlier_day_are_given_from_the_bucket_too(bucket: Any, elsewhere: Any):
    write_exports(at=NOW)
    elsewhere()
    day = earlier_exports()[0].day
    given = fetched(Client().get(f"/open-data/history/{day}/decisions.csv"))
    assert given.headers["Content-Disposition"] == f'attachment; filename="decisions-{day}.csv"'
    assert b"PCD 510" in given.content
