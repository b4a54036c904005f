"""tools/witness.py as a newspaper would run it, fed by an independent log's client."""

import base64
import re
import signal
import threading
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.peers import aics_tlog, aics_witness
from tests.tools.logs import ORIGIN, Log, leaves, post, run, serving

NAME = "witness.paper.example/w1"


@pytest.fixture
def log() -> Log:
    """A log of forty entries."""
    return Log(leaves(40))


@pytest.fixture
def folder(tmp_path: Path, log: Log) -> Path:
    """A witness that knows that log."""
    run_init = run("witness.py", "init", "--name", NAME, tmp_path / "w1")
    assert run_init.returncode == 0, run_init.stderr
    (tmp_path / "w1" / "logs").write_text(f"# the register\nlog {log.verifier} https://decisions.example\n")
    (tmp_path / "w1" / "key").write_text(run_init.stdout)
    return tmp_path / "w1"


def words(folder: Path) -> list[object]:
    """How it is served."""
    return ["serve", "--logs", folder / "logs", folder]


def request(log: Log, old: int, new: int, *, proof: list[bytes] | None = None, note: str = "") -> bytes:
    """The body of a request, laid out as the standard says."""
    path = proof if proof is not None else (log.proof(old, new) if 0 < old < new else [])
    lines = [f"old {old}", *(base64.b64encode(hashed).decode() for hashed in path)]
    return ("\n".join(lines) + "\n\n" + (note or log.note(new))).encode()


def client(address: str, folder: Path) -> Any:
    """The independent client, which checks every cosignature that it is given. `with` closes its connection."""
    return aics_witness.WitnessClient(address, (folder / "key").read_text().strip())


def test_an_independent_log_gets_cosignatures_that_verify(log: Log, folder: Path) -> None:
    with serving("witness.py", *words(folder)) as (address, _), client(address, folder) as feeder:
        for size in (1, 2, 7, 32, 33, 40, 40):
            line = feeder.submit(log.note(size), log.proof)
            cosigned = aics_tlog.parse_note(aics_witness.merge_cosignatures(log.note(size), line))
            keys = [aics_tlog.parse_vkey((folder / "key").read_text().strip())]
            checked = aics_tlog.verify_checkpoint(cosigned, aics_tlog.parse_vkey(log.verifier), keys, quorum=1)
            assert checked.ok, checked
        newest = aics_tlog.HttpTileReader([f"{address}/{sha256(ORIGIN.encode()).hexdigest()}/"]).read_checkpoint()
        note = aics_tlog.parse_note(newest)
        assert aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(log.verifier), keys, quorum=1).ok
        assert aics_tlog.parse_checkpoint(note.text).size == 40


def test_every_refusal_has_the_status_that_the_standard_names(log: Log, folder: Path) -> None:
    other = Log(leaves(40, "another history"), log.key)
    stranger = Log(leaves(40))
    unknown = log.note(20).replace(ORIGIN, "elsewhere.example/log")
    false = re.sub(r"(— \S+ .{8}).", lambda match: match[1] + ("A" if match[0][-1] != "A" else "B"), log.note(20))
    junk = [b"\x00" * 32]
    cases = [
        (request(log, 0, 20), 200),
        (request(log, 0, 20), 409),
        (request(log, 0, 30), 409),
        (request(log, 20, 20), 200),
        (request(log, 20, 30), 200),
        (request(log, 30, 20), 400),
        (request(log, 30, 40, proof=junk), 422),
        (request(log, 30, 40, proof=[]), 422),
        (request(log, 30, 30, proof=junk), 422),
        (request(log, 30, 30, note=other.note(30)), 422),
        (request(log, 30, 40, note=other.note(40)), 422),
        (request(log, 30, 40, note=stranger.note(40)), 403),
        (request(log, 30, 40, note=false), 403),
        (request(log, 0, 20, note=unknown), 404),
        (request(log, 30, 40, proof=junk * 64), 400),
        (request(log, 30, 40).replace(b"old 30", b"old 030"), 400),
        (request(log, 30, 40).replace(b"=\n", b"\n", 1), 400),
        (request(log, 30, 40)[:-1], 400),
        (b"garbage", 400),
        (b"\xff\xfe", 400),
        (request(log, 30, 40), 200),
    ]
    with serving("witness.py", *words(folder)) as (address, _):
        for place, (body, status) in enumerate(cases):
            answer = post(f"{address}/add-checkpoint", body)
            assert answer[0] == status, (place, answer)
        assert post(f"{address}/add-checkpoint", request(log, 0, 20))[1:] == ("text/x.tlog.size", "40\n")
        assert post(f"{address}/add-checkpoint", b"x" * 70_000)[0] == 413
        assert post(f"{address}/elsewhere", b"x")[0] == 404
    status_text = run("witness.py", "status", folder).stdout
    assert "40 entries" in status_text
    assert status_text.count("REFUSED") == 5
    assert "The log signed two roots for one size." in status_text


