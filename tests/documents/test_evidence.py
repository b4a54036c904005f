"""Evidence records over papers (RFC 4998): made, renewed for decades, checked by OpenSSL and by plain arithmetic."""

import hashlib
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, x509
from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.certificates import issue_timestamper, make_root
from documents.evidence import (
    NotProved,
    check_evidence,
    first_records,
    last_algorithm,
    renew_hash_trees,
    renew_timestamps,
)
from documents.evidence.hash_tree import paths, root_of
from documents.evidence.structures import EvidenceRecord
from tests.documents.sealed import NOW, _der

PAPERS = [f"%PDF-1.7 paper {number}".encode() for number in range(1, 8)]
YEAR = timedelta(days=365)


@dataclass
class Authority:
    """A time-stamp authority of one time: its root, and what stamps at the moment it is asked at."""

    root: x509.Certificate
    stamper: DummyTimeStamper

    @classmethod
    def of(cls, at: datetime, name: str = "Trial authority") -> "Authority":
        root = make_root(name, f"Root of {name} {at.year}", at=at, years=10)
        holder = issue_timestamper(root, name, f"Stamps of {at.year}", at=at, years=5)
        store = SimpleCertificateStore()
        store.register(_der(root))
        encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        key = asn1_keys.PrivateKeyInfo.load(holder.key.private_bytes(encoding, form, serialization.NoEncryption()))
        return cls(_der(root), DummyTimeStamper(_der(holder), key, certs_to_embed=store, fixed_dt=at))


@pytest.fixture(scope="module")
def authorities() -> list[Authority]:
    """Authorities of 2026, 2030, 2034 and 2038: none of their certificates lives longer than five years."""
    return [Authority.of(NOW + years * YEAR) for years in (0, 4, 8, 12)]


def roots(authorities: list[Authority]) -> list[x509.Certificate]:
    return [authority.root for authority in authorities]


def test_one_time_stamp_proves_each_of_many_papers(authorities: list[Authority]) -> None:
    records = first_records(PAPERS, authorities[0].stamper)
    for paper, record in zip(PAPERS, records, strict=True):
        (stamp,) = check_evidence(record, paper, roots(authorities))
        assert (stamp.at, stamp.algorithm, stamp.by) == (NOW, "sha256", "Stamps of 2026")
    tokens = {EvidenceRecord.load(record)["sequence"][0][0]["time_stamp"].dump() for record in records}
    assert len(tokens) == 1
    with pytest.raises(NotProved, match="not over this file"):
        check_evidence(records[0], b"%PDF-1.7 another paper", roots(authorities))


def test_a_record_is_carried_over_twelve_years_and_a_new_hash_algorithm(authorities: list[Authority]) -> None:
    records = first_records(PAPERS, authorities[0].stamper)
    records = renew_timestamps(records, authorities[1].stamper)
    records = renew_hash_trees(list(zip(PAPERS, records, strict=True)), authorities[2].stamper)
    records = renew_timestamps(records, authorities[3].stamper)
    for paper, record in zip(PAPERS, records, strict=True):
        stamps = check_evidence(record, paper, roots(authorities))
        assert [(stamp.at.year, stamp.algorithm) for stamp in stamps] == [
            (2026, "sha256"), (2030, "sha256"), (2034, "sha512"), (2038, "sha512"),
        ]  # fmt: skip
        assert last_algorithm(record) == "sha512"
    with pytest.raises(NotProved, match="not over this file"):
        check_evidence(records[0], PAPERS[0] + b" ", roots(authorities))


def test_a_renewal_that_came_too_late_proves_nothing(authorities: list[Authority]) -> None:
    # The first authority's certificate ran out in 2031; nobody stamped again until 2034.
    records = renew_timestamps(first_records(PAPERS, authorities[0].stamper), authorities[2].stamper)
    with pytest.raises(NotProved, match="not signed by an authority that is trusted"):
        check_evidence(records[0], PAPERS[0], roots(authorities))


