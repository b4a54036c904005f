"""The book: entries, files, tree and heads are only ever added; without each guard the attack succeeds."""

from datetime import timedelta
from typing import Any

import pytest

from book.models import Entry
from tests.book.agreeing import publish
from tests.book.conftest import NOW, Publish, published
from tests.book.papers import PCD_510, paper
from tests.people import People
from tests.promises.guards import constraint, let_through_without, refused, trigger

pytestmark = pytest.mark.committed
__all__ = ["published"]

ONLY_ADDED = "The book is only added to"
#: An attack by the owner, and the triggers that refuse it.
ATTACKS = [
    ("UPDATE book.entry SET summary = 'Nothing was decided.'", trigger("book.entry", "entry_fixed")),
    ("UPDATE book.entry SET payload = NULL, summary = ''", trigger("book.entry", "entry_fixed")),
    ("UPDATE book.file SET content = NULL", trigger("book.file", "file_fixed")),
    ("UPDATE book.entry_file SET name = 'other.pdf'", trigger("book.entry_file", "entry_file_fixed")),
    ("UPDATE book.node SET hash = ''", trigger("book.node", "node_fixed")),
    ("UPDATE book.head SET checkpoint = ''", trigger("book.head", "head_fixed")),
    ("DELETE FROM book.entry_file", trigger("book.entry_file", "entry_file_stays")),
    ("DELETE FROM book.node", trigger("book.node", "node_stays")),
    ("DELETE FROM book.head", trigger("book.head", "head_stays")),
    ("TRUNCATE book.node", trigger("book.node", "node_stays")),
    (
        "TRUNCATE book.entry CASCADE",
        f"{trigger('book.entry', 'entry_stays')}; {trigger('book.entry_file', 'entry_file_stays')}; "
        f"{trigger('book.planned', 'planned_stays')}",
    ),
    (
        "TRUNCATE book.file CASCADE",
        f"{trigger('book.file', 'file_stays')}; {trigger('book.entry_file', 'entry_file_stays')}",
    ),
]


@pytest.fixture
def book(published: Publish, sql: Any) -> None:
    """One published decision under a head."""
    published(PCD_510)
    sql("owner", "INSERT INTO book.head VALUES (1, book.root_of(1), 'note', now(), 'key')")


@pytest.mark.usefixtures("book")
def test_what_is_in_the_book_is_never_changed_or_removed(sql: Any) -> None:
    for attack, guard in ATTACKS:
        refused(sql, attack, "permission denied", "desk")
        refused(sql, attack, ONLY_ADDED, "owner")
        let_through_without(sql, guard, attack)
    assert bytes(Entry.objects.get().payload or b"") == PCD_510.to_json()


@pytest.mark.usefixtures("book")
def test_an_entry_is_what_its_hashes_say(sql: Any) -> None:
    columns = "kind, reference, key, version, published_at, summary, leaf, leaf_hash, payload, payload_sha256"
    forged = (
        f"INSERT INTO book.entry (number, {columns}) SELECT 2, 'correction', reference, key, version, now(), summary"
    )
    leaf = f"{forged}, 'other', leaf_hash, payload, payload_sha256 FROM book.entry"
    payload = f"{forged}, leaf, leaf_hash, 'other', payload_sha256 FROM book.entry"
    refused(sql, leaf, "entry_hash_is_of_its_leaf", "owner")
    let_through_without(sql, constraint("book.entry", "entry_hash_is_of_its_leaf"), leaf)
    refused(sql, payload, "entry_payload_is_what_it_says", "owner")
    let_through_without(sql, constraint("book.entry", "entry_payload_is_what_it_says"), payload)


@pytest.mark.usefixtures("book")
def test_a_version_is_published_once(sql: Any) -> None:
    again = (
        "INSERT INTO book.entry SELECT 2, kind, reference, key, version, about, now(), summary, leaf, leaf_hash, "
        "payload, payload_sha256, pdf_sha256 FROM book.entry"
    )
    refused(sql, again, "entry_one_version", "owner")
    let_through_without(sql, "DROP INDEX book.entry_one_version", again)


def test_what_waits_is_published_as_it_was_authorised(people: People, sql: Any) -> None:
    later = NOW + timedelta(days=36_500)
    publish(part1=paper(1999).to_json(), pdf=b"%PDF", due_at=later, by=people.dev, at=NOW)
    for attack, words, guard in (
        (
            "UPDATE book_waiting SET summary = 'x'",
            "only moved or taken back",
            ("book_waiting", "waiting_fixed"),
        ),
        ("UPDATE book_waitingfile SET name = 'x'", ONLY_ADDED, ("book_waitingfile", "waiting_file_fixed")),
    ):
        refused(sql, attack, words)
        let_through_without(sql, trigger(*guard), attack)
