"""Certificates for trial keys and tests: a root that signs a seal's certificate, and a time-stamp authority's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = timedelta(days=1)
YEAR = 365 * DAY
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey


def make_root(organisation: str, name: str, *, at: datetime, years: int = 10) -> Holder:
    """A root that signs itself, for `years` from a day before `at`; ECDSA on P-256 (FIPS 186-5)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(organisation, name)
    builder = _builder(subject, subject, key, key, at, years)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return Holder(builder.sign(key, hashes.SHA256()), key)


def issue_seal(root: Holder, organisation: str, name: str, *, at: datetime, years: int = 3) -> Holder:
    """A certificate that may seal documents (digital signature, content commitment), issued by `root`."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _issue(root, _name(organisation, name), key, at=at, years=years, commits=True, purposes=())


def issue_timestamper(root: Holder, organisation: str, name: str, *, at: datetime, years: int = 5) -> Holder:
    """A certificate for a time-stamp authority (RFC 3161, 2.3: that purpose alone, critical)."""
    key = rsa.generate_private_key(65537, 3072)
    purposes = (ExtendedKeyUsageOID.TIME_STAMPING,)
    return _issue(root, _name(organisation, name), key, at=at, years=years, commits=False, purposes=purposes)


def _issue(
    root: Holder,
    subject: x509.Name,
    key: PrivateKey,
    *,
    at: datetime,
    years: int,
    commits: bool,
    purposes: Sequence[x509.ObjectIdentifier],
) -> Holder:
    builder = _builder(subject, root.certificate.subject, key, root.key, at, years)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(commits=commits), critical=True)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    return Holder(builder.sign(root.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: PrivateKey,
    issuer_key: PrivateKey,
    at: datetime,
    years: int,
) -> x509.CertificateBuilder:
    start = at.replace(microsecond=0)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - DAY)
        .not_valid_after(start + years * YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority, critical=False)
    )


def _usage(*, commits: bool = False, signs_certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(organisation: str, name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "GB"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
