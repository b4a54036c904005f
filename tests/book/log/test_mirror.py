"""tools/mirror_register.py against a real register: copied, brought up to date, served on, compared."""

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from book.log.heads import sign_head
from http_cache.book_version import book_version
from tests.book.agreeing import expunge
from tests.book.conftest import NOW, Publish
from tests.book.log.test_audit import audit
from tests.book.papers import PCD_510, PCD_815, paper
from tests.peers import aics_tlog
from tests.people import People
from tests.tools.logs import run, serving


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone; no page of an earlier test is remembered."""
    settings.VAR = tmp_path / "var"
    book_version.forget()


def key_of(address: str) -> str:
    """The key that a register offers, as somebody who has compared it would repeat it."""
    with urllib.request.urlopen(f"{address}/log/keys") as answer:
        return str(answer.read().decode().split()[0])


@pytest.mark.committed
@pytest.mark.usefixtures("own_keys")
def test_a_register_is_copied_brought_up_to_date_and_served(
    published: Publish, live_server: Any, tmp_path: Path, people: People
) -> None:
    published(PCD_510, PCD_815, paper(600), original=("a.txt", "text/plain", b"original"))
    sign_head()
    folder = tmp_path / "mirror"
    without_key = run("mirror_register.py", "copy", live_server.url, folder)
    assert (without_key.returncode, key_of(live_server.url) in without_key.stdout) == (2, True)
    assert not (folder / "log" / "checkpoint").exists()
    first = run("mirror_register.py", "copy", live_server.url, folder, "--key", key_of(live_server.url))
    assert "3 entries are held and checked, 3 of them new." in first.stdout, first.stdout + first.stderr
    paper_folder = folder / "papers" / "PCD-510" / "version-1"
    assert (paper_folder / "decision.pdf").read_bytes() == b"%PDF-1.7 sealed PCD 510"
    assert (paper_folder / "decision.json").read_bytes() == PCD_510.to_json()
    assert (paper_folder / "decision.tlog-proof").read_text().startswith("c2sp.org/tlog-proof@v1\nextra ")
    expunge(number=3, reason="A court ordered it.", by=people.dev, at=NOW)
    published(paper(601))
    sign_head()
    book_version.forget()
    second = run("mirror_register.py", "copy", live_server.url, folder)
    assert "5 entries are held and checked, 2 of them new." in second.stdout, second.stdout
    assert json.loads((folder / "log" / "entries-000000001.ndjson").read_text().split("\n")[2])["payload"] is None
    assert not (folder / "papers" / "PCD-600" / "version-1" / "decision.json").exists()
    assert run("mirror_register.py", "check", folder).stdout == "All 5 entries hold.\n"
    code, report = audit(folder / "log")
    assert code == 0, report
    serves_the_same(folder, tmp_path)


def serves_the_same(folder: Path, tmp_path: Path) -> None:
    """An independent client and a second mirror read the mirror as if it were the register."""
    with serving("mirror_register.py", "serve", folder) as (address, _):
        reader = aics_tlog.HttpTileReader([f"{address}/log/"])
        note = aics_tlog.parse_note(reader.read_checkpoint())
        checkpoint = aics_tlog.parse_checkpoint(note.text)
        assert aics_tlog.audit_tiles(reader, checkpoint.size, checkpoint.root).bundles == 1
        copied = run("mirror_register.py", "copy", address, tmp_path / "second", "--key", key_of(address))
        assert copied.returncode == 0, copied.stdout
        code, report = audit(tmp_path / "fetched", "--fetch", address)
        assert code == 0, report
    assert "One history" in run("mirror_register.py", "compare", folder, tmp_path / "second").stdout
