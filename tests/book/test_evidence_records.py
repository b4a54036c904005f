"""Seals stay provable for decades: the worker makes an evidence record over each paper and renews it in time."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pyhanko.sign.timestamps import TimestampRequestError

from accounts.proof import Proof
from accounts.proposals.actions import confirm
from book.actions import renew_evidence as job
from book.actions.propose import propose_publishing_again
from book.actions.renew_evidence import renew_evidence
from book.entries import Evidence, read
from book.integrity import check_book
from book.models import Entry, EvidenceDue
from documents import verify
from documents.keys import SealKeys
from documents.sealing import seal_pdf
from figures.references import Reference
from http_cache.book_version import book_version
from operations.state import service_state
from tests.book.agreeing import expunge, withdraw
from tests.book.conftest import NOW, Publish
from tests.book.papers import PCD_510, PCD_815
from tests.documents.sealed import letter, make_keys
from tests.documents.test_evidence import Authority
from tests.people import People

pytestmark = pytest.mark.committed(owner=True)
SEALED = datetime(2012, 3, 1, 10, tzinfo=NOW.tzinfo)  # the seal's certificate ends in February 2015


def years_later(years: float) -> datetime:
    """So many years after the papers were sealed."""
    return SEALED + timedelta(days=365 * years)


@pytest.fixture
def keys(tmp_path: Path) -> SealKeys:
    return make_keys(tmp_path / "keys", at=SEALED)


@pytest.fixture
def sealed_papers(published: Publish, keys: SealKeys) -> None:
    """PCD 510 and PCD 815, each with a paper of its own sealed in 2012."""
    book_version.forget()
    for number, part1 in enumerate((PCD_510, PCD_815)):
        at = SEALED + timedelta(minutes=number)
        published(part1, pdf=seal_pdf(letter().pdf, reason="A test.", place=None, keys=keys, at=at))


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, keys: SealKeys) -> Callable[[float], int]:
    """ask(2.5): the worker's round so many years later, with an authority of that time."""
    roots = [*keys.roots]

    def run(years: float) -> int:
        authority = Authority.of(years_later(years))
        roots.append(authority.root)
        monkeypatch.setattr(job, "timestamper", lambda: authority.stamper)
        monkeypatch.setattr(job, "trusted_roots", lambda at: roots)
        return renew_evidence(at=years_later(years))

    run.roots = roots  # type: ignore[attr-defined]
    return run


def records(reference: str) -> list[Evidence]:
    entries = Entry.objects.filter(kind="evidence", reference=reference).order_by("number")
    return [read(Evidence, bytes(entry.payload or b"")) for entry in entries]


def wrong(roots: Any) -> list[str]:
    return [finding.sentence for finding in check_book("default", roots=roots) if finding.kind == "wrong"]


def test_a_record_is_made_a_year_before_the_seals_certificate_ends_and_renewed_for_decades(
    sealed_papers: None, ask: Any, monkeypatch: pytest.MonkeyPatch, client: Client, tmp_path: Path, capsys: Any
) -> None:
    paper = bytes(Entry.objects.get(number=1).files.get(role="paper").file.content or b"")
    assert ask(1.5) == 0
    # One time stamp for both papers: each has a record and an entry of its own.
    assert ask(2.1) == 2
    assert [(record.stamps, record.algorithm, record.valid_until.year) for record in records("PCD 510")] == [
        (1, "sha256", 2019)
    ]
    assert ask(3) == 0
    # A year before the authority's certificate ends, another stamp; before the hash algorithm is given up, a new one.
    assert ask(6.2) == 2
    monkeypatch.setitem(job.GIVEN_UP, "sha256", date(2021, 1, 1))
    assert ask(8) == 2
    last = records("PCD 815")[-1]
    assert (last.stamps, last.algorithm) == (3, "sha512")
    assert wrong(ask.roots) == []
    # The paper's bytes are what they were, and the page offers the newest record.
    assert bytes(Entry.objects.get(number=1).files.get(role="paper").file.content or b"") == paper
    book_version.forget()
    newest = records("PCD 510")[-1].record_sha256
    page = client.get("/decisions/PCD-510/").content.decode()
    assert f"/log/files/{newest}" in page
    assert "Evidence record (RFC 4998)" in page
    assert client.get("/decisions.atom").content.count(b"vidence record") == 0
    # A stranger checks it without the register.
    files = {"paper.pdf": paper, "paper.ers": client.get(f"/log/files/{newest}").content}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "roots.pem").write_bytes(b"".join(pem(root) for root in ask.roots))
    command = [str(tmp_path / "paper.pdf"), "--roots", str(tmp_path / "roots.pem")]
    assert verify.main([*command, "--evidence", str(tmp_path / "paper.ers")]) == 0
    assert capsys.readouterr().out.count("stamped it at") == 3
    (tmp_path / "paper.ers").write_bytes(files["paper.ers"][:-1] + b"\0")
    assert verify.main([*command, "--evidence", str(tmp_path / "paper.ers")]) == 1


