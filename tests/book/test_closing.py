"""The end of a register: two people agree, a last entry names the successor, nothing follows, and the keys retire."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from accounts.models import Proposal
from accounts.proof import Proof
from accounts.proposals.actions import confirm
from book.actions.close import close_register, propose_closing
from book.entries import Closing, read
from book.integrity import check_book
from book.log.heads import sign_head
from book.log.notes import BadNote
from book.log.retirement import read_retirement
from book.models import Entry, TreeHead
from components.refusals import NotAllowed, NotOpen, Refused
from http_cache.book_version import book_version
from tests.book.agreeing import expunge, publish
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815, paper
from tests.conftest import Sql
from tests.people import People
from tests.tools.logs import run

pytestmark = pytest.mark.committed(owner=True)
ACT = "The Police Reform Act passes its functions on."
#: As the owner of the database may do it: the guard is put aside, an entry added, and the guard put back.
GO_ON = """
    ALTER FUNCTION book.is_closed() RENAME TO put_aside;
    CREATE FUNCTION book.is_closed() RETURNS boolean LANGUAGE sql AS 'SELECT false';
    SELECT book.add_entry('outcome', 'PCD 510', 'pcd510', 1, NULL, '', '{}', encode(sha256('{}'), 'hex'), NULL, NULL);
    DROP FUNCTION book.is_closed();
    ALTER FUNCTION book.put_aside() RENAME TO is_closed;
"""
NAME, ADDRESS = "Police and Crime Board for London", "https://board.example/decisions"


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone; no page of an earlier test is remembered."""
    settings.VAR = tmp_path / "var"
    book_version.forget()


def agreed(people: People) -> Proposal:
    """Dev proposes, Clare confirms."""
    proposal = propose_closing(successor_name=NAME, successor_address=ADDRESS, reason=ACT, by=people.dev, at=NOW)
    return confirm(proposal=proposal, proof=Proof("password"), by=people.clare, at=NOW)


def test_one_person_alone_does_not_close_it_and_a_successor_has_a_name_and_an_address(people: People) -> None:
    given: dict[str, Any] = {
        "successor_name": NAME,
        "successor_address": ADDRESS,
        "reason": ACT,
        "by": people.dev,
        "at": NOW,
    }
    for changed, words in (
        ({"successor_name": " "}, "Name the successor"),
        ({"successor_address": "board.example"}, "beginning with https"),
        ({"successor_address": "javascript:alert(1)"}, "beginning with https"),
        ({"reason": ""}, "Say why"),
        ({"by": people.fatima}, "For this you need the office"),
    ):
        with pytest.raises((Refused, NotAllowed), match=words):
            propose_closing(**(given | changed))
    proposal = propose_closing(**given)
    for person in (people.dev, people.dora, people.ada):
        with pytest.raises(NotAllowed):
            confirm(proposal=proposal, proof=Proof("password"), by=person, at=NOW)
    with pytest.raises(Refused, match="Nobody has agreed"):
        close_register(at=NOW)


def test_the_last_entry_says_what_was_agreed_and_the_key_signs_that_it_is_the_last(
    people: People, published: Publish, client: Client
) -> None:
    published(PCD_510)
    agreed(people)
    call_command("close_register")
    last = Entry.objects.get(kind="closing")
    closing = read(Closing, bytes(last.payload or b""))
    assert (closing.successor_name, closing.successor_address, closing.reason) == (NAME, ADDRESS, ACT)
    assert closing.agreed_by == (people.dev.name, people.clare.name)
    assert {"part1/1", "part1/2", "leaf/1", "leaf/2", "closing/1", "outcome/1"} <= set(closing.formats)
    assert b'"schema":"leaf/2"' in bytes(last.leaf)
    head = TreeHead.objects.order_by("-size").first()
    assert head
    note = client.get("/log/closing").content.decode()
    statement = read_retirement(note, head.verifier)
    assert (statement.closing, statement.size, statement.root) == (2, 2, bytes(head.root))
    assert statement.successor == f"{ADDRESS} {NAME}"
    for forged in (note.replace("closing entry 2", "closing entry 1"), note.replace("board.example", "thief.example")):
        with pytest.raises(BadNote):
            read_retirement(forged, head.verifier)
    assert [finding for finding in check_book("default", roots=None) if finding.kind == "wrong"] == []


def test_every_public_page_says_so_and_data_and_feeds_go_on(people: People, published: Publish, client: Client) -> None:
    published(PCD_510)
    pages = (
        "/",
        "/decisions/",
        "/decisions/PCD-510/",
        "/threads/PCD-510/",
        "/open-data/",
        "/log/",
        "/verify/",
        "/contact/",
    )
    assert not [page for page in pages if "This register is closed" in client.get(page).content.decode()]
    assert client.get("/log/closing").status_code == 404
    agreed(people)
    close_register(at=NOW)
    book_version.forget()
    silent = [
        page for page in pages if f'<a class="govuk-link" href="{ADDRESS}"' not in client.get(page).content.decode()
    ]
    assert silent == []
    for path in (
        "/decisions.atom",
        "/decisions.json",
        "/api/v1/entries/",
        "/panel-pack/?since=2018-01-01",
        "/panel-pack.csv?since=2018-01-01",
        "/panel-pack.pdf?since=2018-01-01",
    ):
        assert client.get(path).status_code == 200


