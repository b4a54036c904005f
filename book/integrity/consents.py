"""Consents given with a passkey, checked by what Part 1 says alone: no table and no key of ours is asked."""

from dataclasses import asdict

from accounts.passkeys import verify_evidence
from book.part1 import AnyPart1, v1, v2


def passkey_consents(part1: AnyPart1) -> list[tuple[v1.Signature | v2.Signature, bool]]:
    """Each signature that carries what a passkey signed, and whether that is the digest it names.

    It proves that the holder of the passkey consented to the paper with that digest; that the passkey was this
    person's is the register's own statement (W3C Web Authentication Level 2, section 7.2).
    """
    return [
        (signature, verify_evidence(asdict(signature.evidence), signed_digest(signature), signature.step))
        for signature in part1.signatures
        if signature.evidence
    ]


def signed_digest(signature: v1.Signature | v2.Signature) -> str:
    """The digest (SHA-256, hex) that a signature is given under: with the rulings, where it made them."""
    rulings = signature.rulings_digest if isinstance(signature, v2.Signature) else ""
    return rulings or signature.digest
