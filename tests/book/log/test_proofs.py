"""Proofs and heads from the book's own tables."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from book.log.heads import sign_head
from book.log.notes import open_note
from book.log.proofs import NoSuchProof, consistency, head_covering, inclusion, latest_head, root
from book.log.tree import IncrementalTree, leaf_hash, proves_consistency, proves_inclusion
from book.models import Entry, State, TreeHead
from tests.book.conftest import Publish
from tests.book.papers import PCD_510, paper

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.VAR = tmp_path


def test_every_entry_is_proven_at_every_size(published: Publish) -> None:
    published(*(paper(number) for number in range(700, 711)))
    tree, roots = IncrementalTree(), [b""]
    for entry in Entry.objects.all():
        tree.add(leaf_hash(bytes(entry.leaf)))
        roots.append(tree.root())
        assert root(entry.number) == tree.root()
    for size in range(1, 12):
        for number in range(1, size + 1):
            proof = inclusion(number, size)
            assert proof.root == roots[size]
            assert proves_inclusion(leaf_hash(proof.leaf), number - 1, size, proof.path, roots[size])
        for first in range(1, size + 1):
            assert proves_consistency(first, size, roots[first], roots[size], consistency(first, size))


def test_a_proof_costs_two_queries_however_long_the_book(published: Publish) -> None:
    from django.db import connections

    published(*(paper(number) for number in range(700, 720)))
    with CaptureQueriesContext(connections["book"]) as queries:
        inclusion(13, 20)
    assert len(queries) == 2


def test_the_worker_signs_each_state_once(published: Publish) -> None:
    assert sign_head() is None
    published(PCD_510)
    assert latest_head() is None
    assert head_covering(1) is None
    head = sign_head()
    assert head is not None
    assert sign_head() is None
    opened = open_note(head.checkpoint, head.verifier)
    assert (opened.size, opened.root, opened.origin) == (1, root(1), "127.0.0.1:8000/log")
    covering = head_covering(1)
    assert covering is not None
    assert covering.size == 1
    published(paper(600))
    assert head_covering(2) is None
    assert inclusion(1).size == 1


def test_a_signed_head_makes_pages_new(published: Publish) -> None:
    published(PCD_510)
    before = State.objects.get().version
    sign_head()
    assert State.objects.get().version == before + 1


def test_the_database_refuses_a_head_that_is_not_the_books(published: Publish) -> None:
    published(PCD_510)
    with pytest.raises(IntegrityError, match="does not fit"), connection.cursor() as cursor:
        cursor.execute("SELECT book.add_head(1, %s, 'note', 'key')", [b"\x00" * 32])
    with pytest.raises(IntegrityError, match="does not fit"), connection.cursor() as cursor:
        cursor.execute("SELECT book.add_head(2, book.root_at(1), 'note', 'key')")
    assert not TreeHead.objects.exists()


def test_what_is_not_there_has_no_proof(published: Publish) -> None:
    published(PCD_510)
    with pytest.raises(NoSuchProof, match="not under a signed"):
        inclusion(1)
    for number, size, reason in (
        (2, 1, "do not hold an entry 2"),
        (2, 3, "do not hold an entry 2"),
        (1, 2, "not that long"),
        (0, 1, "do not hold an entry 0"),
    ):
        with pytest.raises(NoSuchProof, match=reason):
            inclusion(number, size)
    with pytest.raises(NoSuchProof):
        consistency(1, 2)


def test_the_trial_key_is_made_once_and_kept_private(published: Publish, settings, tmp_path) -> None:
    from book.log.keys import log_key

    first = log_key().private_bytes_raw()
    assert log_key().private_bytes_raw() == first
    assert (tmp_path / "keys" / "log.key").stat().st_mode & 0o777 == 0o600


def test_production_does_not_make_keys(settings) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from book.log.keys import log_key

    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="LOG_KEY_FILE is not set"):
        log_key()
