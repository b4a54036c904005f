"""Keys and a time-stamp authority for the tests, and a short document to seal."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.certificates import Holder, issue_seal, issue_timestamper, make_root
from documents.drawing import DrawnPdf, Sheet, draw_pdf
from documents.keys import KeyPlace, SealKeys, open_keys
from documents.trial_keys import encrypted_key, pem

NOW = datetime(2026, 3, 17, 10, 30, tzinfo=UTC)
SHEET = Sheet(
    style="@page{size:A4;margin:20mm} html{font:12pt var(--serif)} #seal{display:block;width:60mm;height:20mm}",
    kind="Trial",
    fields={"seal": "Seal of the register"},
)
PAGE = (
    '<html lang="en-GB"><head><title>A letter</title><meta name="author" content="A register"></head>'
    "<body><main><h1>A letter about £5</h1><p>Text &amp; more.</p>"
    '<p><a id="seal" href="#seal"></a></p></main></body></html>'
)


def make_keys(folder: Path, *, at: datetime = NOW, passphrase: str = "open sesame") -> SealKeys:
    """A seal with keys of its own, in files as an installation has them."""
    return open_keys(make_place(folder, at=at, passphrase=passphrase), at=at)


def make_place(folder: Path, *, at: datetime = NOW, passphrase: str = "open sesame", years: int = 3) -> KeyPlace:
    """Key, certificate and root in `folder`, as somebody who runs the register would put them there."""
    folder.mkdir(parents=True, exist_ok=True)
    root = make_root("Office for Local Policing", "Root of the office", at=at)
    seal = issue_seal(root, "Office for Local Policing", "Seal of the office's register", at=at, years=years)
    (folder / "seal.key").write_bytes(encrypted_key(seal, passphrase))
    (folder / "seal.crt").write_bytes(pem(seal))
    (folder / "roots.crt").write_bytes(pem(root))
    return KeyPlace(
        trial_folder=folder / "trial",
        key_file=folder / "seal.key",
        passphrase=passphrase,
        certificate_file=folder / "seal.crt",
        roots_file=folder / "roots.crt",
    )


@cache
def authority() -> tuple[x509.Certificate, DummyTimeStamper]:
    """A trial time-stamp authority: its root, and what stamps, with a clock that stands still."""
    root = make_root("Trial authority", "Root of the trial authority", at=NOW)
    stamper = issue_timestamper(root, "Trial authority", "Trial time stamps", at=NOW)
    store = SimpleCertificateStore()
    store.register(_der(root))
    key = stamper.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    info = asn1_keys.PrivateKeyInfo.load(key)
    return _der(root), DummyTimeStamper(_der(stamper), info, certs_to_embed=store, fixed_dt=NOW)


def trusting(keys: SealKeys) -> SealKeys:
    """The same seal, where the time-stamp authority is trusted too."""
    return replace(keys, roots=(*keys.roots, authority()[0]))


@cache
def letter() -> DrawnPdf:
    """A document with a place for a seal."""
    return draw_pdf(PAGE, sheet=SHEET, identifier="A 1", moment=NOW)


def _der(holder: Holder) -> x509.Certificate:
    return x509.Certificate.load(holder.certificate.public_bytes(serialization.Encoding.DER))
