"""A successor takes over the book of a register that ended: nothing is lost, and every proof leads on."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.proof import Proof
from accounts.proposals.actions import confirm
from book.actions import record_outcome
from book.actions.close import close_register, propose_closing
from book.actions.propose import propose_correction
from book.integrity import check_book
from book.log.heads import sign_head
from book.log.keys import log_key
from book.models import Entry, EntryFile, Money, Outcome, PublishedDecision, TreeHead
from decisions.models import Decision, Numbering
from figures.references import Reference
from http_cache.book_version import book_version
from publishing.actions.release import propose_expunging
from tests.book.agreeing import correct, expunge, publish, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815, paper
from tests.conftest import _EMPTIER, Sql
from tests.peers import aics_tlog
from tests.people import People, make_people
from tests.tools.logs import run

pytestmark = pytest.mark.committed(owner=True)
OLD, OLD_ADDRESS = "Mayor's Office for Policing and Crime", "https://old.example/decisions"
NEW_ADDRESS = "https://board.example/decisions"
ACT = "The Police Reform Act passes its functions on."
ADD = "SELECT book.add_taken_over(1, 'decision', 'PCD 1', 'pcd1', 1, NULL, now(), '', '{}', '', NULL, '[]', '{}')"
#: Columns that say where the book stood when a row was written, not what was published.
ROW_NUMBERS = {"id"}


@dataclass
class Ended:
    """A register that ended, as a mirror holds it, with what its readers saw and kept."""

    folder: Path
    key: str
    rows: dict[str, Any]
    leaves: list[bytes]
    checkpoint: str
    empty: Callable[[], None]

    def take_over(self, **changed: Any) -> None:
        given = {"key": self.key, "name": OLD, "address": OLD_ADDRESS, "reason": ACT} | changed
        call_command("take_over", str(self.folder), **given)


@pytest.fixture(autouse=True)
def keys_of_the_predecessor(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone; no page of an earlier test is remembered."""
    settings.VAR, settings.REGISTER_ADDRESS = tmp_path / "old", OLD_ADDRESS
    book_version.forget()


@pytest.fixture
def publish_everything(people: People, published: Publish) -> None:
    """Five decisions, and everything that can be said of one afterwards."""
    for part1 in (PCD_510, PCD_815, paper(600), paper(601), paper(602)):
        published(part1, pdf=pages(part1.reference))
    sign_head()
    correct(reference=Reference.parse("PCD 600"), text="A name was spelled wrongly.", by=people.dev, at=NOW)
    grant = PCD_510.grants[0].id
    record_outcome(
        reference=Reference.parse("PCD 510"), grant=grant, result="offered", happened_on=None,
        statement="The Home Office offered the money.", by=people.dev, at=NOW,
    )  # fmt: skip
    withdraw(reference=Reference.parse("PCD 601"), reason="It was published by mistake.", by=people.dev, at=NOW)
    expunge(number=5, reason="A court ordered it.", by=people.dev, at=NOW)


@pytest.fixture
def ended(
    publish_everything: None, people: People, live_server: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> Ended:
    """The register is closed, and a mirror has all of it."""
    close(people)
    book_version.forget()
    head = TreeHead.objects.latest("size")
    folder = tmp_path / "mirror"
    copied = run("mirror_register.py", "copy", live_server.url, folder, "--key", head.verifier)
    assert copied.returncode == 0, copied.stdout + copied.stderr
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("number").values_list("leaf", flat=True)]
    return Ended(folder, head.verifier, rows(), leaves, head.checkpoint, request.config.stash[_EMPTIER].empty)


@pytest.fixture
def successor(ended: Ended, settings: Any, tmp_path: Path) -> Ended:
    """Another register, with a name, an address and keys of its own, and nothing in its book."""
    ended.empty()
    settings.VAR, settings.REGISTER_ADDRESS = tmp_path / "new", NEW_ADDRESS
    book_version.forget()
    return ended


