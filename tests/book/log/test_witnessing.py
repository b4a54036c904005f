"""The worker shows each head to the witnesses, keeps what they sign, and never waits for them to publish."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from book.actions.witness import witness_head
from book.log.cosigned import witnesses
from book.log.heads import sign_head
from book.log.policy import BadPolicy
from book.models import Cosignature, State, WitnessState
from config.worker import DESK_JOBS
from http_cache.book_version import book_version
from operations.rounds import work_round
from tests.book.conftest import Publish
from tests.book.log.witnesses import log_verifier, other_witness, our_witness, set_policy
from tests.book.papers import PCD_510, PCD_815, paper
from tests.conftest import Sql
from tests.peers import aics_tlog

pytestmark = pytest.mark.committed

CHANGES = ("UPDATE book.cosignature SET line = 'x'", "DELETE FROM book.cosignature", "TRUNCATE book.cosignature")
WRITING = ("SELECT book.keep_cosignature(1, 'k', '— w A', now(), now())", "SELECT book.set_witness_policy('x')")
DOWN = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone; no page of an earlier test is remembered, and no witness."""
    settings.VAR = tmp_path / "var"
    settings.WITNESS_POLICY_FILE = ""
    book_version.forget()


def now() -> datetime:
    return datetime.now(UTC)


def page(client: Client, path: str) -> str:
    book_version.forget()
    return client.get(path).content.decode()


def some_key(tmp_path: Path) -> str:
    """The key of a witness that is never served."""
    with our_witness(tmp_path / "absent", "absent.example/w") as (key, _):
        return key


def test_heads_are_cosigned_by_an_independent_witness_and_by_ours(
    client: Client, published: Publish, tmp_path: Path
) -> None:
    with (
        our_witness(tmp_path / "a", "paper.example/w") as ours,
        other_witness(tmp_path / "b", "b.example/w") as other,
    ):
        set_policy(tmp_path / "policy", [ours, other, (some_key(tmp_path), DOWN)])
        for papers in ([PCD_510], [PCD_815, paper(600)], [paper(601)]):
            published(*papers)
            sign_head()
            assert witness_head(now()) == 2
            assert witness_head(now()) == 0
    book_version.forget()
    note = aics_tlog.parse_note(client.get("/log/checkpoint").content)
    keys = [aics_tlog.parse_vkey(key) for key, _ in (ours, other)]
    assert aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(log_verifier()), keys, quorum=2).ok
    old = aics_tlog.parse_note(client.get("/log/checkpoint/1").content)
    assert aics_tlog.verify_checkpoint(old, aics_tlog.parse_vkey(log_verifier()), keys, quorum=2).ok
    answer = client.get("/log/witnesses").json()
    assert (answer["seen_by"], answer["of"], answer["quorum"], answer["size"]) == (2, 3, True, 4)
    assert [line["problem"] for line in answer["witnesses"]] == ["", "", "It does not answer."]
    assert "2 of 3 witnesses, last at" in page(client, "/log/")
    assert "It does not answer." in page(client, "/log/")
    assert "2 of 3 witnesses, last at" in page(client, "/verify/")
    assert "2 of 3 witnesses, last at" in page(client, "/decisions/PCD-510/")
    assert client.get("/log/policy").content.decode() == (tmp_path / "policy").read_text()


def test_without_a_policy_nothing_is_asked_and_nothing_is_claimed(client: Client, published: Publish) -> None:
    published(PCD_510)
    sign_head()
    assert witness_head(now()) == 0
    assert "No witness signs this log yet" in page(client, "/log/")
    assert client.get("/log/policy").status_code == 404
    assert client.get("/log/witnesses").json()["of"] == 0


