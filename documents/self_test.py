"""Whether a seal made now would be accepted by whoever checks it: asked before it is used, not after."""

import asyncio
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InvalidSignature, PathError, ValidationError
from pyhanko_certvalidator.sig_validate import DEFAULT_SIGNATURE_VALIDATOR

from documents.keys import KeyTrouble, SealKeys
from figures.dates import format_date, london_day

#: What is signed in the test: a sentence that nobody could take for the digest of a document.
_PROBE = b"A test of the seal of the decision register. This signature is on no document."


def require_working_seal(keys: SealKeys, *, at: datetime) -> None:
    """Refuse a seal that a verifier would not accept at the moment `at`.

    Raises:
        KeyTrouble: a certificate is outside its validity, leads to none of the trusted roots, or the key signs nothing
            that the certificate confirms; the message is a sentence that says which.
    """
    chain = (keys.signer.signing_cert, *_intermediates(keys))
    for certificate in chain:
        _require_valid(certificate, at)
    context = ValidationContext(
        trust_roots=list(keys.roots), other_certs=list(chain[1:]), moment=at, allow_fetching=False
    )
    try:
        # What a verifier asks of a seal's certificate (ETSI EN 319 412-2: content commitment).
        validator = CertificateValidator(chain[0], validation_context=context)
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))
    except (PathError, ValidationError):
        raise KeyTrouble(
            "The seal's certificate does not lead to any of the trusted roots, or is not made for sealing, so nobody "
            "would accept the seal. Put its root into SEAL_ROOTS_FILE, or install another certificate (docs/seal.md)."
        ) from None
    _require_signature(keys)


def seal_ends_at(keys: SealKeys) -> datetime:
    """The moment after which no seal can be made: the first end of the seal's certificate and those it rests on."""
    return min(_aware(c.not_valid_after) for c in (keys.signer.signing_cert, *_intermediates(keys)))


def _intermediates(keys: SealKeys) -> list[x509.Certificate]:
    """The certificates that were given with the seal's own, without the trusted roots."""
    roots = {root.dump() for root in keys.roots}
    return [certificate for certificate in keys.signer.cert_registry if certificate.dump() not in roots]


def _require_valid(certificate: x509.Certificate, at: datetime) -> None:
    begins, ends = _aware(certificate.not_valid_before), _aware(certificate.not_valid_after)
    if at > ends:
        raise KeyTrouble(
            f"The seal's certificate ran out on {format_date(london_day(ends))}. An administrator must install a new "
            "one (docs/seal.md)."
        )
    if at < begins:
        raise KeyTrouble(f"The seal's certificate is valid only from {format_date(london_day(begins))}.")


def _require_signature(keys: SealKeys) -> None:
    certificate: x509.Certificate = keys.signer.signing_cert
    try:
        signature = asyncio.run(keys.signer.async_sign_raw(_PROBE, "sha256"))
        algorithm = keys.signer.get_signature_mechanism_for_digest("sha256")
        DEFAULT_SIGNATURE_VALIDATOR.validate_signature(signature, _PROBE, certificate.public_key, algorithm)
    except InvalidSignature:
        raise KeyTrouble(
            "The seal's key does not belong to its certificate: a test signature does not verify."
        ) from None
    except Exception as trouble:  # a token may fail in any way its maker chose
        raise KeyTrouble(f"The seal's key did not sign a test ({type(trouble).__name__}).") from None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