def test_an_authority_that_nobody_trusts_proves_nothing(authorities: list[Authority]) -> None:
    record = first_records(PAPERS[:1], Authority.of(NOW, "A stranger").stamper)[0]
    with pytest.raises(NotProved, match="not signed by an authority that is trusted"):
        check_evidence(record, PAPERS[0], roots(authorities))


def test_openssl_finds_the_stamps_true_and_the_arithmetic_of_the_standard_leads_to_them(
    authorities: list[Authority], tmp_path: Path
) -> None:
    records = first_records(PAPERS, authorities[0].stamper)
    records = renew_hash_trees(list(zip(PAPERS, records, strict=True)), authorities[1].stamper)
    loaded = EvidenceRecord.load(records[4])
    first, second = loaded["sequence"][0][0], loaded["sequence"][1][0]
    # RFC 4998, 5.3: the hash of the file beside the hash of every chain before, in DER.
    before = loaded["sequence"].dump()
    chain = loaded["sequence"][0].dump()
    assert chain in before
    sequence = b"\x30" + _length(len(chain)) + chain
    renewed = _sha512(_sha512(PAPERS[4]) + _sha512(sequence))
    for stamp, leaf, hashing, authority in (
        (first, hashlib.sha256(PAPERS[4]).digest(), hashlib.sha256, authorities[0]),
        (second, renewed, hashlib.sha512, authorities[1]),
    ):
        node = b""
        for place, group in enumerate(stamp["reduced_hashtree"].native):
            assert place or leaf in group
            node = hashing(b"".join(sorted([*group, node] if place else group))).digest()
        _openssl(stamp["time_stamp"].dump(), node, hashing().name, authority, tmp_path)


def _length(size: int) -> bytes:
    if size < 128:
        return bytes([size])
    data = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(data)]) + data


def _sha512(data: bytes) -> bytes:
    return hashlib.sha512(data).digest()


def _openssl(token: bytes, digest: bytes, algorithm: str, authority: Authority, folder: Path) -> None:
    (folder / "token").write_bytes(token)
    root = subprocess.run(
        ["openssl", "x509", "-inform", "DER"], input=authority.root.dump(), capture_output=True, check=True
    ).stdout
    (folder / "root.pem").write_bytes(root)
    info = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    moment = str(int(info["gen_time"].native.timestamp()))
    command = ["openssl", "ts", "-verify", "-token_in", "-in", "token", "-digest", digest.hex(), "-CAfile", "root.pem"]
    done = subprocess.run([*command, "-attime", moment], cwd=folder, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout, f"{algorithm}: {done.stderr}"


@settings(max_examples=60, deadline=None)
@given(st.sets(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_every_leaf_of_a_tree_leads_to_its_root_and_no_other_does(leaves: set[bytes]) -> None:
    root, ways = paths(sorted(leaves), "sha256")
    assert {root_of(leaf, ways[leaf], "sha256") for leaf in leaves} == {root}
    if len(leaves) > 1:
        stranger = hashlib.sha256(b"".join(leaves)).digest()
        assert root_of(stranger, ways[min(leaves)], "sha256") != root


def test_every_changed_byte_of_a_record_is_found_or_changes_nothing(authorities: list[Authority]) -> None:
    record = first_records(PAPERS[:3], authorities[0].stamper)[0]
    good = check_evidence(record, PAPERS[0], roots(authorities))
    passed = 0
    for place in range(0, len(record), 7):
        changed = bytearray(record)
        changed[place] ^= 1
        try:
            passed += check_evidence(bytes(changed), PAPERS[0], roots(authorities)) != good
        except NotProved:
            continue
    assert passed == 0


@pytest.mark.parametrize("data", [b"", b"no record", b"\x30\x00", b"\x30\x80" + b"\x00" * 9, b"\xff" * 200])
def test_what_is_no_record_is_said_so(data: bytes) -> None:
    with pytest.raises(NotProved, match="evidence record"):
        check_evidence(data, PAPERS[0], [])