def test_witnesses_that_are_down_or_hang_never_stop_publication(
    published: Publish, tmp_path: Path, monkeypatch: Any
) -> None:
    silent = socket.create_server(("127.0.0.1", 0))  # takes connections and says nothing
    hanging = f"http://127.0.0.1:{silent.getsockname()[1]}"
    with our_witness(tmp_path / "a", "paper.example/w") as ours, other_witness(tmp_path / "b", "b.example/w") as other:
        set_policy(tmp_path / "policy", [(ours[0], DOWN), (other[0], hanging)], quorum=1)
        monkeypatch.setattr("book.log.witness_requests.TIMEOUT", 0.5)
        monkeypatch.setattr("book.actions.witness.ask", lambda requests: _quickly(requests))
        published(PCD_510)
        done = work_round(DESK_JOBS, now())
        assert done["tree heads signed"] == 1
        assert done["cosignatures kept"] == 0
        published(PCD_815)
        assert work_round(DESK_JOBS, now())["tree heads signed"] == 1
        known = witnesses()
        assert known is not None
        assert [line.problem for line in known.lines] == ["It does not answer.", "It does not answer in time."]
        silent.close()
        set_policy(tmp_path / "policy", [ours, other])
        # Asked again only after a pause that grows with each failure.
        assert witness_head(now()) == 0
        assert witness_head(now() + timedelta(seconds=40)) == 2
        known = witnesses()
        assert known is not None
        assert [line.problem for line in known.lines] == ["", ""]


def _quickly(requests: Any) -> Any:
    from book.log.witness_requests import ask

    return ask(requests, timeout=0.5)


def test_pages_stay_as_they_are_while_a_witness_stays_away(published: Publish, tmp_path: Path) -> None:
    set_policy(tmp_path / "policy", [(some_key(tmp_path), DOWN)], quorum=1)
    published(PCD_510)
    sign_head()
    witness_head(now())
    version = State.objects.get().version
    for hours in (1, 3, 5):
        witness_head(now() + timedelta(hours=hours))
    assert WitnessState.objects.get().failures == 4
    assert State.objects.get().version == version


def test_a_cosignature_that_was_lost_is_asked_for_again(published: Publish, tmp_path: Path, sql: Sql) -> None:
    """As after a crash between the witness's answer and our commit: the witness is ahead of what we know."""
    with our_witness(tmp_path / "a", "paper.example/w") as ours, other_witness(tmp_path / "b", "b.example/w") as other:
        set_policy(tmp_path / "policy", [ours, other])
        published(PCD_510)
        sign_head()
        published(PCD_815)
        sign_head()
        assert witness_head(now()) == 2
        for statement in (
            "ALTER TABLE book.cosignature DISABLE TRIGGER cosignature_stays",
            "DELETE FROM book.cosignature",
            "DELETE FROM book.witness_state",
            "ALTER TABLE book.cosignature ENABLE ALWAYS TRIGGER cosignature_stays",
        ):
            sql("owner", statement)
        assert witness_head(now()) == 2
        assert set(Cosignature.objects.values_list("size", flat=True)) == {2}


def test_a_second_history_is_refused_by_every_witness(published: Publish, tmp_path: Path, client: Client) -> None:
    """A register that shows another history than the witnesses saw gets no signature, and its own pages say why."""
    other_history = aics_tlog.MerkleTree([b"something else", b"and more"])
    note = aics_tlog.sign_checkpoint(
        aics_tlog.Checkpoint("127.0.0.1:8000/log", 2, other_history.root()), _log_key(), "127.0.0.1:8000/log"
    ).to_bytes()
    with our_witness(tmp_path / "a", "paper.example/w") as ours, other_witness(tmp_path / "b", "b.example/w") as other:
        for key, address in (ours, other):
            _feed(key, address, note, other_history)
        set_policy(tmp_path / "policy", [ours, other])
        published(PCD_510)
        sign_head()
        assert witness_head(now()) == 0
        published(PCD_815)
        sign_head()
        assert witness_head(now() + timedelta(minutes=10)) == 0
        published(paper(600))
        sign_head()
        assert witness_head(now() + timedelta(hours=2)) == 0
    assert not Cosignature.objects.exists()
    assert "it does not continue what the witness saw before" in page(client, "/log/")
    assert "0 of 2 witnesses" in page(client, "/log/")
    assert "not yet a quorum" in page(client, "/log/")