def test_a_page_that_says_that_the_database_is_slow_is_drawn_without_asking_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow() -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("register.closing._notice", slow)
    answer = client.get("/cookies/")
    assert (answer.status_code, "This register is closed" in answer.content.decode()) == (200, False)


def test_nothing_is_published_afterwards_but_what_the_law_orders_removed_goes(
    people: People, published: Publish, sql: Sql
) -> None:
    published(PCD_510)
    agreed(people)
    close_register(at=NOW)
    with pytest.raises(NotOpen, match="The register is closed"):
        publish(part1=PCD_815.to_json(), pdf=None, due_at=NOW, by=people.dev, at=NOW)
    with pytest.raises(NotOpen, match="The register is closed"):
        propose_closing(successor_name=NAME, successor_address=ADDRESS, reason=ACT, by=people.dev, at=NOW)
    # Whoever asks the database itself is refused as well: it takes no waiting entry, and its own functions add none.
    content = "'x', encode(sha256('x'), 'hex')"
    row = f"'outcome', 'PCD 510', 'pcd510', 1, '', {content}, '{{}}', now(), now(), 'Dev'"
    columns = "kind, reference, key, version, summary, payload, payload_sha256, projection, due_at, authorised_at"
    for role, statement in (
        ("owner", f"SELECT book.add_entry('outcome', 'PCD 510', 'pcd510', 1, NULL, '', {content}, NULL, NULL)"),
        ("desk", f"INSERT INTO book_waiting ({columns}, authorised_by_name) VALUES ({row})"),
    ):
        with pytest.raises(Exception, match="The register is closed"):
            sql(role, statement)
    assert expunge(number=1, reason="A court ordered it.", by=people.dev, at=NOW) == 3


def test_the_database_takes_no_closing_that_two_people_did_not_agree(
    people: People, published: Publish, sql: Sql
) -> None:
    published(PCD_510)
    proposal = propose_closing(successor_name=NAME, successor_address=ADDRESS, reason=ACT, by=people.dev, at=NOW)
    close = "SELECT book.close_agreed(%s, %s)"
    with pytest.raises(Exception, match="Two people must agree"):
        sql("owner", close, [proposal.pk, b"{}"])
    confirm(proposal=proposal, proof=Proof("password"), by=people.kaya, at=NOW)
    with pytest.raises(Exception, match="must say what the two people agreed"):
        sql("owner", close, [proposal.pk, b'{"schema":"closing/1"}'])
    retire = "SELECT book.add_retirement('k', 's', now())"
    with pytest.raises(Exception, match="A key retires once"):
        sql("owner", retire)
    # It cannot be undone: whoever has only the desk's password, or the reader's, cannot end the register.
    for role in ("desk", "reader"):
        with pytest.raises(Exception, match="permission denied"):
            sql(role, close, [proposal.pk, b"{}"])
        with pytest.raises(Exception, match="permission denied"):
            sql(role, retire)


def test_what_waits_is_published_or_taken_back_first(people: People, published: Publish) -> None:
    published(PCD_510)
    publish(part1=paper(600).to_json(), pdf=None, due_at=NOW.replace(year=3000), by=people.dev, at=NOW)
    agreed(people)
    with pytest.raises(CommandError, match="1 entries wait for publication"):
        call_command("close_register")
    assert not Entry.objects.filter(kind="closing").exists()


def test_a_run_that_was_stopped_is_finished_and_a_second_closing_is_refused(
    people: People, published: Publish, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    published(PCD_510)
    agreed(people)

    def killed() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("book.actions.close.sign_head", killed)
        with pytest.raises(KeyboardInterrupt):
            close_register(at=NOW)
    assert client.get("/log/closing").status_code == 404
    assert close_register(at=NOW).number == 2
    with pytest.raises(CommandError, match="closed already"):
        call_command("close_register")


def test_a_register_that_goes_on_after_its_closing_is_found_by_the_audit_and_by_a_mirror(
    people: People, published: Publish, client: Client, tmp_path: Path, live_server: Any, sql: Sql
) -> None:
    published(PCD_510)
    agreed(people)
    close_register(at=NOW)
    # Its keepers, who own the database and hold the key, put an entry behind the last one and sign it.
    sql("owner", GO_ON)
    sign_head()
    book_version.forget()
    folder = tmp_path / "book"
    report = run("audit_book.py", "--fetch", live_server.url, folder)
    assert (report.returncode, "Entry 3 came after entry 2, which closed the register." in report.stdout) == (1, True)
    key = client.get("/log/keys").content.decode().split()[0]
    mirror = tmp_path / "mirror"
    run("mirror_register.py", "copy", live_server.url, mirror, "--key", key)
    checked = run("mirror_register.py", "check", mirror)
    assert "Entry 3 came after entry 2, which closed the register." in checked.stdout
    assert any("came after entry 2" in finding.sentence for finding in check_book("default", roots=None))
