"""The stand-alone audit and passkeys: its own arithmetic agrees with the library that the register uses."""

import base64
import hashlib
import json
import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from django.core.management import call_command
from fido2 import cbor
from fido2.cose import ES256, RS256, EdDSA

from accounts.passkeys import verify_evidence
from book.log.heads import sign_head
from tests.accounts.authenticator import SoftPasskey, over
from tests.book.conftest import Publish
from tests.book.log.test_audit import SCRIPT, audit
from tests.book.papers import PCD_510
from tests.book.test_consents import consented, papers

DIGEST = hashlib.sha256(b"a paper").hexdigest()
passkey_signed: Callable[[dict[str, str], str], bool] = runpy.run_path(str(SCRIPT))["passkey_signed"]


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(data: str) -> bytes:
    return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))


class OtherPasskey(SoftPasskey):
    """A passkey with a key of another kind."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.other: Any = (
            ed25519.Ed25519PrivateKey.generate() if kind == "EdDSA" else rsa.generate_private_key(65537, 2048)
        )

    @property
    def cose_key(self) -> bytes:
        kind: Any = EdDSA if isinstance(self.other, ed25519.Ed25519PrivateKey) else RS256
        return cbor.encode(dict(kind.from_cryptography_key(self.other.public_key())))

    def evidence(self, challenge: str) -> dict[str, str]:
        evidence = super().evidence(challenge)
        message = raw(evidence["authenticator_data"]) + hashlib.sha256(raw(evidence["client_data_json"])).digest()
        more = () if isinstance(self.other, ed25519.Ed25519PrivateKey) else (padding.PKCS1v15(), hashes.SHA256())
        return evidence | {"signature": text(self.other.sign(message, *more))}


def passkeys() -> list[SoftPasskey]:
    return [*(SoftPasskey() for _ in range(8)), *(OtherPasskey(kind) for kind in ("EdDSA", "RS256") for _ in range(3))]


def test_it_knows_the_signatures_of_every_kind_of_passkey() -> None:
    for passkey in passkeys():
        evidence = passkey.evidence(over(DIGEST))
        assert passkey_signed(evidence, DIGEST)
        assert verify_evidence(evidence, DIGEST)
        assert not passkey_signed(evidence, hashlib.sha256(b"another paper").hexdigest())


@pytest.mark.parametrize("part", ["public_key", "client_data_json", "authenticator_data", "signature"])
@pytest.mark.parametrize("kind", ["ES256", "EdDSA", "RS256"])
def test_a_changed_byte_proves_nothing(kind: str, part: str) -> None:
    passkey = SoftPasskey() if kind == "ES256" else OtherPasskey(kind)
    evidence = passkey.evidence(over(DIGEST))
    data = bytearray(raw(evidence[part]))
    for place in range(0, len(data), 5):
        changed = bytearray(data)
        changed[place] ^= 4
        forged = evidence | {part: text(bytes(changed))}
        assert not passkey_signed(forged, DIGEST), (place, json.dumps(forged))
    assert not passkey_signed(evidence | {part: ""}, DIGEST)
    assert not passkey_signed({name: value for name, value in evidence.items() if name != part}, DIGEST)


def test_a_passkey_of_nobody_who_was_made_sure_of_or_of_another_site_proves_nothing() -> None:
    unsure = SoftPasskey()
    unsure.flags = 1
    assert not passkey_signed(unsure.evidence(over(DIGEST)), DIGEST)
    evidence = SoftPasskey().evidence(over(DIGEST))
    for name in ("rp_id", "origin"):
        assert not passkey_signed(evidence | {name: "https://elsewhere.example"}, DIGEST)
    registering = json.dumps({**json.loads(raw(evidence["client_data_json"])), "type": "webauthn.create"}).encode()
    assert not passkey_signed(evidence | {"client_data_json": text(registering)}, DIGEST)


def test_a_signature_of_zeros_is_nobodys() -> None:
    evidence = SoftPasskey().evidence(over(DIGEST))
    for zeros in ("3006020100020100", "3006020101020100", "3006020100020101", "30"):
        assert not passkey_signed(evidence | {"signature": text(bytes.fromhex(zeros))}, DIGEST)
    numbers = dict(ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key()))
    off_the_curve = cbor.encode({**numbers, -3: bytes(32)})
    assert not passkey_signed(evidence | {"public_key": text(off_the_curve)}, DIGEST)


@pytest.mark.committed
@pytest.mark.parametrize(("signed", "code"), [("", 0), ("f" * 64, 1)])
def test_a_book_with_a_consent_by_passkey_is_checked_from_its_files(
    published: Publish, settings: Any, tmp_path: Path, signed: str, code: int
) -> None:
    settings.VAR = tmp_path / "var"
    mayor = replace(consented(papers.decided_paper(), digest=signed).signatures[0], name="Kaya Kent")
    published(replace(PCD_510, signatures=(mayor,)))
    sign_head()
    call_command("export_book", str(tmp_path / "bulk"), verbosity=0)
    ended, report = audit(tmp_path / "bulk")
    assert ended == code, report
    assert ("the passkey of Kaya Kent signed something else than what it names" in report) == bool(code)