def _log_key() -> Any:
    from book.log.keys import log_key

    return log_key()


def _feed(key: str, address: str, note: bytes, tree: Any) -> None:
    from tests.peers import aics_witness

    with aics_witness.WitnessClient(address, key) as feeder:
        feeder.submit(note, tree.consistency_proof)


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_witness_whose_clock_is_wrong_is_not_counted(published: Publish, tmp_path: Path, hours: int) -> None:
    with other_witness(tmp_path / "b", "b.example/w", clock=lambda: time.time() + 3600 * hours) as other:
        set_policy(tmp_path / "policy", [other], quorum=1)
        published(PCD_510)
        sign_head()
        assert witness_head(now()) == 0
        assert "Its clock is wrong" in WitnessState.objects.get().problem


def test_a_witness_that_does_not_know_the_log_or_signs_with_another_key(published: Publish, tmp_path: Path) -> None:
    with our_witness(tmp_path / "a", "paper.example/w") as ours, other_witness(tmp_path / "b", "b.example/w") as other:
        set_policy(tmp_path / "policy", [(ours[0], other[1]), (other[0], other[1] + "/elsewhere")])
        published(PCD_510)
        sign_head()
        assert witness_head(now()) == 0
        problems = set(WitnessState.objects.values_list("problem", flat=True))
        assert problems == {
            "Its answer does not hold: There is no signature of paper.example/w.",
            "It does not know this log.",
        }


def test_two_workers_at_once_keep_one_cosignature(published: Publish, tmp_path: Path) -> None:
    with our_witness(tmp_path / "a", "paper.example/w") as ours:
        set_policy(tmp_path / "policy", [ours], quorum=1)
        published(PCD_510)
        sign_head()
        counts: list[int] = []

        def work() -> None:
            from django.db import connections

            counts.append(witness_head(now()))
            connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(counts) == 1
        assert Cosignature.objects.count() == 1


def test_a_policy_that_cannot_be_read_fails_its_job_alone(published: Publish, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "policy").write_text("witness nonsense\n")
    settings.WITNESS_POLICY_FILE = str(tmp_path / "policy")
    published(PCD_510)
    sign_head()
    with pytest.raises(BadPolicy):
        witness_head(now())
    published(PCD_815)
    done = work_round(DESK_JOBS, now())
    assert (done["tree heads signed"], done["cosignatures kept"]) == (1, -1)


@pytest.mark.postgres15
def test_cosignatures_are_only_added_and_only_by_the_worker(published: Publish, sql: Sql) -> None:
    import psycopg2

    published(PCD_510)
    head = sign_head()
    assert head is not None
    line = "— w AAAA\n"
    sql("desk", "SELECT book.keep_cosignature(1, 'key', %s, now(), now())", [line])
    for statement in (
        "UPDATE book.cosignature SET line = 'x'",
        "DELETE FROM book.cosignature",
        "TRUNCATE book.cosignature",
    ):
        with pytest.raises(psycopg2.errors.CheckViolation, match="only added to"):
            sql("owner", statement)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            sql("desk", statement)
    for statement in (
        "SELECT book.keep_cosignature(1, 'k', '— w A', now(), now())",
        "SELECT book.set_witness_policy('x')",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            sql("reader", statement)
    for wrong in ("no dash\n", "— no line break", "— two\nlines\n"):
        with pytest.raises(psycopg2.errors.CheckViolation):
            sql("desk", "SELECT book.keep_cosignature(1, 'other', %s, now(), now())", [wrong])
    with pytest.raises(psycopg2.errors.ForeignKeyViolation):
        sql("desk", "SELECT book.keep_cosignature(2, 'other', %s, now(), now())", [line])
