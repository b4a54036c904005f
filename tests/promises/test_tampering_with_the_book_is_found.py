"""verify_book finds and names whatever somebody with the owner's password did to the tables."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from book.actions.hand_over_key import hand_over_log_key
from book.actions.release import Item
from book.actions.witness import witness_head
from book.integrity import check_book
from book.log.heads import sign_head
from book.models import TreeHead
from tests.book.agreeing import correct, expunge, release, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.log.test_handing_over import write_key
from tests.book.log.witnesses import other_witness, set_policy
from tests.book.papers import PCD_815, paper
from tests.book.test_changing import REFERENCE, with_items
from tests.people import People

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "book", "owner"])

GUARDED = ("entry", "file", "entry_file", "node", "head", "cosignature", "hand_over")
CHECKS = {
    "entry": ("entry_hash_is_of_its_leaf", "entry_payload_is_what_it_says"),
    "file": ("file_content_is_what_it_says",),
}


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone."""
    settings.VAR = tmp_path


class Undo(Exception):
    """Ends a transaction without a trace."""


@contextmanager
def tampered(statement: str) -> Iterator[None]:
    """Inside, the book is as somebody left it who may switch off every trigger and check; afterwards it is not."""
    with suppress(Undo), transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE book.{table} DISABLE TRIGGER USER")
            for table, checks in CHECKS.items():
                for check in checks:
                    cursor.execute(f"ALTER TABLE book.{table} DROP CONSTRAINT {check}")
            cursor.execute(statement)
        yield
        raise Undo


@pytest.fixture
def book(published: Publish, people: People) -> Publish:
    """Five entries of several kinds, two signed heads."""
    part1, salts = with_items(b"One.", b"%PDF annex")
    published(part1, PCD_815)
    sign_head()
    correct(reference=REFERENCE, text="A slip of the pen.", by=people.dev, at=NOW)
    release(
        reference=REFERENCE,
        item=Item(1, salts[0], b"One."),
        statement="x",
        by=people.dev,
        agreed_by=people.dora,
        at=NOW,
    )
    published(paper(600))
    sign_head()
    return published


def findings(**more: Any) -> list[str]:
    """The sentences of everything wrong."""
    return [fault.sentence for fault in check_book("owner", roots=None, **more) if fault.kind == "wrong"]


@pytest.mark.usefixtures("book")
def test_a_book_nobody_touched_is_whole() -> None:
    assert findings() == []
    out = StringIO()
    call_command("verify_book", "--no-seals", stdout=out)
    assert "The book is whole" in out.getvalue()


PAPER = "sha256 = (SELECT pdf_sha256 FROM book.entry WHERE number = 1)"
#: What is done, and what verify_book says of it.
CASES = [
    ("UPDATE book.entry SET payload = 'x' WHERE number = 2", "Entry 2 (decision PCD 815) was altered: its content"),
    (
        "UPDATE book.entry SET published_at = published_at - interval '1 day' WHERE number = 3",
        "Entry 3 (correction PCD 510) was altered: published_at",
    ),
    ("UPDATE book.entry SET version = 2 WHERE number = 5", "Entry 5 (decision PCD 600) was altered: version"),
    ("UPDATE book.entry SET leaf = replace(leaf::text, '32', '33')::bytea WHERE number = 2", "Entry 2"),
    ("UPDATE book.entry SET payload = NULL WHERE number = 2", "Entry 2 (decision PCD 815) has lost its content"),
    ("DELETE FROM book.entry WHERE number = 3", "Entry 3 is missing."),
    (f"UPDATE book.file SET content = content || 'x' WHERE {PAPER}", "of entry 1 was altered"),
    (f"UPDATE book.file SET content = NULL WHERE {PAPER}", "of entry 1 has lost its content"),
    ("DELETE FROM book.entry_file WHERE entry = 1", "Entry 1 (decision PCD 510) does not carry the paper"),
    ("UPDATE book.node SET hash = sha256('x') WHERE level = 1 AND position = 0", "node 0 of level 1"),
    ("DELETE FROM book.node WHERE level = 0 AND position = 4", "node 4 of level 0"),
    ("UPDATE book.head SET root = sha256('x') WHERE size = 2", "something among entries 1 to 2 was altered"),
    (
        "UPDATE book.head SET checkpoint = replace(checkpoint, '127.0', '127.1') WHERE size = 5",
        "head for 5 entries is not signed",
    ),
    ("UPDATE book.decision SET title = 'Another' WHERE key = 'pcd510'", "The page of PCD 510 was altered: title"),
    ("UPDATE book.decision SET status = 'revoked' WHERE key = 'pcd600'", "The page of PCD 600 says revoked"),
    ("UPDATE book.decision SET published_at = now() WHERE key = 'pcd600'", "PCD 600 does not say when"),
    ("UPDATE book.money SET offered = 1 WHERE key = 'pcd815'", "The page of PCD 815 was altered: money"),
    ("DELETE FROM book.link", "The page of PCD 815 was altered: links"),
    ("UPDATE book.facet_count SET count = 7 WHERE facet = 'late:yes'", "The count kept for late:yes is 7"),
    ("UPDATE book.word SET decisions = 99", "is 99, but it should be"),
    ("UPDATE book.total SET bid = bid + 1 WHERE scope = 'all' AND financial_year = 2018", "The totals kept for all"),
    ("UPDATE book.state SET entries = 9", "says that it has 9 entries"),
]