def test_an_empty_tree_and_a_proof_from_it(log: Log, folder: Path) -> None:
    empty = Log([], log.key)
    wrong = aics_tlog.sign_checkpoint(aics_tlog.Checkpoint(ORIGIN, 0, b"\x01" * 32), log.key, ORIGIN)
    with serving("witness.py", *words(folder)) as (address, _):
        assert post(f"{address}/add-checkpoint", request(log, 0, 0, note=wrong.to_bytes().decode()))[0] == 422
        assert post(f"{address}/add-checkpoint", request(log, 0, 5, proof=[b"\x00" * 32]))[0] == 422
        assert post(f"{address}/add-checkpoint", request(empty, 0, 0))[0] == 200
        assert post(f"{address}/add-checkpoint", request(log, 0, 5))[0] == 200


def test_a_split_view_is_refused_after_a_kill_and_a_new_start(log: Log, folder: Path) -> None:
    other = Log(leaves(40, "another history"), log.key)
    with serving("witness.py", *words(folder)) as (address, process), client(address, folder) as feeder:
        feeder.submit(log.note(20), log.proof)
        process.send_signal(signal.SIGKILL)
    with serving("witness.py", *words(folder)) as (address, _):
        for size in (20, 30):
            with client(address, folder) as feeder, pytest.raises(aics_witness.WitnessRejected):
                feeder.submit(other.note(size), other.proof)
        with client(address, folder) as feeder:
            feeder.submit(log.note(30), log.proof)


def test_two_histories_sent_at_once_are_never_both_signed(log: Log, folder: Path) -> None:
    """The check and the storing are one step, also between two processes on one memory."""
    other = Log(leaves(40, "another history"), log.key)
    with serving("witness.py", *words(folder)) as (first, _), serving("witness.py", *words(folder)) as (second, _):
        for size in range(1, 41, 3):
            answers: list[tuple[int, str, str]] = []
            sent = [(address, book) for address in (first, second) for book in (log, other)]
            old = size - 3 if size > 1 else 0

            def send(address: str, book: Log, old: int = old, size: int = size, answers: Any = answers) -> None:
                answers.append(post(f"{address}/add-checkpoint", request(book, old, size)))

            threads = [threading.Thread(target=send, args=pair) for pair in sent]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert [status for status, _, _ in answers].count(200) == 1, answers
            if size == 1:
                winner = log if post(f"{first}/add-checkpoint", request(log, 1, 1))[0] == 200 else other
                log, other = winner, other if winner is log else log


def test_a_kill_at_any_moment_leaves_a_witness_that_goes_on(log: Log, folder: Path) -> None:
    """Whatever the moment, what was answered is remembered, and what was remembered can be asked for again."""
    answered = 0
    for size in range(1, 9):
        with serving("witness.py", *words(folder)) as (address, process):
            killer = threading.Timer(0.002 * size, process.kill)
            killer.start()
            try:
                status, _, text = post(f"{address}/add-checkpoint", request(log, 0, size))
                if status == 409:
                    status, _, _ = post(f"{address}/add-checkpoint", request(log, int(text), size))
                answered = size if status == 200 else answered
            except (OSError, HTTPException):  # killed before the answer, or within it
                pass
            killer.join()
    with serving("witness.py", *words(folder)) as (address, _):
        status, _, text = post(f"{address}/add-checkpoint", request(log, 40, 40))
        size = int(text) if status == 409 else 40
        assert size >= answered
        with client(address, folder) as feeder:
            feeder.submit(log.note(40), log.proof)


def test_a_clock_that_went_back_is_not_signed_with(log: Log, folder: Path) -> None:
    import sqlite3

    with serving("witness.py", *words(folder)) as (address, _), client(address, folder) as feeder:
        feeder.submit(log.note(20), log.proof)
        memory = sqlite3.connect(folder / "memory.sqlite3")
        with memory:
            memory.execute("UPDATE log SET signed_at = signed_at + 1000")
        status, _, answer = post(f"{address}/add-checkpoint", request(log, 20, 30))
        assert (status, "clock" in answer) == (503, True)
        for statement in ("UPDATE log SET size = 1", "UPDATE log SET signed_at = 1", "DELETE FROM log"):
            with pytest.raises(sqlite3.IntegrityError):
                memory.execute(statement)
        memory.close()


def test_a_witness_is_made_once_and_never_begins_again(log: Log, folder: Path, tmp_path: Path) -> None:
    again = run("witness.py", "init", "--name", NAME, folder)
    assert (again.returncode, "There is a witness" in again.stderr) == (1, True)
    assert run("witness.py", "init", "--name", "two words", tmp_path / "x").returncode == 1
    assert (folder / "key.pem").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "w2"
    run("witness.py", "init", "--name", "w2.example", other)
    (other / "memory.sqlite3").rename(tmp_path / "gone")
    ended = run("witness.py", *["serve", "--logs", folder / "logs", other])
    assert "is gone" in ended.stderr
    (tmp_path / "gone").rename(other / "memory.sqlite3")
    (other / "key.pem").write_bytes((folder / "key.pem").read_bytes())
    ended = run("witness.py", *["serve", "--logs", folder / "logs", other])
    assert "different witnesses" in ended.stderr
    (folder / "logs").write_text("witness a b\n")
    assert "names no log" in run("witness.py", *words(folder)).stderr