def pages(title: str) -> bytes:
    """A PDF of five empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(5):
            pdf.add_blank_page()
        pdf.docinfo["/Title"] = title
        pdf.save(target := BytesIO())
    return target.getvalue()


def close(people: People) -> None:
    proposal = propose_closing(
        successor_name="Police and Crime Board for London", successor_address=NEW_ADDRESS, reason=ACT,
        by=people.dev, at=NOW,
    )  # fmt: skip
    confirm(proposal=proposal, proof=Proof("password"), by=people.clare, at=NOW)
    close_register(at=NOW)


def rows() -> dict[str, Any]:
    """Everything that pages and data read, but for the numbers of rows."""
    tables: dict[str, Any] = {
        "decisions": PublishedDecision.objects.defer(None),
        "money": Money.objects,
        "outcomes": Outcome.objects,
    }
    tables |= {"entries": Entry.objects, "files": EntryFile.objects}
    result = {}
    for name, table in tables.items():
        values = [{k: v for k, v in row.items() if k not in ROW_NUMBERS} for row in table.values()]
        result[name] = sorted(map(repr, ({k: _bytes(v) for k, v in row.items()} for row in values)))
    return result


def still_readable(table: list[str]) -> list[str]:
    """The rows but those of decisions that the law had removed: what they were found by is not in any copy."""
    return [row for row in table if "'expunged': True" not in row]


def _bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def test_every_entry_page_and_proof_of_the_predecessor_is_kept(successor: Ended, client: Client) -> None:
    successor.take_over()
    size = len(successor.leaves)
    now = rows()
    # The takeover is an entry of its own; everything in front of it is as it was.
    assert [row for row in now["entries"] if "'takeover'" not in row] == successor.rows["entries"]
    for table in ("decisions", "money", "outcomes", "files"):
        assert still_readable(now[table]) == still_readable(successor.rows[table])
    assert [finding.sentence for finding in check_book("default", roots=None) if finding.kind == "wrong"] == []
    page = client.get("/decisions/PCD-510/").content.decode()
    assert "Mayor&#x27;s Office for Policing and Crime, whose register this one took over on" in page
    assert f"Entries up to {size} were published in the register of" in client.get("/log/").content.decode()
    assert "This register is closed" not in page
    assert client.get("/decisions/PCD-601/").status_code == 410
    assert client.get("/decisions/PCD-602/").status_code == 410


def test_the_tree_goes_on_from_the_last_checkpoint_under_a_key_of_the_successors_own(
    successor: Ended, client: Client
) -> None:
    successor.take_over()
    size = len(successor.leaves)
    head = TreeHead.objects.latest("size")
    assert (head.size, head.verifier.startswith("board.example/decisions/log+")) == (size + 1, True)
    assert client.get(f"/log/checkpoint/{size}").content.decode() == successor.checkpoint
    # An independent library follows the proof from the head that the predecessor signed to the one signed now.
    path = [bytes.fromhex(hashed) for hashed in client.get(f"/log/consistency/{size}/{size + 1}").json()["path"]]
    old = aics_tlog.parse_checkpoint(aics_tlog.parse_note(successor.checkpoint.encode()).text)
    assert aics_tlog.verify_consistency(size, size + 1, old.root, bytes(head.root), path)


def test_the_audit_and_mirrors_old_and_new_find_nothing_wrong(
    successor: Ended, live_server: Any, tmp_path: Path
) -> None:
    successor.take_over()
    book_version.forget()
    audit = run("audit_book.py", "--fetch", live_server.url, tmp_path / "audit")
    assert audit.returncode == 0, audit.stdout
    key = TreeHead.objects.latest("size").verifier
    # A new mirror of the successor, and the predecessor's own mirror once it is told the successor's key.
    for folder in (tmp_path / "fresh", successor.folder):
        copied = run("mirror_register.py", "copy", live_server.url, folder, "--key", key)
        assert copied.returncode == 0, copied.stdout + copied.stderr
        checked = run("mirror_register.py", "check", folder)
        assert checked.returncode == 0, checked.stdout


def test_the_desk_publishes_on_and_the_successor_may_end_as_well(successor: Ended, client: Client) -> None:
    successor.take_over()
    people = make_people()
    publish(part1=paper(900).to_json(), pdf=None, due_at=NOW, by=people.dev, at=NOW)
    assert client.get("/decisions/PCD-900/").status_code == 200
    assert "whose register this one took over" not in client.get("/decisions/PCD-900/").content.decode()
    close(people)
    book_version.forget()
    assert "This register is closed" in client.get("/").content.decode()
    assert [finding.sentence for finding in check_book("default", roots=None) if finding.kind == "wrong"] == []


def test_a_predecessor_that_goes_on_under_its_old_key_is_found(
    successor: Ended, settings: Any, tmp_path: Path, live_server: Any, sql: Sql
) -> None:
    successor.take_over()
    key = TreeHead.objects.latest("size").verifier
    # Whoever still has the retired key signs the next entry with it.
    settings.VAR, settings.REGISTER_ADDRESS = tmp_path / "old", OLD_ADDRESS
    content = "'{}', encode(sha256('{}'), 'hex')"
    sql("owner", f"SELECT book.add_entry('outcome', 'PCD 510', 'pcd510', 1, NULL, '', {content}, NULL, NULL)")
    sign_head()
    book_version.forget()
    sentence = f"The key {successor.key} of the predecessor still signs heads behind entry {len(successor.leaves) + 1}."
    assert sentence in [finding.sentence for finding in check_book("default", roots=None)]
    assert sentence in run("audit_book.py", "--fetch", live_server.url, tmp_path / "audit").stdout
    run("mirror_register.py", "copy", live_server.url, successor.folder, "--key", key)
    assert sentence in run("mirror_register.py", "check", successor.folder).stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("content", "was altered"),
        ("file", "was altered"),
        ("missing file", "is not in the copy"),
        ("fewer", "entries that the checkpoint signed"),
        ("key", "is not one that this key signed"),
        ("no address", "beginning with https://"),
        ("no name", "Say whose register it was"),
    ],
)
def test_a_copy_that_is_not_whole_is_not_taken_over(successor: Ended, change: str, words: str) -> None:
    folder = successor.folder.parent / "altered"
    shutil.copytree(successor.folder, folder)
    lines = folder / "log" / "entries-000000001.ndjson"
    file = min((folder / "log" / "files").iterdir())
    text = lines.read_text()
    changed: dict[str, Any] = {}
    match change:
        case "content":
            lines.write_text(text.replace("The Home Office offered", "The Home Office refused"))
        case "file":
            file.write_bytes(file.read_bytes() + b" ")
        case "missing file":
            file.unlink()
        case "fewer":
            lines.write_text("".join(text.splitlines(keepends=True)[:-1]))
        case "key":
            changed = {"key": f"{successor.key[:-4]}AAA="}
        case "no address":
            changed = {"address": "old.example"}
        case "no name":
            changed = {"name": " "}
    successor.folder = folder
    with pytest.raises(CommandError, match=words):
        successor.take_over(**changed)
    assert not Entry.objects.exists()


def test_a_book_is_taken_over_only_into_one_that_is_empty_and_under_another_key(
    successor: Ended, settings: Any, sql: Sql
) -> None:
    settings.REGISTER_ADDRESS, settings.VAR = OLD_ADDRESS, settings.VAR.parent / "old"
    with pytest.raises(CommandError, match="predecessor's own key"):
        successor.take_over()
    settings.REGISTER_ADDRESS, settings.VAR = NEW_ADDRESS, settings.VAR.parent / "new"
    successor.take_over()
    with pytest.raises(CommandError, match="has entries of its own"):
        successor.take_over()
    for role, words in (("owner", "into one that is empty"), ("desk", "denied"), ("reader", "denied")):
        with pytest.raises(Exception, match=words):
            sql(role, ADD)


def test_a_register_that_nobody_closed_is_taken_over_only_if_that_is_said(
    publish_everything: None, live_server: Any, tmp_path: Path, settings: Any, request: pytest.FixtureRequest
) -> None:
    sign_head()
    book_version.forget()
    key, folder = TreeHead.objects.latest("size").verifier, tmp_path / "mirror"
    assert run("mirror_register.py", "copy", live_server.url, folder, "--key", key).returncode == 0
    request.config.stash[_EMPTIER].empty()
    settings.VAR, settings.REGISTER_ADDRESS = tmp_path / "new", NEW_ADDRESS
    assert log_key()
    given = {"key": key, "name": OLD, "address": OLD_ADDRESS, "reason": "Its server was lost."}
    with pytest.raises(CommandError, match="is not closed"):
        call_command("take_over", str(folder), **given)
    call_command("take_over", str(folder), **given, unclosed=True)
    assert [finding.sentence for finding in check_book("default", roots=None) if finding.kind == "wrong"] == []


def test_the_desk_holds_what_was_taken_over_and_can_correct_it(successor: Ended, client: Client) -> None:
    successor.take_over()
    people = make_people()
    with pytest.raises(CommandError, match="you need the office"):
        call_command("hold_taken_over", by="fatima@example.org")
    call_command("hold_taken_over", by="dev@example.org")
    entered = {decision.reference_words: decision for decision in Decision.objects.all()}
    # PCD 602 was removed by law before; nothing of it is in any copy.
    assert set(entered) == {"PCD 510", "PCD 815", "PCD 600", "PCD 601"}
    client.force_login(people.dev)
    for place in ("", "publication/"):
        assert client.get(f"/desk/decisions/{entered['PCD 510'].pk}/{place}").status_code == 200
    reference = entered["PCD 510"].reference
    assert reference
    proposal = propose_correction(reference=reference, text="The year is 2019/20.", by=people.dev, at=NOW)
    confirm(proposal=proposal, proof=Proof("password"), by=people.dora, at=NOW)
    assert Entry.objects.latest("number").kind == "correction"
    removal = propose_expunging(number=2, reason="A court ordered it.", by=people.dev, at=NOW)
    confirm(proposal=removal, proof=Proof("password"), by=people.ada, at=NOW)
    assert client.get("/decisions/PCD-815/").status_code == 410
    call_command("hold_taken_over", by="dev@example.org")
    assert Decision.objects.count() == 4
    assert Numbering.objects.get(series="PCD").next_number > 815
    assert [finding.sentence for finding in check_book("default", roots=None) if finding.kind == "wrong"] == []
