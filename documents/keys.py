"""The seal's key and certificates: an encrypted file, a hardware token, or trial keys; and whom a verifier trusts."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from asn1crypto import keys, pem, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents import trial_keys


class KeyTrouble(RuntimeError):
    """The seal cannot be used as it is configured; the message says what to change."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the seal's key is: `key_file` with its passphrase, or a token; neither means trial keys.

    `certificate_file` holds the seal's certificate and those between it and the root, PEM. `roots_file` holds every
    root that a seal may rest on, those of former keys too, so that old seals stay valid when keys change.
    """

    trial_folder: Path
    key_file: Path | None = None
    passphrase: str = field(default="", repr=False)
    certificate_file: Path | None = None
    roots_file: Path | None = None
    token_library: str = ""
    token_label: str = ""
    token_key: str = ""
    token_pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SealKeys:
    """A seal ready for use: what signs, its certificate's name, whether it is a trial one, and the trusted roots."""

    signer: signers.Signer = field(repr=False)
    name: str
    trial: bool
    roots: tuple[x509.Certificate, ...] = field(repr=False)


def open_keys(place: KeyPlace, *, at: datetime) -> SealKeys:
    """The seal at `place`; makes trial keys where nothing is configured. Raises KeyTrouble with what to change."""
    if not place.key_file and not place.token_library:
        trial_keys.make_trial_keys(place.trial_folder, at=at)
        place = _trial_place(place)
    chain = read_certificates(_required_path(place.certificate_file, "the seal's certificate"))
    roots = open_roots(place)
    store = SimpleCertificateStore()
    store.register_multiple([*chain[1:], *roots])
    signer = _token_signer(place, chain[0], store) if place.token_library else _file_signer(place, chain[0], store)
    return SealKeys(signer, common_name(chain[0]), is_trial(chain[0]), roots)


def open_roots(place: KeyPlace) -> tuple[x509.Certificate, ...]:
    """The roots that a verifier trusts; needs no private key, and makes none."""
    path = place.roots_file
    if path is None and not place.key_file and not place.token_library:
        path = place.trial_folder / trial_keys.ROOTS
    return tuple(read_certificates(_required_path(path, "the trusted root certificates")))


def read_certificates(path: Path) -> list[x509.Certificate]:
    """Every certificate in a PEM file, in its order; raises KeyTrouble when there is none."""
    try:
        certificates = parse_certificates(path.read_bytes())
    except (OSError, ValueError):
        certificates = []
    if not certificates:
        raise KeyTrouble(f"{path} holds no certificate in PEM form.")
    return certificates


def parse_certificates(data: bytes) -> list[x509.Certificate]:
    """Every certificate in PEM text; raises ValueError when it is no PEM."""
    blocks = pem.unarmor(data, multiple=True)
    return [x509.Certificate.load(der) for kind, _, der in blocks if kind == "CERTIFICATE"]


def common_name(certificate: x509.Certificate) -> str:
    """The certificate's common name."""
    return str(certificate.subject.native.get("common_name", ""))


def is_trial(certificate: x509.Certificate) -> bool:
    """Whether the certificate's own names say that it is for trial."""
    return trial_keys.TRIAL in common_name(certificate)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate as people compare it: AB:CD:…"""
    digits = sha256(certificate.dump()).hexdigest().upper()
    return ":".join(digits[n : n + 2] for n in range(0, len(digits), 2))


def as_pem(certificates: tuple[x509.Certificate, ...]) -> bytes:
    """The certificates in PEM form, to be published."""
    return b"".join(pem.armor("CERTIFICATE", certificate.dump()) for certificate in certificates)


def _trial_place(place: KeyPlace) -> KeyPlace:
    folder = place.trial_folder
    return KeyPlace(
        trial_folder=folder,
        key_file=folder / trial_keys.KEY,
        passphrase=(folder / trial_keys.PASSPHRASE).read_text(),
        certificate_file=folder / trial_keys.CERTIFICATE,
        roots_file=place.roots_file or folder / trial_keys.ROOTS,
    )


def _required_path(path: Path | None, what: str) -> Path:
    """The path of a setting; raises KeyTrouble when it is not set."""
    if path is None:
        raise KeyTrouble(f"Say where {what} is (see .env.example).")
    return path


def _file_signer(place: KeyPlace, certificate: x509.Certificate, store: SimpleCertificateStore) -> signers.Signer:
    path = _required_path(place.key_file, "the seal's key")
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), place.passphrase.encode())
    except OSError:
        raise KeyTrouble(f"The seal's key {path} cannot be read.") from None
    except TypeError:
        raise KeyTrouble(f"The seal's key {path} is not encrypted. Encrypt it as PKCS#8 with a passphrase.") from None
    except ValueError:
        raise KeyTrouble(f"The passphrase does not open the seal's key {path}.") from None
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if public != certificate.public_key.dump():
        raise KeyTrouble(f"The key {path} does not belong to the seal's certificate.")
    info = keys.PrivateKeyInfo.load(plain)
    return signers.SimpleSigner(signing_cert=certificate, signing_key=info, cert_registry=store)


def _token_signer(place: KeyPlace, certificate: x509.Certificate, store: SimpleCertificateStore) -> Any:
    """The key stays in the token. Raw ECDSA: not every token hashes for itself (SoftHSM 2.6 does not)."""
    from pkcs11.exceptions import PKCS11Error  # only where a token is configured
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        session = open_pkcs11_session(
            place.token_library,
            token_criteria=TokenCriteria(label=place.token_label),
            user_pin=place.token_pin,
        )
    except (PKCS11Error, OSError) as trouble:
        raise KeyTrouble(f"The token {place.token_label} cannot be opened ({type(trouble).__name__}).") from None
    return PKCS11Signer(
        pkcs11_session=session,
        signing_cert=certificate,
        key_label=place.token_key,
        ca_chain=list(store),
        use_raw_mechanism=certificate.public_key.algorithm == "ec",
    )
