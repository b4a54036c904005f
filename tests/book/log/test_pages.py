"""The log's addresses, and what a stranger can check with them alone."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from book.log.heads import sign_head
from book.log.notes import open_note
from book.log.tree import leaf_hash, proves_consistency, proves_inclusion
from http_cache.book_version import book_version
from tests.book.agreeing import expunge
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815, paper
from tests.people import People

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Any) -> None:
    """Keys of this test alone; no page of an earlier test is remembered."""
    settings.VAR = tmp_path
    book_version.forget()


def test_before_the_first_head_the_proof_is_pending(client: Client, published: Publish) -> None:
    published(PCD_510)
    assert "Proof pending" in client.get("/log/").content.decode()
    assert client.get("/log/checkpoint").status_code == 404
    answer = client.get("/log/proof/1")
    assert answer.status_code == 404
    assert "not under a signed tree head yet" in answer.json()["problem"]


def test_a_stranger_checks_the_whole_book_from_the_addresses(client: Client, published: Publish) -> None:
    published(PCD_510, PCD_815)
    sign_head()
    published(paper(600))
    sign_head()
    key = client.get("/log/keys").content.decode().strip()
    head = open_note(client.get("/log/checkpoint").content.decode(), key)
    old = open_note(client.get("/log/checkpoint/2").content.decode(), key)
    assert (old.size, head.size) == (2, 3)
    lines = [json.loads(line) for line in client.get("/log/entries/1").content.decode().splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3]
    for line in lines:
        proof = client.get(f"/log/proof/{line['number']}").json()
        path = [bytes.fromhex(text) for text in proof["path"]]
        assert proof["leaf"] == line["leaf"]
        assert proves_inclusion(leaf_hash(line["leaf"].encode()), proof["leaf_index"], head.size, path, head.root)
        leaf = json.loads(line["leaf"])
        assert sha256(line["payload"].encode()).hexdigest() == leaf["payload_sha256"]
        file = client.get(f"/log/files/{leaf['pdf_sha256']}")
        assert sha256(file.content).hexdigest() == leaf["pdf_sha256"]
    path = [bytes.fromhex(text) for text in client.get("/log/consistency/2/3").json()["path"]]
    assert proves_consistency(2, 3, old.root, head.root, path)
    assert client.get("/log/heads").json()["heads"][0]["size"] == 3
    page = client.get("/log/").content.decode()
    assert key in page


def test_what_is_not_there_is_not_found(client: Client, published: Publish) -> None:
    published(PCD_510)
    sign_head()
    far = "9" * 26
    for address in (
        *("proof/2", "proof/0", "proof/-1", f"proof/{far}", "proof/1?size=0", "proof/1?size=7", "proof/1?size=x"),
        *("consistency/0/1", "consistency/2/1", f"consistency/1/{far}", "checkpoint/7", f"checkpoint/{far}"),
        *("files/" + "0" * 64, "files/../../etc/passwd"),
    ):
        assert client.get(f"/log/{address}").status_code == 404, address
    assert client.get("/log/proof/1").status_code == 200


def test_files_are_handed_over_never_shown(client: Client, published: Publish) -> None:
    script = b"<script>alert(1)</script>"
    published(PCD_510, original=('x".html\r\nEvil: 1', "text/html", script))
    answer = client.get(f"/log/files/{sha256(script).hexdigest()}")
    assert answer.content == script
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Evil" not in answer.headers


def test_an_expunged_entry_keeps_its_leaf_and_its_proof(client: Client, published: Publish, people: People) -> None:
    published(PCD_510)
    expunge(number=1, reason="A court ordered it.", by=people.dev, at=NOW)
    sign_head()
    book_version.forget()
    first, notice = [json.loads(line) for line in client.get("/log/entries/1").content.decode().splitlines()]
    assert first["payload"] is None
    assert json.loads(notice["payload"])["entry"] == 1
    assert client.get(f"/log/files/{json.loads(first['leaf'])['pdf_sha256']}").status_code == 410
    assert client.get("/log/proof/1").status_code == 200


def test_entries_beyond_the_end_are_an_empty_answer(client: Client, published: Publish) -> None:
    published(PCD_510)
    answer = client.get("/log/entries/2")
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_programs_are_served_as_they_are(client: Client, published: Publish) -> None:
    published(PCD_510)
    page = client.get("/log/").content.decode()
    for name in ("audit_book.py", "mirror_register.py", "witness.py"):
        answer = client.get(f"/log/tools/{name}")
        assert answer.content == (Path(__file__).parents[3] / "tools" / name).read_bytes()
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert sha256(answer.content).hexdigest() in page
        assert f'href="/log/tools/{name}"' in page
        assert f'href="/log/tools/{name}"' in client.get("/verify/").content.decode()
    for name in ("settings.py", "..%2fmanage.py", "__init__.py"):
        assert client.get(f"/log/tools/{name}").status_code == 404