def pem(root: Any) -> bytes:
    from asn1crypto import pem as asn1_pem

    data: bytes = asn1_pem.armor("CERTIFICATE", root.dump())
    return data


def test_without_an_authority_nothing_is_made(sealed_papers: None) -> None:
    assert renew_evidence(at=years_later(2.1)) == 0
    assert not EvidenceDue.objects.exists()


def test_an_authority_that_is_down_is_asked_again_after_an_hour_and_nothing_waits_for_it(
    sealed_papers: None, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down:
        requests = 0

        async def async_timestamp(self, digest: bytes, algorithm: str) -> None:
            Down.requests += 1
            raise TimestampRequestError("The authority does not answer.")

    monkeypatch.setattr(job, "timestamper", Down)
    at = years_later(2.1)
    for minutes in (0, 1, 59, 61):
        assert renew_evidence(at=at + timedelta(minutes=minutes)) == 0
    assert Down.requests == 2
    assert ask(2.2) == 2


def test_stamps_that_nobody_here_trusts_are_not_published_and_administrators_are_told(
    sealed_papers: None, keys: SealKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger, at = Authority.of(years_later(2.02)), years_later(2.02)
    monkeypatch.setattr(job, "timestamper", lambda: stranger.stamper)
    monkeypatch.setattr(job, "trusted_roots", lambda at: keys.roots)
    with pytest.raises(ImproperlyConfigured, match="must hold the root of the time-stamp authority"):
        renew_evidence(at=at)
    assert renew_evidence(at=at + timedelta(minutes=59)) == 0  # not asked in every round
    assert records("PCD 510") == []
    assert service_state(at=at).evidence_overdue == 0
    later = service_state(at=at + timedelta(days=60))
    assert "The evidence records of 2 papers are overdue" in " ".join(finding.sentence for finding in later.findings())


def test_once_a_hash_algorithm_is_given_up_first_records_are_made_under_the_next(
    sealed_papers: None, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(job.GIVEN_UP, "sha256", date(2014, 6, 1))
    assert ask(2.1) == 2
    assert [record.algorithm for record in records("PCD 510")] == ["sha512"]


def test_a_paper_that_is_published_again_keeps_its_record(sealed_papers: None, ask: Any, people: People) -> None:
    ask(2.1)
    reference = Reference.parse("PCD 510")
    withdraw(reference=reference, reason="By mistake.", by=people.dev, at=NOW)
    proposal = propose_publishing_again(reference=reference, text="It was right.", by=people.dev, at=NOW)
    confirm(proposal=proposal, proof=Proof("password"), by=people.dora, at=NOW)
    assert ask(2.2) == 0
    assert ask(6.2) == 2
    assert [record.stamps for record in records("PCD 510")] == [1, 2]
    book_version.forget()
    assert f"/log/files/{records('PCD 510')[-1].record_sha256}" in Client().get("/decisions/PCD-510/").content.decode()


def test_a_paper_that_the_law_removed_needs_no_record(sealed_papers: None, ask: Any, people: People) -> None:
    expunge(number=1, reason="A court ordered it.", by=people.dev, at=NOW)
    assert ask(2.1) == 1
    assert records("PCD 510") == []
    assert wrong(ask.roots) == []


def test_the_whole_check_tells_of_a_record_whose_authority_nobody_trusts(
    sealed_papers: None, ask: Any, keys: SealKeys
) -> None:
    ask(2.1)
    # The records of two papers under one time stamp are the same bytes, so the same file.
    assert {sentence.partition(": ")[2] for sentence in wrong(keys.roots)} == {
        "A time stamp of the record is not signed by an authority that is trusted here."
    }


def test_a_file_without_a_seal_needs_no_record() -> None:
    assert job.seal_ends(b"no PDF") == date.max
    assert job.seal_ends(io.BytesIO(letter().pdf).getvalue()) == date.max
