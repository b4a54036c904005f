"""Consents given with a passkey, checked by what Part 1 says alone: no table and no key of ours is asked."""

from dataclasses import asdict

from accounts.passkeys import verify_evidence
from book.part1 import Part1, Signature


def passkey_consents(part1: Part1) -> list[tuple[Signature, bool]]:
    """Each signature that carries what a passkey signed, and whether that is the digest it names.

    It proves that the holder of the passkey consented to the paper with that digest; that the passkey was this
    person's is the register's own statement (W3C Web Authentication Level 2, section 7.2).
    """
    return [
        (one, verify_evidence(asdict(one.evidence), one.digest, one.step)) for one in part1.signatures if one.evidence
    ]
