"""The proof beside each paper, checked by an independent library with the log's key and a witness's from elsewhere."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from book.actions.witness import witness_head
from book.log.heads import sign_head
from http_cache.book_version import book_version
from tests.book.agreeing import withdraw
from tests.book.conftest import NOW, Publish
from tests.book.log.witnesses import log_verifier, other_witness, set_policy
from tests.book.papers import PCD_510, PCD_815, paper
from tests.book.test_changing import REFERENCE
from tests.peers import aics_tlog
from tests.people import People

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test alone; no page of an earlier test is remembered."""
    settings.VAR = tmp_path / "var"
    settings.WITNESS_POLICY_FILE = ""
    book_version.forget()


@dataclass
class Proof:
    """A proof file read line by line, as the standard lays it out."""

    leaf: bytes
    index: int
    path: list[bytes]
    note: bytes

    @classmethod
    def read(cls, text: str) -> "Proof":
        head, _, note = text.partition("\n\n")
        first, extra, index, *path = head.split("\n")
        assert first == "c2sp.org/tlog-proof@v1"
        assert extra.startswith("extra ")
        assert index.startswith("index ")
        leaf = base64.b64decode(extra[6:], validate=True)
        return cls(leaf, int(index[6:]), [base64.b64decode(line, validate=True) for line in path], note.encode())

    def holds(self, log_key: str, witness_keys: list[str], quorum: int) -> bool:
        """Steps 1 to 4 of the standard."""
        keys = [aics_tlog.parse_vkey(key) for key in witness_keys]
        note = aics_tlog.parse_note(self.note)
        checked = aics_tlog.verify_checkpoint(note, aics_tlog.parse_vkey(log_key), keys, quorum=quorum)
        at = aics_tlog.parse_checkpoint(note.text)
        return checked.ok and aics_tlog.verify_leaf_inclusion(self.leaf, self.index, at.size, self.path, at.root)


def test_a_paper_is_proved_with_nothing_of_ours(client: Client, published: Publish, tmp_path: Path) -> None:
    with other_witness(tmp_path / "w", "assembly.example/w") as (key, address):
        set_policy(tmp_path / "policy", [(key, address)], quorum=1)
        published(PCD_510, PCD_815, paper(600))
        sign_head()
        witness_head(datetime.now(UTC))
        published(paper(601))
        sign_head()  # a newer head, which no witness has seen yet
    proof = Proof.read(client.get("/decisions/PCD-815/decision.tlog-proof").content.decode())
    assert proof.holds(log_verifier(), [key], quorum=1)
    leaf = json.loads(proof.leaf)
    pdf = client.get("/decisions/PCD-815/decision.pdf").content
    data = client.get("/decisions/PCD-815.json").content
    assert (leaf["pdf_sha256"], leaf["payload_sha256"]) == (sha256(pdf).hexdigest(), sha256(data).hexdigest())
    assert leaf["reference"] == "PCD 815"
    newest = Proof.read(client.get("/decisions/PCD-601/decision.tlog-proof").content.decode())
    assert not newest.holds(log_verifier(), [key], quorum=1)
    assert newest.index == 3


def test_a_forged_register_with_its_own_keys_does_not_pass(
    client: Client, published: Publish, settings: Any, tmp_path: Path
) -> None:
    """The forger makes a whole log, and a witness; his proof holds under his keys and under nobody else's."""
    true_key = log_verifier()
    with other_witness(tmp_path / "w", "assembly.example/w") as (true_witness, _):
        pass
    settings.VAR = tmp_path / "forger"
    with other_witness(tmp_path / "f", "forger.example/w") as (false_witness, address):
        set_policy(tmp_path / "policy", [(false_witness, address)], quorum=1)
        published(PCD_510)
        sign_head()
        witness_head(datetime.now(UTC))
        forged = Proof.read(client.get("/decisions/PCD-510/decision.tlog-proof").content.decode())
        assert forged.holds(log_verifier(), [false_witness], quorum=1)
        assert not forged.holds(true_key, [true_witness], quorum=1)
        assert not forged.holds(log_verifier(), [true_witness], quorum=1)


def test_any_changed_byte_of_a_proof_makes_it_fail(client: Client, published: Publish) -> None:
    published(PCD_510, PCD_815, paper(600))
    sign_head()
    text = client.get("/log/proof/2.tlog-proof").content.decode()
    key = aics_tlog.parse_vkey(log_verifier())
    for place in range(30, len(text), 3):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        try:
            proof = Proof.read(changed)
            note = aics_tlog.parse_note(proof.note)
            ok = aics_tlog.verify_note(note, [key])
            at = aics_tlog.parse_checkpoint(note.text)
            still_proved = bool(ok) and aics_tlog.verify_leaf_inclusion(
                proof.leaf, proof.index, at.size, proof.path, at.root
            )
        except (ValueError, AssertionError):
            still_proved = False
        assert not still_proved, (place, changed)


def test_proofs_are_linked_and_found_under_every_spelling(client: Client, published: Publish, people: People) -> None:
    published(PCD_510, PCD_815)
    assert "tlog-proof" not in client.get("/decisions/PCD-510/").content.decode()
    assert client.get("/decisions/PCD-510/decision.tlog-proof").status_code == 404
    sign_head()
    book_version.forget()
    page = client.get("/decisions/PCD-510/").content.decode()
    assert 'href="/decisions/PCD-510/decision.tlog-proof"' in page
    assert 'href="/log/proof/1.tlog-proof"' in page
    answer = client.get("/decisions/PCD-510/versions/1/decision.tlog-proof")
    assert answer.content == client.get("/log/proof/1.tlog-proof").content
    assert answer["Content-Disposition"] == 'attachment; filename="PCD-510-version-1.tlog-proof"'
    moved = client.get("/decisions/pcd510/decision.tlog-proof")
    assert (moved.status_code, moved["Location"]) == (301, "/decisions/PCD-510/decision.tlog-proof")
    assert client.get("/api/v1/decisions/PCD-510/").json()["proof"].endswith("/decisions/PCD-510/decision.tlog-proof")
    assert client.get("/decisions/PCD-510/versions/9/decision.tlog-proof").status_code == 404
    assert client.get("/log/proof/9.tlog-proof").status_code == 404
    withdraw(reference=REFERENCE, reason="Published by mistake.", by=people.dev, at=NOW)
    book_version.forget()
    assert client.get("/decisions/PCD-510/decision.tlog-proof").status_code == 410
