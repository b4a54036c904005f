"""The stand-alone audit: run as a stranger would, on exported files, by a Python that knows nothing of the register."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from book.log.heads import sign_head
from book.models import Entry
from tests.book.agreeing import correct, expunge
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815, paper
from tests.book.test_changing import REFERENCE
from tests.people import People

pytestmark = pytest.mark.committed

SCRIPT = Path(__file__).parents[3] / "tools" / "audit_book.py"


@pytest.fixture
def bulk(settings: Any, tmp_path: Path, published: Publish, people: People) -> Path:
    """The folder of a book of five entries under two heads, one of them expunged."""
    settings.VAR = tmp_path / "var"
    published(PCD_510, PCD_815, paper(600), original=("a.txt", "text/plain", b"original"))
    sign_head()
    correct(reference=REFERENCE, text="Ein Fehler – 😀.", by=people.dev, at=NOW)
    expunge(number=3, reason="A court ordered it.", by=people.dev, at=NOW)
    sign_head()
    folder = tmp_path / "bulk"
    call_command("export_book", str(folder), verbosity=0)
    return folder


def audit(folder: Path, *more: str) -> tuple[int, str]:
    """Run the script in isolation: no site packages, no environment."""
    run = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, *more, folder], capture_output=True, text=True, env={}, check=False
    )
    return run.returncode, run.stdout + run.stderr


def test_a_whole_book_passes_and_what_was_expunged_is_said(bulk: Path) -> None:
    code, report = audit(bulk)
    assert (code, "The book is whole." in report) == (0, True), report
    assert "EXPUNGED: Entry 3 (decision PCD 600)" in report
    assert "5 entries and 2 files checked, 0 entries not under a signed head yet." in report


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Rewrite a file."""
    path.write_text(change(path.read_text()))


def swapped(text: str) -> str:
    """The first two lines in the other order."""
    first, second, *others = text.split("\n")
    return "\n".join([second, first, *others])


def test_whatever_is_changed_is_found(bulk: Path, tmp_path: Path) -> None:
    entries = "entries-000000001.ndjson"
    paper_file = Entry.objects.get(number=1).pdf_sha256 or ""
    cases: list[tuple[Callable[[Path], object], str]] = [
        (
            lambda f: edit(f / entries, lambda t: t.replace("online", "0nline", 1)),
            "Entry 1 (decision PCD 510) was altered",
        ),
        (
            lambda f: edit(f / entries, lambda t: t.replace('\\"version\\":1', '\\"version\\":3', 1)),
            "entries 1 to 3 are not those",
        ),
        (lambda f: edit(f / entries, swapped), "stands where entry 1 should be"),
        (lambda f: edit(f / entries, lambda t: t.partition("\n")[2]), "stands where entry 1 should be"),
        (lambda f: edit(f / entries, lambda t: t.rstrip("\n").rpartition("\n")[0]), "signed for 5 entries, but only 4"),
        (lambda f: (f / "files" / paper_file).write_bytes(b"other"), "was altered"),
        (lambda f: (f / "files" / paper_file).unlink(), "is not here"),
        (lambda f: edit(f / "checkpoint-000000005", lambda t: t.replace("\n5\n", "\n4\n")), "is no checkpoint"),
        (lambda f: edit(f / "keys", lambda t: "x+12345678+AAAA\n"), "not signed by a key"),
        (lambda f: (f / entries).write_text("{}"), "cannot be read"),
        (lambda f: (f / "keys").unlink(), "cannot be read"),
    ]
    for number, (harm, sentence) in enumerate(cases):
        folder = tmp_path / f"case-{number}"
        shutil.copytree(bulk, folder)
        harm(folder)
        code, report = audit(folder)
        assert (code, sentence in report) == (1, True), (sentence, report)


def test_an_entry_emptied_without_notice_is_found(bulk: Path) -> None:
    path = bulk / "entries-000000001.ndjson"
    lines = [json.loads(line) for line in path.read_text().split("\n") if line]
    lines[1]["payload"] = None
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    code, report = audit(bulk)
    assert code == 1
    assert "Entry 2 (decision PCD 815) has no content, and no notice says" in report


def test_a_checkpoint_kept_from_another_book_does_not_fit(bulk: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from book.log.keys import origin
    from book.log.notes import Checkpoint, sign

    key: Any = load_pem_private_key((tmp_path / "var" / "keys" / "log.key").read_bytes(), None)
    checkpoint_file = tmp_path / "kept"
    checkpoint_file.write_text(sign(Checkpoint(origin(), 2, b"\x01" * 32), key))
    code, report = audit(bulk, "--kept", str(checkpoint_file))
    assert code == 1
    assert "kept: entries 1 to 2 are not those that were signed" in report


def test_it_downloads_from_the_addresses_by_itself(bulk: Path, tmp_path: Path, live_server: Any) -> None:
    code, report = audit(tmp_path / "fetched", "--fetch", live_server.url)
    assert code == 0, report
    assert "5 entries and 2 files checked" in report