@pytest.mark.usefixtures("book")
def test_every_change_by_hand_is_named() -> None:
    for statement, sentence in CASES:
        with tampered(statement):
            faults = findings()
        assert any(sentence in text for text in faults), (statement, faults)
    assert findings() == []


@pytest.mark.usefixtures("book")
def test_a_change_made_consistently_is_caught_by_the_signature() -> None:
    with tampered(
        "DO $$ DECLARE l bytea; BEGIN "
        "UPDATE book.entry SET version = 2, "
        "leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '\"version\":1', '\"version\":2'), 'UTF8') "
        "WHERE number = 2; "
        "UPDATE book.entry SET leaf_hash = sha256('\\x00'::bytea || leaf); "
        "TRUNCATE book.node; "
        "PERFORM book.add_leaf(number, leaf_hash) FROM (SELECT * FROM book.entry ORDER BY number) e; END $$"
    ):
        faults = findings()
    assert any("something among entries 1 to 2 was altered" in sentence for sentence in faults)


@pytest.mark.usefixtures("book")
def test_a_book_cut_short_is_caught_by_whoever_kept_a_checkpoint() -> None:
    head = TreeHead.objects.get(size=5)
    checkpoint = f"{head.checkpoint}{head.verifier}\n"
    assert findings(checkpoints=[checkpoint]) == []
    with tampered(
        "DO $$ BEGIN DELETE FROM book.total; DELETE FROM book.money WHERE key = 'pcd600'; "
        "DELETE FROM book.recommendation WHERE key = 'pcd600'; DELETE FROM book.decision WHERE key = 'pcd600'; "
        "DELETE FROM book.entry_file WHERE entry = 5; DELETE FROM book.entry WHERE number = 5; "
        "DELETE FROM book.head WHERE size = 5; "
        "UPDATE book.state SET entries = 4; DELETE FROM book.node WHERE level = 0 AND position = 4; END $$"
    ):
        faults = findings(checkpoints=[checkpoint])
    assert any("does not begin with the 5 entries of the checkpoint" in sentence for sentence in faults)
    assert any("cannot be used" in finding for finding in findings(checkpoints=["nonsense\nx"]))


def test_what_witnesses_signed_and_keys_handed_over_cannot_be_changed_unseen(
    book: Publish, tmp_path: Path, settings: Any
) -> None:
    with other_witness(tmp_path / "w", "assembly.example/w") as (key, address):
        set_policy(tmp_path / "policy", [(key, address)], quorum=1)
        assert witness_head(datetime.now(UTC)) == 1
    settings.WITNESS_POLICY_FILE = ""
    settings.LOG_FORMER_KEY_FILE = str(tmp_path / "keys" / "log.key")
    settings.LOG_KEY_FILE = write_key(tmp_path / "new.key")
    hand_over_log_key(datetime.now(UTC))
    assert findings() == []
    changes = [
        ("UPDATE book.cosignature SET line = replace(line, 'A', 'B')", "The cosignature of assembly.example/w"),
        ("UPDATE book.cosignature SET cosigned_at = cosigned_at - interval '1 day'", "names another time"),
        ("UPDATE book.hand_over SET new_verifier = 'x'", "The hand-over of the key"),
        ("UPDATE book.hand_over SET statement = replace(statement, 'entries 5', 'entries 6')", "The hand-over of"),
    ]
    for statement, sentence in changes:
        with tampered(statement):
            faults = findings()
        assert any(sentence in text for text in faults), (statement, faults)


def test_what_was_expunged_is_reported_as_expunged(book: Publish, people: People) -> None:
    expunge(number=1, reason="A court ordered it.", by=people.dev, at=NOW)
    withdraw(reference=REFERENCE, reason="With it.", by=people.dev, at=NOW)
    sign_head()
    faults = list(check_book("default", roots=None))
    assert [fault.kind for fault in faults] == ["expunged", "expunged"], faults
    assert faults[0].sentence == "Entry 1 (decision PCD 510) was expunged as the law orders; entry 6 says so."


@pytest.mark.usefixtures("book")
def test_the_command_ends_with_an_error_that_says_how_many(sql: Any) -> None:
    sql("owner", "UPDATE book.decision SET title = 'x' WHERE key = 'pcd815'")
    out = StringIO()
    with pytest.raises(CommandError, match="The book is not whole: 1 thing found"):
        call_command("verify_book", "--no-seals", stdout=out)
    assert "WRONG: The page of PCD 815 was altered: title" in out.getvalue()


@pytest.mark.usefixtures("book")
def test_a_paper_without_our_seal_is_named() -> None:
    from book.seal import trusted_roots

    faults = [fault.sentence for fault in check_book("default", roots=trusted_roots(at=NOW))]
    assert len(faults) == 3
    assert all("of entry" in sentence for sentence in faults)
